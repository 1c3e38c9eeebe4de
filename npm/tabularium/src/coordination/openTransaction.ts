import type { Tabularium } from '../tabularium.js';
import type { Transaction } from '../transaction.js';

/** A transaction that statements begin and end, and not a closure. */
export class OpenTransaction {
  readonly handle: Transaction;
  /** The pending writes made in it. They end with it. */
  readonly writes: string[] = [];
  readonly #ended: Promise<void>;
  readonly #end: () => void;

  private constructor(handle: Transaction, ended: Promise<void>, end: () => void) {
    this.handle = handle;
    this.#ended = ended;
    this.#end = end;
  }

  /** Begins one; resolves when it is this tab's turn. */
  static begin(db: Tabularium): Promise<OpenTransaction> {
    return new Promise((resolve, reject) => {
      const ended = db.transaction(
        (handle) =>
          new Promise<void>((end) => {
            resolve(new OpenTransaction(handle, ended, end));
          }),
      );
      ended.catch(reject);
    });
  }

  async commit(): Promise<void> {
    this.#end();
    await this.#ended;
  }

  async rollBack(): Promise<void> {
    await this.handle.rollback();
    this.#end();
    await this.#ended.catch(() => {});
  }
}
