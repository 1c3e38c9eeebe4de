import { EngineError, fenced, storeError, unreadable } from './engineError.js';
import { completed, openDatabase, openExisting, result } from './indexedDb.js';
import type { LogRecord } from './logRecords.js';
import { type Changes, PageFiles } from './pageFiles.js';
import { PageLog, type Writing } from './pageLog.js';
import { pruneSeals, SEALS, type Seal } from './seals.js';
import type { FlushLevel, OpenStore } from './store.js';

/** The layout of a page store. A store with a higher number was written by a later version of this library. */
const FORMAT = 2;
const META = 'meta';
const LOG = 'log';
const OBJECT_STORES = [META, SEALS, LOG] as const;
/**
 * The keys of the records in the object store `meta`: what an opening writes, that there is a whole database, which only who
 * holds the store writes, and one that is written to be written.
 */
const STORE = 'store';
const WHOLE = 'whole';
const TOUCHED = 'touched';
/** Two openings at one moment raise the epoch one after the other; more than a few at once are something else. */
const RAISE_ATTEMPTS = 20;

interface Meta {
  readonly format: number;
  /** How often the store was opened to be written. */
  readonly epoch: number;
  /** In a store of format 1: there is a whole database in it. */
  readonly isWhole?: boolean;
  /** The session of the leader that raised the epoch, if it said so. */
  readonly session?: string;
}

const NEW: Meta = { format: FORMAT, epoch: 0 };

/** The name of the IndexedDB database in which a page store is kept. */
export function pageStoreNameOf(name: string): string {
  return `tabularium/${name}`;
}

/** Whether a page store with a whole database is kept under a name. Creates nothing. */
export async function hasPageStore(name: string): Promise<boolean> {
  const database = await openExisting(pageStoreNameOf(name));
  if (database === undefined) return false;
  try {
    return (await readMeta(database)).isWhole;
  } finally {
    database.close();
  }
}

/**
 * A database's files in IndexedDB, as a log of the pages that were written.
 *
 * A flush adds a record with all it has to say, because browsers are quick with one value and slow with many; reading
 * the records in their order gives the files. See {@link PageLog} for what keeps the log short.
 *
 * **The fence.** Every opening raises the store's *epoch* and seals the one before by a record in `seals`. A flush adds
 * that very record for its own epoch and deletes it again: once the epoch is sealed the record cannot be added, and
 * the transaction fails whole, by itself. So everything a transaction consists of is at hand before it begins and is
 * issued in one task together with its commit; it never waits for this worker, which may be stopped at any moment and
 * would hold up all others. Only a process stopped within that task does, and not every browser ends its
 * transaction. The log is read after the older epochs are sealed, so nothing can come after what was
 * read.
 *
 * **Durability.** A flush to `disk` is complete when the browser has everything on the disk, a flush to `memory` when
 * the operating system has it: that outlives every tab and the browser, but not the machine.
 */
export class PageStore implements OpenStore {
  readonly storage = 'idb';
  readonly flushesAside = true;
  readonly files = new PageFiles();
  readonly #log = new PageLog();
  readonly #database: IDBDatabase;
  readonly #session: string | undefined;
  #epoch = 0;
  #isWhole = false;
  /** Something was flushed to memory only. */
  #isBehindDisk = false;
  #isFenced = false;

  private constructor(database: IDBDatabase, session: string | undefined) {
    this.#database = database;
    this.#session = session;
  }

