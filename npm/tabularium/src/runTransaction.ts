import type { Calls, WriteOptions } from './calls.js';
import { TabulariumError } from './errors.js';
import type { Nesting } from './nesting.js';
import { Transaction } from './transaction.js';

/** Options of `transaction`. */
export interface TransactionOptions extends WriteOptions {
  /**
   * Runs the closure again, in a new transaction, when the leader went with the open one and nothing of it took effect;
   * false by default. It runs at most four times in all; then the last `TX_ABORTED_FAILOVER` is thrown.
   *
   * The closure must be repeatable: what it does outside of the database, such as sending a message or counting up a
   * variable, it does as often as it runs.
   */
  readonly retry?: boolean | undefined;
}

/** A closure that so many leaders have died with is taken for the cause. */
const MAX_RUNS = 4;

/**
 * Runs a closure in a transaction: commits when it returns, rolls back and throws on when it throws. The options are read as
 * they are at each call, so that the level of the commit can be raised meanwhile.
 */
export async function runTransaction<T>(
  calls: Calls,
  nesting: Nesting,
  closure: (tx: Transaction) => T | Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  for (let runs = 1; ; runs++) {
    const tx = await begin(calls, nesting, options);
    try {
      return await runOnce(nesting, closure, tx, options.signal);
    } catch (error) {
      const mayRepeat = options.retry === true && tx.isLost && runs < MAX_RUNS && options.signal?.aborted !== true;
      if (!mayRepeat) throw error;
    }
  }
}

async function begin(calls: Calls, nesting: Nesting, options: WriteOptions): Promise<Transaction> {
  const call = calls.start({
    request: { op: 'begin', statement: null, transaction: 0 },
    options,
    decode: () => {},
  });
  try {
    await call.promise;
  } catch (error) {
    rollBackIfBegun(calls, call.callNumber, error);
    throw error;
  }
  return new Transaction(calls, nesting, call.callNumber, options);
}

async function runOnce<T>(
  nesting: Nesting,
  closure: (tx: Transaction) => T | Promise<T>,
  tx: Transaction,
  signal: AbortSignal | undefined,
): Promise<T> {
  let value: T;
  try {
    value = await nesting.run(() => closure(tx));
    if (signal?.aborted === true) throw abortedInside(signal);
  } catch (error) {
    // What went wrong in the closure is what the caller must hear, whatever becomes of the rollback.
    if (!tx.closed) await tx.rollback().catch(() => {});
    throw error;
  }
  return tx.closed ? value : tx.commit(value);
}

/** A begin nobody waits for any more may still succeed; the transaction must not stay open then. */
function rollBackIfBegun(calls: Calls, number: number, error: unknown): void {
  if (!(error instanceof TabulariumError)) return;
  const rollback = () =>
    calls
      .start({ request: { op: 'rollback', statement: null, transaction: number }, options: {}, decode: () => {} })
      .promise.catch(() => {});
  error.settled?.then(rollback, () => {});
}

function abortedInside(signal: AbortSignal): TabulariumError {
  return new TabulariumError({
    code: 'ABORTED',
    message: 'The signal was aborted during the transaction, which was rolled back.',
    outcome: 'rolledBack',
    cause: signal.reason,
  });
}
