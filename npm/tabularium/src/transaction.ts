import type { Answer, Calls, WriteOptions } from './calls.js';
import { invalidArgument, TabulariumError } from './errors.js';
import type { Nesting } from './nesting.js';
import type { Operation, Statement } from './page.js';
import { Queryable } from './queryable.js';

/** The handle of one open transaction. It is good until the closure it was given to has ended. */
export class Transaction extends Queryable {
  readonly #calls: Calls;
  readonly #nesting: Nesting;
  readonly #number: number;
  readonly #options: WriteOptions;
  #closed = false;
  #isLost = false;
  readonly #inFlight = new Set<Promise<unknown>>();
  #callCount = 0;

  /** @internal Handles are given out by `db.transaction`. */
  constructor(calls: Calls, nesting: Nesting, number: number, options: WriteOptions) {
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

  /**
   * @internal Whether the transaction is known to have gone with its leader, and nothing of it took effect. Once the
   * commit was sent, only the commit's own end says so: what else was in flight cannot know how it went.
   */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** @internal */
  get inFlightCount(): number {
    return this.#inFlight.size;
  }

  /** @internal */
  get callCount(): number {
    return this.#callCount;
  }

  /** Undoes everything done in the transaction and ends it. The closure may go on, but not with this handle. */
  rollback(): Promise<void> {
    return this.#end('rollback', undefined);
  }

  /**
   * @internal Resolves with the value, also where the outcome is told late. What the closure did not wait for ends first:
   * the outcome of a statement whose leader dies beside its own commit could not be told.
   */
  async commit<T>(value: T): Promise<T> {
    while (this.#inFlight.size > 0) await Promise.allSettled(this.#inFlight);
    return this.#end('commit', value);
  }

  /** @internal */
  override start<T>(
    op: Operation,
    statement: Statement | null,
    options: WriteOptions,
    decode: (answer: Answer) => T,
  ): Promise<T> {
    if (options.durability !== undefined) {
      throw invalidArgument('durability is for the whole transaction; give it to transaction().');
    }
    if (this.#closed) return Promise.reject(ended());
    this.#callCount++;
    const { promise } = this.#calls.start({
      request: { op, statement, transaction: this.#number },
      options: { ...this.#options, ...options, durability: this.#options.durability },
      decode,
      deliver: (settle) => this.#nesting.deliver(settle),
      onEnd: (error) => {
        if (op === 'commit') this.#isLost = wasLost(error);
        else if (!this.#closed) this.#isLost ||= wasLost(error);
      },
    });
    this.#inFlight.add(promise);
    const forget = () => this.#inFlight.delete(promise);
    promise.then(forget, forget);
    return promise;
  }

  #end<T>(op: 'commit' | 'rollback', value: T): Promise<T> {
    // An abort must not leave the transaction open, so ending it heeds no signal.
    const promise = this.start(op, null, { signal: undefined }, () => value);
    this.#closed = true;
    this.#nesting.ended(this);
    return promise;
  }
}

function wasLost(error: TabulariumError | undefined): boolean {
  return (
    error?.code === 'TX_ABORTED_FAILOVER' && (error.outcome === 'rolledBack' || error.outcome === 'notRun')
  );
}

function ended(): TabulariumError {
  return new TabulariumError({
    code: 'TX_CLOSED',
    message: 'The transaction has ended; its handle can be used inside the closure only.',
    outcome: 'notRun',
  });
}
