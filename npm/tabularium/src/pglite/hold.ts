import type { Answer, Calls } from '../calls.js';
import { TabulariumError } from '../errors.js';
import type { Operation, Statement } from '../page.js';

const NOTHING = new Uint8Array(0);
const READY_FOR_QUERY_BYTES = 6;
const READY_FOR_QUERY = 0x5a;
const IDLE = 0x49;

/**
 * The engine's session, held by this tab alone until it is let go of: nobody else's calls run in between. Messages of
 * the PostgreSQL protocol are sent as they are, and what they do commits by itself.
 *
 * Nobody looks at what the messages do, so they are sent once. When the leader goes meanwhile, the outcome is unknown; so
 * is that of a hold which the leader has ended, because it was idle for too long.
 */
export class Hold {
  readonly #calls: Calls;
  readonly #number: number;
  #leftOpen = false;

  private constructor(calls: Calls, number: number) {
    this.#calls = calls;
    this.#number = number;
  }

  /** Waits until the session can be had. */
  static async take(calls: Calls): Promise<Hold> {
    const request = { op: 'begin', statement: { sql: '', hold: true }, transaction: 0 } as const;
    const begin = calls.start({ request, options: {}, decode: () => {} });
    const hold = new Hold(calls, begin.callNumber);
    try {
      await begin.promise;
    } catch (error) {
      // What nobody waits for any more may still be had, and must not be kept then.
      if (error instanceof TabulariumError) error.settled?.then(() => hold.end()).catch(() => {});
      throw error;
    }
    return hold;
  }

  /** Sends messages, and resolves with what the engine answers. */
  send(messages: Uint8Array): Promise<Uint8Array> {
    // Also of a reply that nobody waits for any more: it comes before that of the end.
    return this.#call('query', { sql: '', protocol: messages }, (reply) => {
      this.#leftOpen = leavesOpen(reply) ?? this.#leftOpen;
    });
  }

  /**
   * Lets go of the session, and resolves when what was committed meanwhile is kept. A transaction that was left open is
   * rolled back, and said to have been.
   */
  async end(): Promise<void> {
    await this.#call('commit', null);
    if (this.#leftOpen) throw leftOpen();
  }

  async #call(
    op: Operation,
    statement: Statement | null,
    hear: (reply: Uint8Array) => void = () => {},
  ): Promise<Uint8Array> {
    const request = { op, statement, transaction: this.#number };
    const decode = ({ payload }: Answer): Uint8Array => {
      const reply = payload ?? NOTHING;
      hear(reply);
      return reply;
    };
    try {
      return await this.#calls.start({ request, options: {}, decode }).promise;
    } catch (error) {
      throw held(op, error);
    }
  }
}

/** Whether a transaction is open after a reply, where the reply says so. */
function leavesOpen(reply: Uint8Array): boolean | undefined {
  const type = reply[reply.length - READY_FOR_QUERY_BYTES];
  return type === READY_FOR_QUERY ? reply[reply.length - 1] !== IDLE : undefined;
}

/**
 * To the leader a hold is a transaction, of which nothing is kept when it has not ended in the ordinary way. But it is not
 * one: what its messages had committed stays.
 */
function held(op: Operation, error: unknown): unknown {
  if (!(error instanceof TabulariumError)) return error;
  if (error.outcome === 'rolledBack') return error.code === 'TX_CLOSED' ? closed(op, error) : lost(error);
  if (error.settled === undefined) return error;
  const settled = error.settled.catch((late: unknown) => {
    throw held(op, late);
  });
  settled.catch(() => {}); // The caller may not care; an unhandled rejection would say it must.
  const { code, message, outcome } = error;
  return new TabulariumError({ code, message, outcome, settled, cause: error });
}

function closed(op: Operation, cause: TabulariumError): TabulariumError {
  const isEnd = op === 'commit';
  const what = isEnd ? '' : 'The messages were not run. ';
  return new TabulariumError({
    code: 'TX_CLOSED',
    message:
      `${what}The session was let go of, because it was held for too long without messages. What they had committed ` +
      'by then stays; a transaction that was open was rolled back.',
    outcome: isEnd ? 'unknown' : 'notRun',
    cause,
  });
}

function lost(cause: TabulariumError): TabulariumError {
  return new TabulariumError({
    code: 'NOT_REPEATED',
    message:
      'The leader went while messages of the PostgreSQL protocol were being run. They are not sent again, and whether ' +
      'they took effect is unknown.',
    outcome: 'unknown',
    cause,
  });
}

function leftOpen(): TabulariumError {
  return new TabulariumError({
    code: 'TX_UNMANAGED',
    message:
      'The messages left a transaction open, which was rolled back. Keep it inside one runExclusive(), or use ' +
      'transaction().',
    outcome: 'rolledBack',
  });
}
