import type { TabulariumError } from '../index.js';
import type { Tabularium } from '../tabularium.js';
import type { Transaction } from '../transaction.js';
import { refused } from './errors.js';

/** What a call in a transaction is told that has ended without being asked to. */
const ENDED = new Set(['TX_CLOSED', 'TX_ABORTED_FAILOVER']);

/** A transaction that statements begin and end, and not a closure. What is called before it is its turn waits, in its order. */
export class OpenTransaction {
  /** The pending writes made in it. They end with it. */
  readonly writes: string[] = [];
  readonly #handle: Promise<Transaction>;
  readonly #ended: Promise<void>;
  #isBegun = false;
  #isGone = false;
  #end!: () => void;

  constructor(db: Tabularium) {
    const end = new Promise<void>((resolve) => {
      this.#end = resolve;
    });
    let begin!: (handle: Transaction) => void;
    const begun = new Promise<Transaction>((resolve) => {
      begin = resolve;
    });
    this.#ended = db.transaction((handle) => {
      this.#isBegun = true;
      begin(handle);
      return end;
    });
    this.#handle = Promise.race([begun, this.#ended as Promise<never>]);
  }

  /** Whether it has been its turn. */
  get isBegun(): boolean {
    return this.#isBegun;
  }

  /** Whether a call in it was told that it has ended by itself: its leader went, or it was idle, or rolled back by a statement. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Resolves when it is its turn. */
  async begun(): Promise<void> {
    await this.#handle;
  }

  /** @see Transaction.send */
  async send(...call: Parameters<Transaction['send']>): ReturnType<Transaction['send']> {
    const handle = await this.#open();
    try {
      return await handle.send(...call);
    } catch (error) {
      this.#isGone ||= ENDED.has((error as TabulariumError).code);
      throw error;
    }
  }

  async commit(): Promise<void> {
    await this.#open();
    this.#end();
    await this.#ended;
  }

  async rollBack(): Promise<void> {
    await (await this.#open()).rollback();
    this.#end();
    await this.#ended.catch(() => {});
  }

  /** The handle, for what comes after the beginning: where that fails, it has not run, whatever becomes of the beginning. */
  #open(): Promise<Transaction> {
    return this.#handle.catch(({ code, message }: TabulariumError) => {
      throw refused(code, message);
    });
  }
}
