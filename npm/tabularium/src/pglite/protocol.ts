import type { ExecProtocolOptions, ExecProtocolOptionsStream, ExecProtocolResult } from '@electric-sql/pglite';
import type { Calls } from '../calls.js';
import { invalidArgument } from '../errors.js';
import { guarded } from '../guarded.js';
import { type BackendMessage, readMessages } from './backendMessages.js';
import { DatabaseError } from './databaseError.js';
import { Hold } from './hold.js';

/**
 * The PostgreSQL protocol as it is: messages in, messages out. What is sent inside of `runExclusive` is one hold of the
 * session; what is sent outside is one each.
 */
export class Protocol {
  readonly #calls: Promise<Calls>;
  #held: Hold | undefined;
  /** Ends when the last `runExclusive` that was asked for has ended. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(calls: Promise<Calls>) {
    this.#calls = calls;
  }

  /** Keeps the session for the messages that are sent until the closure has ended. */
  runExclusive<T>(closure: () => Promise<T>): Promise<T> {
    const run = this.#last.then(() => this.#runHeld(closure));
    this.#last = run.catch(() => {}); // It is told to whoever asked for it.
    return run;
  }

  /** Sends messages, and resolves with the bytes that PostgreSQL answers. */
  async raw(messages: Uint8Array): Promise<Uint8Array> {
    if (!(messages instanceof Uint8Array)) throw invalidArgument('execProtocol… takes messages as a Uint8Array.');
    if (this.#held !== undefined) return this.#held.send(messages);
    const hold = await Hold.take(await this.#calls);
    const reply = hold.send(messages);
    reply.catch(() => {}); // It is awaited below, after the message that lets go has been sent.
    const ended = hold.end();
    ended.catch(() => {}); // Likewise.
    const bytes = await reply;
    await ended;
    return bytes;
  }

  /** Sends messages, and hands over the bytes that PostgreSQL answers. */
  async rawStream(messages: Uint8Array, { onRawData }: ExecProtocolOptionsStream): Promise<void> {
    if (typeof onRawData !== 'function') throw invalidArgument('execProtocolRawStream() takes onRawData, a function.');
    const reply = await this.raw(messages);
    if (reply.length > 0) onRawData(reply);
  }

  /** Sends messages, and resolves with what PostgreSQL answers, as bytes and read. */
  async whole(messages: Uint8Array, options: ExecProtocolOptions = {}): Promise<ExecProtocolResult> {
    const data = await this.raw(messages);
    return { messages: checked(readMessages(data), options), data };
  }

  async #runHeld<T>(closure: () => Promise<T>): Promise<T> {
    const hold = await Hold.take(await this.#calls);
    this.#held = hold;
    try {
      return await closure();
    } catch (error) {
      this.#held = undefined;
      await hold.end().catch(() => {}); // What went wrong in the closure is what the caller must hear.
      throw error;
    } finally {
      if (this.#held !== undefined) {
        this.#held = undefined;
        await hold.end();
      }
    }
  }
}

/** Throws the first error, and tells of the notices before it. */
function checked(messages: BackendMessage[], { throwOnError = true, onNotice }: ExecProtocolOptions): BackendMessage[] {
  for (const message of messages) {
    if (message instanceof DatabaseError && throwOnError) throw message;
    // PGlite's class of notices has no more than these fields.
    if (message.name === 'notice' && onNotice !== undefined) guarded(() => onNotice(message as never));
  }
  return messages;
}
