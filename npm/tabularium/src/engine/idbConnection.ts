import { completed } from './indexedDb.js';
import { epochIn, FILES } from './idbStore.js';
import type { FlushLevel } from './store.js';

/** The part of PGlite's Emscripten module that holds its IndexedDB connections, by the name of the database. */
export interface IdbModule {
  readonly IDBFS: { readonly dbs: Record<string, IDBDatabase | undefined> };
}

/**
 * PGlite's connection to IndexedDB, made safe in three ways.
 *
 * Its transactions are strict when asked for: the browser reports them complete when the data is on the disk.
 *
 * No change escapes them: PGlite stores the files whose time of change differs from the stored one, in whole
 * milliseconds. A write in the very millisecond in which the files were just being stored would look stored already.
 *
 * And they are fenced: each looks at the stored epoch first, and ends without effect when that is not its own. Here a
 * callback runs inside a transaction, as they do in all of PGlite's: they are answered in the order they were asked.
 */
export class IdbConnection {
  /** How durable the next transactions are. */
  level: FlushLevel = 'disk';
  readonly #database: IDBDatabase;
  readonly #transaction: IDBDatabase['transaction'];
  readonly #epochKey: string;
  readonly #epoch: number;
  #storedAtMs = 0;
  #writeCount = 0;
  #isFenced = false;

  constructor(module: IdbModule, idbName: string, epochKey: string, epoch: number) {
    const database = module.IDBFS.dbs[idbName];
    if (database === undefined) throw new Error(`PGlite has no connection named ${idbName}`);
    this.#database = database;
    this.#epochKey = epochKey;
    this.#epoch = epoch;
    this.#transaction = database.transaction.bind(database);
    database.transaction = (stores, mode) => {
      if (mode !== 'readwrite') return this.#transaction(stores, mode);
      return this.#fencedTransaction(stores);
    };
  }

  /** Whether a transaction has found the epoch of a later leader. */
  get isFenced(): boolean {
    return this.#isFenced;
  }

  /** How many transactions that write there have been. */
  get writeCount(): number {
    return this.#writeCount;
  }

  /** Spends the rest, if any, of the millisecond in which files were last stored. To be called before files change. */
  beforeChange(): void {
    while (Date.now() === this.#storedAtMs);
  }

  /** A transaction that changes nothing, but is fenced and as durable as any. */
  async touch(): Promise<void> {
    const transaction = this.#fencedTransaction([FILES]);
    const files = transaction.objectStore(FILES);
    const request = files.get(this.#epochKey);
    request.onsuccess = () => {
      if (!this.#isFenced) files.put(request.result, this.#epochKey);
    };
    await completed(transaction);
  }

  close(): void {
    this.#database.close();
  }

  #fencedTransaction(stores: string | Iterable<string>): IDBTransaction {
    this.#writeCount++;
    // PGlite reads the files' contents in the same task, right after this.
    this.#storedAtMs = Date.now();
    const durability = this.level === 'disk' ? 'strict' : 'relaxed';
    const transaction = this.#transaction(stores, 'readwrite', { durability });
    const request = transaction.objectStore(FILES).get(this.#epochKey);
    request.onsuccess = () => {
      if (epochIn(request.result) === this.#epoch) return;
      this.#isFenced = true;
      transaction.abort();
    };
    return transaction;
  }
}
