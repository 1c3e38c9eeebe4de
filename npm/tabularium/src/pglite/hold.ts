import { errorOf, TabulariumError } from '../errors.js';
import type { Durability, Operation, PageClient, PlainFailure, ResultPayload, Statement } from '../page.js';

const NOTHING = new Uint8Array(0);
const READY_FOR_QUERY_BYTES = 6;
const READY_FOR_QUERY = 0x5a;
const IDLE = 0x49;

/** How the calls of a hold are to be made. */
export interface HoldOptions {
  readonly durability: Durability;
  readonly deadlineMs: number;
}

/**
 * The engine's session, held by this tab alone until it is let go of: nobody else's calls run in between. Messages of
 * the PostgreSQL protocol are sent as they are, and what they do commits by itself.
 *
 * Nobody looks at what the messages do, so they are sent once. When the leader goes meanwhile, the outcome is unknown.
 */
export class Hold {
  readonly #page: PageClient;
  readonly #options: HoldOptions;
  readonly #number: number;
  #leftOpen = false;

  private constructor(page: PageClient, options: HoldOptions, number: number) {
    this.#page = page;
    this.#options = options;
    this.#number = number;
  }

  /** Waits until the session can be had. */
  static take(page: PageClient, options: HoldOptions): Promise<Hold> {
    return new Promise((resolve, reject) => {
      let isGivenUp = false;
      const number = start(page, options, 'begin', { sql: '', hold: true }, 0, (failure) => {
        if (failure === null && isGivenUp) void hold.end().catch(() => {});
        else if (failure === null) resolve(hold);
        else if (failure.outcome !== 'PENDING') reject(errorOf(failure));
        else {
          isGivenUp = true;
          reject(errorOf(failure));
        }
      });
      const hold = new Hold(page, options, number);
    });
  }

  /** Sends messages, and resolves with what the engine answers. */
  async send(messages: Uint8Array): Promise<Uint8Array> {
    const reply = await this.#call('query', { sql: '', protocol: messages });
    this.#leftOpen = leavesOpen(reply) ?? this.#leftOpen;
    return reply;
  }

  /**
   * Lets go of the session, and resolves when what was committed meanwhile is kept. A transaction that was left open is
   * rolled back, and said to have been.
   */
  async end(): Promise<void> {
    await this.#call('commit', null);
    if (this.#leftOpen) throw leftOpen();
  }

  #call(op: Operation, statement: Statement | null): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      start(this.#page, this.#options, op, statement, this.#number, (failure, payload) =>
        failure === null ? resolve(payload ?? NOTHING) : reject(held(failure)),
      );
    });
  }
}

function start(
  page: PageClient,
  { durability, deadlineMs }: HoldOptions,
  op: Operation,
  statement: Statement | null,
  hold: number,
  settle: (failure: PlainFailure | null, payload: ResultPayload | null) => void,
): number {
  return page.call(op, statement, hold, durability, deadlineMs, settle);
}

/** Whether a transaction is open after a reply, where the reply says so. */
function leavesOpen(reply: Uint8Array): boolean | undefined {
  const type = reply[reply.length - READY_FOR_QUERY_BYTES];
  return type === READY_FOR_QUERY ? reply[reply.length - 1] !== IDLE : undefined;
}

/** To the leader a hold is a transaction, of which nothing is kept when it is lost. But it is not one. */
function held(failure: PlainFailure): TabulariumError {
  const cause = errorOf(failure);
  if (cause.code !== 'TX_ABORTED_FAILOVER') return cause;
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
