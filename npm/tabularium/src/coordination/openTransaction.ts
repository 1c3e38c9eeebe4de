import type { Durability, TabulariumError, TabulariumErrorCode } from '../index.js';
import type { Tabularium } from '../tabularium.js';
import type { Transaction } from '../transaction.js';
import { refused, rolledBack } from './errors.js';

/** What a call in a transaction is told that has ended without being asked to. Nothing of it took effect. */
const LOST = new Set<TabulariumErrorCode>(['TX_CLOSED', 'TX_ABORTED_FAILOVER']);

/**
 * A transaction that statements begin and end, and not a closure. What is called before it is its turn waits, in its order.
 *
 * It can be lost: its leader goes, or it is idle, or rolled back by a statement. What was meant for it must not run outside
 * of it then, so all calls are refused until its author says how to go on.
 */
export class OpenTransaction {
  /** The pending writes made in it. They end with it. */
  readonly writes: string[] = [];
  readonly #onLost: (error: TabulariumError) => void;
  /** They are read when it commits. */
  readonly #options: { durability?: Durability } = {};
  readonly #handle: Promise<Transaction>;
  readonly #ended: Promise<void>;
  #isBegun = false;
  #loss: TabulariumError | undefined;
  #end!: () => void;

  /** @param onLost - told once, when it is lost */
  constructor(db: Tabularium, onLost: (error: TabulariumError) => void) {
    this.#onLost = onLost;
    const end = new Promise<void>((resolve) => {
      this.#end = resolve;
    });
    let begin!: (handle: Transaction) => void;
    const begun = new Promise<Transaction>((resolve) => {
      begin = resolve;
    });
    const closure = (handle: Transaction) => {
      this.#isBegun = true;
      begin(handle);
      return end;
    };
    this.#ended = db.transaction(closure, this.#options);
    this.#handle = Promise.race([begun, this.#ended as Promise<never>]);
  }

  /** The end of what was made in it, if it is lost. */
  get loss(): TabulariumError | undefined {
    return this.#loss;
  }

  /** Resolves when it is its turn. */
  async begun(): Promise<void> {
    await this.#handle;
  }

  /** Has its commit wait for the disk, whatever the database's level is. */
  keepOnDisk(): void {
    this.#options.durability = 'disk';
  }

  /** @see Transaction.send */
  async send(...call: Parameters<Transaction['send']>): ReturnType<Transaction['send']> {
    const handle = await this.#open();
    if (this.#loss !== undefined) throw refusedAfter(this.#loss);
    try {
      return await handle.send(...call);
    } catch (error) {
      const { code, message } = error as TabulariumError;
      if (LOST.has(code)) {
        await undefined; // Until here everything counts as the transaction's own; what is told of its loss is not.
        this.lose(code, message);
      }
      throw error;
    }
  }

  async commit(): Promise<void> {
    await this.#open();
    this.#end();
    // A commit waits for what was called before it, which may be told of the loss meanwhile.
    const failure = await this.#ended.then(
      () => this.#loss,
      (error: unknown) => this.#loss ?? error,
    );
    if (failure !== undefined) throw failure;
  }

  /** Ends it; one that is lost has nothing to be taken back. */
  async rollBack(): Promise<void> {
    const handle = await this.#open();
    if (this.#loss !== undefined) return;
    try {
      await handle.rollback();
    } catch (error) {
      if (!LOST.has((error as TabulariumError).code)) throw error;
    } finally {
      this.#end();
    }
  }

  /** Another tab leads: what had begun under the one before went with it. */
  leaderChanged(): void {
    if (this.#isBegun) this.lose('TX_ABORTED_FAILOVER', 'The leading tab is gone and took the open transaction with it.');
  }

  /** Nothing of it takes effect, and nothing more runs in it. */
  lose(code: TabulariumErrorCode, message: string): void {
    if (this.#loss !== undefined) return;
    this.#loss = rolledBack(code, message);
    this.#handle.then(
      (handle) => {
        handle.rollback().catch(() => {}); // It has gone; should it not, it must not stay open.
        this.#end();
      },
      () => {},
    );
    this.#onLost(this.#loss);
  }

  /** The handle, for what comes after the beginning: where that fails, it has not run, whatever becomes of the beginning. */
  #open(): Promise<Transaction> {
    return this.#handle.catch(({ code, message }: TabulariumError) => {
      throw refused(code, message);
    });
  }
}

function refusedAfter({ code, message }: TabulariumError): TabulariumError {
  return rolledBack(code, `${message} Statements of this tab are refused until ROLLBACK, or BEGIN, which runs it again.`);
}