  /**
   * Opens a store, or makes one that holds nothing yet, and shuts out whoever had it open before. With a session, whose
   * worker must hold its lock, the epoch's seal can be removed some day.
   */
  static async open(name: string, session?: string): Promise<PageStore> {
    const database = await openDatabase(pageStoreNameOf(name), (created) => {
      for (const each of OBJECT_STORES) created.createObjectStore(each);
    });
    const store = new PageStore(database, session);
    try {
      await store.#raiseEpoch();
      await pruneSeals(database, store.#epoch);
      if (store.#isWhole) await store.#load();
      return store;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** There is no whole database in the store. */
  get isFresh(): boolean {
    return !this.#isWhole;
  }

  /** Lets go of the store. A flush under way goes on to its end. */
  close(): void {
    this.#database.close();
  }

  /**
   * Fills a store that holds nothing yet with files from elsewhere, and makes it whole when they read the same. It is
   * unmade if somebody may have changed the files since: `isCurrent` is asked after the store is whole.
   */
  async fill(files: PageFiles, isCurrent: () => Promise<boolean>): Promise<void> {
    const writing = this.#log.whole(files);
    await this.#transact('strict', (transaction) => putRecords(transaction, writing));
    await this.#load();
    if (!this.files.equals(files)) throw unreadable('its copy does not read the same');
    await this.#transact('strict', (transaction) => putWhole(transaction));
    this.#isWhole = true;
    if (await isCurrent()) return;
    await this.#transact('strict', (transaction) => transaction.objectStore(META).delete(WHOLE));
    throw fenced();
  }

  /**
   * Writes what has changed, all or nothing. The pages are copied before the call returns, so the files may change
   * meanwhile. After a failure the changes are written with the next flush. The first flush makes the store whole. Not
   * to be called while another flush is under way.
   */
  async flush(level: FlushLevel): Promise<void> {
    if (this.#isFenced) throw fenced();
    const changes = this.files.takeChanges();
    let isWritten = false;
    try {
      await this.#write(changes, level);
      isWritten = true;
    } catch (cause) {
      this.#isFenced = (cause as Error).name === 'ConstraintError';
      throw this.#isFenced ? fenced() : storeError(cause, 'The store could not be written', 'FLUSH_FAILED');
    } finally {
      this.files.settle(changes, isWritten);
    }
  }

  /** Fails when the browser has closed the connection, say because the user deleted the site's data. */
  async #write(changes: Changes, level: FlushLevel): Promise<void> {
    const writing = this.#writing(changes);
    const isStrict = level === 'disk' && (writing !== undefined || this.#isBehindDisk);
    await this.#transact(isStrict ? 'strict' : 'relaxed', (transaction) => {
      if (writing !== undefined) putRecords(transaction, writing);
      // What has reached memory only becomes durable with the next strict transaction, if there is something in that.
      else if (isStrict) transaction.objectStore(META).put(this.#epoch, TOUCHED);
      if (!this.#isWhole) putWhole(transaction);
    });
    this.#isBehindDisk = level === 'memory' && (this.#isBehindDisk || writing !== undefined);
    this.#isWhole = true;
    if (writing !== undefined) this.#log.written(writing);
  }

  #writing(changes: Changes): Writing | undefined {
    if (!this.#isWhole) return this.#log.whole(this.files);
    const hasChanges = Object.values(changes).some((part: readonly unknown[]) => part.length > 0);
    return hasChanges ? this.#log.changed(this.files, changes) : undefined;
  }

  /** Runs a transaction that fails whole when the epoch is sealed. All of it is issued in this task. */
  async #transact(durability: 'strict' | 'relaxed', issue: (transaction: IDBTransaction) => void): Promise<void> {
    const transaction = this.#database.transaction(OBJECT_STORES, 'readwrite', { durability });
    const done = completed(transaction);
    try {
      const seals = transaction.objectStore(SEALS);
      seals.add(true, this.#epoch);
      seals.delete(this.#epoch);
      issue(transaction);
      transaction.commit();
    } catch (error) {
      transaction.abort();
      done.catch(() => {});
      throw error;
    }
    await done;
  }

  /**
   * Raises the epoch. Of two who would raise the same one only one can add its seal. Whether there is a whole database is asked
   * behind the seal: the leader before may have made it one until then.
   */
  async #raiseEpoch(): Promise<void> {
    for (let attempt = 0; attempt < RAISE_ATTEMPTS; attempt++) {
      const { epoch, session: leader, isWhole } = (await readMeta(this.#database)).meta;
      const raised: Meta = { format: FORMAT, epoch: epoch + 1 };
      const seal: Seal = leader ?? true;
      const transaction = this.#database.transaction([META, SEALS], 'readwrite', { durability: 'strict' });
      const done = completed(transaction);
      const meta = transaction.objectStore(META);
      transaction.objectStore(SEALS).add(seal, epoch);
      meta.put(this.#session === undefined ? raised : { ...raised, session: this.#session }, STORE);
      if (isWhole === true) putWhole(transaction);
      const whole = result(meta.get(WHOLE) as IDBRequest<true | undefined>);
      whole.catch(() => {}); // The transaction fails by the same.
      transaction.commit();
      try {
        await done;
      } catch (error) {
        if ((error as Error).name === 'ConstraintError') continue;
        throw error;
      }
      this.#epoch = raised.epoch;
      this.#isWhole = (await whole) === true;
      return;
    }
    throw new EngineError('STORAGE_IN_USE', 'The store cannot be opened: others go on opening it.');
  }

  async #load(): Promise<void> {
    const transaction = this.#database.transaction(LOG, 'readonly');
    const log = transaction.objectStore(LOG);
    const reading = Promise.all([
      result(log.getAllKeys() as IDBRequest<number[]>),
      result(log.getAll() as IDBRequest<LogRecord[]>),
    ]);
    // Whoever wants to write waits for a transaction that reads as well; committed, it does not wait for this worker.
    transaction.commit();
    const [keys, records] = await reading;
    try {
      this.#log.load(this.files, keys, records);
    } catch (cause) {
      throw unreadable((cause as Error).message);
    }
  }
}

function putRecords(transaction: IDBTransaction, { firstKey, records, removed }: Writing): void {
  const log = transaction.objectStore(LOG);
  if (removed !== undefined) log.delete(IDBKeyRange.bound(...removed));
  records.forEach((record, i) => log.put(record, firstKey + i));
}

function putWhole(transaction: IDBTransaction): void {
  transaction.objectStore(META).put(true, WHOLE);
}

async function readMeta(database: IDBDatabase): Promise<{ meta: Meta; isWhole: boolean }> {
  if (!OBJECT_STORES.every((each) => database.objectStoreNames.contains(each))) throw unreadable('it is no page store');
  const transaction = database.transaction(META, 'readonly');
  const records = transaction.objectStore(META);
  const reading = Promise.all([
    result(records.get(STORE) as IDBRequest<Meta | undefined>),
    result(records.get(WHOLE) as IDBRequest<true | undefined>),
  ]);
  transaction.commit();
  const [meta = NEW, whole] = await reading;
  if (!(meta.format <= FORMAT)) {
    throw unreadable(`its format ${meta.format} is not known to this version, which is older than the store`);
  }
  return { meta, isWhole: whole ?? meta.isWhole ?? false };
}
