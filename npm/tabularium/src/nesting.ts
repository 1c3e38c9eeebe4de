import { TabulariumError } from './errors.js';

/** How long a call may wait for this tab's own idle transaction before the console says why it might. */
const SUSPICIOUS_WAIT_MS = 1000;

/** An open transaction, as far as the search for nested use looks at it. */
export interface OpenTransaction {
  /** Calls that were sent and not answered. */
  readonly inFlightCount: number;
  /** All calls that were ever sent. */
  readonly callCount: number;
}

/**
 * Finds out that `db` is used inside its own transaction, which would wait for itself until its deadline: the leader
 * answers such a call only after the transaction, and the transaction ends only after the call.
 *
 * Browsers have no async context, so only what is provable is refused: a call made while the closure runs
 * synchronously, or directly after an `await` of one of the handle's own calls. For the latter, `deliver` settles the
 * promise between two microtasks of ours; what runs between them was waiting for that promise, and nothing else does.
 * A call that comes later, say after awaiting a fetch, cannot be told from an innocent one by another part of the page.
 * It waits, as innocent ones must, and if the transaction stays idle meanwhile, the console gets a warning.
 */
export class Nesting {
  readonly #open = new Set<OpenTransaction>();
  readonly #warned = new WeakSet<OpenTransaction>();
  #isInside = false;

  /** Runs the synchronous part of a transaction's closure. */
  run<T>(closure: () => T): T {
    this.#isInside = true;
    try {
      return closure();
    } finally {
      this.#isInside = false;
    }
  }

  /** Settles the promise of a transaction's call, so that what directly awaits it counts as the closure. */
  deliver(settle: () => void): void {
    queueMicrotask(() => {
      this.#isInside = true;
    });
    settle();
    queueMicrotask(() => {
      this.#isInside = false;
    });
  }

  opened(transaction: OpenTransaction): void {
    this.#open.add(transaction);
  }

  ended(transaction: OpenTransaction): void {
    this.#open.delete(transaction);
  }

  /** Throws `TX_NESTED` when the caller is the closure of a transaction on this database. */
  check(): void {
    if (!this.#isInside) return;
    throw new TabulariumError({
      code: 'TX_NESTED',
      message: 'The database was used inside its own transaction; use the tx handle given to the closure.',
      outcome: 'notRun',
    });
  }

  /** Watches a call that may be waiting for an open transaction. Returns what to do when the call has ended. */
  watch(): (() => void) | undefined {
    for (const transaction of this.#open) {
      if (transaction.inFlightCount > 0 || this.#warned.has(transaction)) continue;
      const callCount = transaction.callCount;
      const timer = setTimeout(() => {
        if (!this.#open.has(transaction) || transaction.callCount !== callCount || this.#warned.has(transaction))
          return;
        this.#warned.add(transaction);
        console.warn(
          `tabularium: a call on db has waited ${SUSPICIOUS_WAIT_MS} ms for an open transaction of this tab that ` +
            'does nothing. If the call is made inside that transaction, use the tx handle given to the closure.',
        );
      }, SUSPICIOUS_WAIT_MS);
      return () => clearTimeout(timer);
    }
    return undefined;
  }
}
