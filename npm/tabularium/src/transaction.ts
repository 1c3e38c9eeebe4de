import type { CallOptions, Calls } from './calls.js';
import { TabulariumError } from './errors.js';
import type { Nesting } from './nesting.js';
import type { Operation, ResultPayload, Statement } from './page.js';
import { Queryable } from './queryable.js';

/** The handle of one open transaction. It is good until the closure it was given to has ended. */
export class Transaction extends Queryable {
  readonly #calls: Calls;
  readonly #nesting: Nesting;
  readonly #number: number;
  readonly #options: CallOptions;
  #closed = false;
  #inFlightCount = 0;
  #callCount = 0;

  /** @internal Handles are given out by `db.transaction`. */
  constructor(calls: Calls, nesting: Nesting, number: number, options: CallOptions) {
    super();
    this.#calls = calls;
    this.#nesting = nesting;
    this.#number = number;
    this.#options = options;
    nesting.opened(this);
  }

  /** Whether the transaction has been committed or rolled back; calls are then refused with `TX_CLOSED`. */
  get closed(): boolean {
    return this.#closed;
  }

  /** @internal */
  get inFlightCount(): number {
    return this.#inFlightCount;
  }

  /** @internal */
  get callCount(): number {
    return this.#callCount;
  }

  /** Undoes everything done in the transaction and ends it. The closure may go on, but not with this handle. */
  rollback(): Promise<void> {
    return this.#end('rollback');
  }

  /** @internal */
  commit(): Promise<void> {
    return this.#end('commit');
  }

  /** @internal */
  protected override start<T>(
    op: Operation,
    statement: Statement | null,
    options: CallOptions,
    decode: (payload: ResultPayload | null) => T,
  ): Promise<T> {
    if (this.#closed) return Promise.reject(ended());
    this.#inFlightCount++;
    this.#callCount++;
    return this.#calls.start({
      op,
      statement,
      transaction: this.#number,
      options: { ...this.#options, ...options },
      decode,
      deliver: (settle) => this.#nesting.deliver(settle),
      onEnd: () => this.#inFlightCount--,
    }).promise;
  }

  #end(op: 'commit' | 'rollback'): Promise<void> {
    // An abort must not leave the transaction open, so ending it heeds no signal.
    const promise = this.start(op, null, { signal: undefined }, () => {});
    this.#closed = true;
    this.#nesting.ended(this);
    return promise;
  }
}

/** Runs a closure in a transaction: commits when it returns, rolls back and throws on when it throws. */
export async function runTransaction<T>(
  calls: Calls,
  nesting: Nesting,
  closure: (tx: Transaction) => T | Promise<T>,
  options: CallOptions,
): Promise<T> {
  const begin = calls.start({ op: 'begin', statement: null, transaction: 0, options, decode: () => {} });
  try {
    await begin.promise;
  } catch (error) {
    rollBackIfBegun(calls, begin.callNumber, error);
    throw error;
  }
  const tx = new Transaction(calls, nesting, begin.callNumber, options);
  let value: T;
  try {
    value = await nesting.run(() => closure(tx));
    if (options.signal?.aborted === true) throw abortedInside(options.signal);
  } catch (error) {
    // What went wrong in the closure is what the caller must hear, whatever becomes of the rollback.
    if (!tx.closed) await tx.rollback().catch(() => {});
    throw error;
  }
  if (!tx.closed) await tx.commit();
  return value;
}

/** A begin nobody waits for any more may still succeed; the transaction must not stay open then. */
function rollBackIfBegun(calls: Calls, number: number, error: unknown): void {
  if (!(error instanceof TabulariumError)) return;
  const rollback = () =>
    calls
      .start({ op: 'rollback', statement: null, transaction: number, options: {}, decode: () => {} })
      .promise.catch(() => {});
  error.settled?.then(rollback, () => {});
}

function ended(): TabulariumError {
  return new TabulariumError({
    code: 'TX_CLOSED',
    message: 'The transaction has ended; its handle can be used inside the closure only.',
    outcome: 'notRun',
  });
}

function abortedInside(signal: AbortSignal): TabulariumError {
  return new TabulariumError({
    code: 'ABORTED',
    message: 'The signal was aborted during the transaction, which was rolled back.',
    outcome: 'rolledBack',
    cause: signal.reason,
  });
}
