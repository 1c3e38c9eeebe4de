import type { Calls } from '../calls.js';
import { errorOf, invalidArgument, TabulariumError } from '../errors.js';
import { guarded } from '../guarded.js';
import { MessageReader, messagesOf } from './messages.js';

/** Stands for every channel that anybody listens on. */
const ALL = '*';
const HEAD = 'q';
const NOTIFICATION = 'A';
/** In a string or a comment it means nothing, but to listen too much does no harm. */
const LISTEN = /\b(un)?listen\s+("(?:[^"]|"")+"|\*|[\p{L}_][\p{L}\p{N}_$]*)/giu;
/** PostgreSQL cuts longer names off. */
const NAME_BYTES_MAX = 63;

type Callback = (payload: string) => void;
type CallbackForAll = (channel: string, payload: string) => void;

/** What a tab listens on. It goes on by itself when another tab becomes the leader. */
export class Channels {
  readonly #calls: Promise<Calls>;
  readonly #channels = new Map<string, Channel>();

  constructor(calls: Promise<Calls>) {
    this.#calls = calls;
  }

  /** Listens on a channel; resolves when nothing that is notified from now on is missed. */
  async listen(name: string, callback: Callback): Promise<void> {
    await this.#follow(name, (_channel, payload) => callback(payload), callback);
  }

  /** Listens no longer, or with this callback no longer. */
  unlisten(name: string, callback?: Callback): void {
    this.#leave(name, callback);
  }

  /** Is told of what is notified on any channel that some tab listens on. */
  listenOnAll(callback: CallbackForAll): void {
    this.#follow(ALL, callback, callback).catch(() => {}); // Every other call tells why there is no database.
  }

  unlistenOnAll(callback: CallbackForAll): void {
    this.#leave(ALL, callback);
  }

  /** Has the next leader's engine listen on what `LISTEN` and `UNLISTEN` in this SQL leave listened on. */
  follow(sql: string): void {
    for (const [, un, channel] of sql.matchAll(LISTEN)) {
      if (un === undefined) this.#follow(channelName(channel!), () => {}, this).catch(() => {}); // It listens already.
      else if (channel !== ALL) this.#leave(channelName(channel!), this);
      else for (const name of [...this.#channels.keys()]) this.#leave(name, this);
    }
  }

  async #follow(name: string, tell: CallbackForAll, owner: unknown): Promise<void> {
    let channel = this.#channels.get(name);
    if (channel === undefined) {
      channel = new Channel(this.#calls, name);
      this.#channels.set(name, channel);
    }
    channel.listeners.set(owner, tell);
    try {
      await channel.begun;
    } catch (error) {
      if (this.#channels.get(name) === channel) this.#channels.delete(name);
      throw error;
    }
  }

  #leave(name: string, owner: unknown): void {
    const channel = this.#channels.get(name);
    if (channel === undefined) return;
    if (owner === undefined) channel.listeners.clear();
    else channel.listeners.delete(owner);
    if (channel.listeners.size > 0) return;
    this.#channels.delete(name);
    channel.end();
  }
}

/** One channel this tab listens on. */
class Channel {
  /** Who is told, by what stands for them. */
  readonly listeners = new Map<unknown, CallbackForAll>();
  readonly begun: Promise<void>;
  #end: () => void = () => {};
  #hasEnded = false;
  #term = 0;
  #count: number | undefined;

  constructor(calls: Promise<Calls>, name: string) {
    this.begun = calls.then(
      ({ page }) =>
        new Promise<void>((resolve, reject) => {
          const subscription = page.subscribe(
            JSON.stringify({ channel: name }),
            { sql: '', channel: name },
            (result) => {
              this.#take(result);
              resolve();
            },
            (failure) => reject(errorOf(failure)),
          );
          this.#end = () => {
            page.unsubscribe(subscription);
            reject(ended());
          };
          if (this.#hasEnded) this.#end();
        }),
    );
  }

  end(): void {
    this.#hasEnded = true;
    this.#end();
  }

  /**
   * A result may come twice, and the first one of all is from before this tab listened. A new leader begins to count
   * anew, and has told nobody yet.
   */
  #take(result: Uint8Array): void {
    let seen = Infinity;
    let number = 0;
    const notifications = [...messagesOf(result)].filter(({ type }) => type === NOTIFICATION);
    for (const { type, body } of messagesOf(result)) {
      if (type !== HEAD) continue;
      const head = new MessageReader(body);
      const term = head.int32();
      const count = head.int32();
      if (this.#count !== undefined) seen = term === this.#term ? this.#count : 0;
      number = count - notifications.length;
      this.#term = term;
      this.#count = count;
    }
    for (const { body } of notifications) {
      number++;
      if (number > seen) this.#tell(new MessageReader(body));
    }
  }

  #tell(notification: MessageReader): void {
    notification.skip(4); // The number of the process, of which there is one.
    const channel = notification.text();
    const payload = notification.text();
    for (const [owner, tell] of [...this.listeners]) {
      if (this.listeners.has(owner)) guarded(() => tell(channel, payload));
    }
  }
}

function ended(): TabulariumError {
  return new TabulariumError({ code: 'CLOSED', message: 'Nobody listens on the channel any more.', outcome: 'notRun' });
}

/**
 * The name of a channel as PostgreSQL reads it: in lower case, unless it is quoted.
 *
 * @see https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
 */
export function channelName(channel: string): string {
  if (typeof channel !== 'string' || channel === '') throw invalidArgument('A channel must be named by a string.');
  const isQuoted = channel.length > 2 && channel.startsWith('"') && channel.endsWith('"');
  const name = isQuoted ? channel.slice(1, -1).replaceAll('""', '"') : channel.toLowerCase();
  if (new TextEncoder().encode(name).length > NAME_BYTES_MAX) {
    throw invalidArgument(`The name of a channel has at most ${NAME_BYTES_MAX} bytes in UTF-8.`);
  }
  return name;
}
