import { EngineError, fenced, storeError, unreadable } from './engineError.js';
import { type Extent, packed, unpacked } from './extents.js';
import { completed, openDatabase, openExisting, result } from './indexedDb.js';
import { type Changes, type NodeRecord, PageFiles, type PageRecord, pageKey } from './pageFiles.js';
import { PageFilesystem } from './pageFilesystem.js';
import { pruneSeals, SEALS, type Seal } from './seals.js';
import type { FlushLevel, OpenStore } from './store.js';

/** The layout of a page store. A store with a higher number was written by a later version of this library. */
const FORMAT = 1;
const META = 'meta';
const NODES = 'nodes';
const PAGES = 'pages';
const EXTENTS = 'extents';
const OBJECT_STORES = [META, SEALS, NODES, PAGES, EXTENTS] as const;
/** The key of the only record that matters in the object store `meta`, and of one that is written to be written. */
const STORE = 'store';
const TOUCHED = 'touched';
/** With more single pages than this they are put together in extents with the first flush after an opening. */
const LOOSE_PAGES_MAX = 1024;
/** A flush with more pages than this writes extents. */
const FLUSHED_LOOSE_MAX = 256;
/** Two openings at one moment raise the epoch one after the other; more than a few at once are something else. */
const RAISE_ATTEMPTS = 20;

interface Meta {
  readonly format: number;
  /** How often the store was opened to be written. */
  readonly epoch: number;
  /** There is a whole database in it. */
  readonly isWhole: boolean;
  /** The session of the leader that raised the epoch, if it said so. */
  readonly session?: string;
}

const NEW: Meta = { format: FORMAT, epoch: 0, isWhole: false };

/** The name of the IndexedDB database in which a page store is kept. */
export function pageStoreNameOf(name: string): string {
  return `tabularium/${name}`;
}

/** Whether a page store with a whole database is kept under a name. Creates nothing. */
export async function hasPageStore(name: string): Promise<boolean> {
  const database = await openExisting(pageStoreNameOf(name));
  if (database === undefined) return false;
  try {
    return (await readMeta(database))?.isWhole === true;
  } finally {
    database.close();
  }
}

/**
 * A database's files in IndexedDB, page by page.
 *
 * Most pages lie in *extents*, many in one value, because that is quick to read; the later extent counts. What has
 * been written since lies in single pages, which count more than any extent.
 *
 * **The fence.** Every opening raises the store's *epoch* and seals the one before by a record in `seals`. A flush adds
 * that very record for its own epoch and deletes it again: once the epoch is sealed the record cannot be added, and
 * the transaction fails whole, by itself. So everything a transaction consists of is issued in one task together with
 * its commit; it never waits for this worker, which may be stopped at any moment and would hold up all others.
 * The pages are read after the older epochs are sealed, so nothing can come after what was read.
 *
 * **Durability.** A flush to `disk` is complete when the browser has everything on the disk, a flush to `memory` when
 * the operating system has it: that outlives every tab and the browser, but not the machine.
 */
export class PageStore implements OpenStore {
  readonly storage = 'idb';
  readonly files = new PageFiles();
  readonly fs = new PageFilesystem(this.files);
  readonly #database: IDBDatabase;
  readonly #session: string | undefined;
  #epoch = 0;
  #isWhole = false;
  #lastExtent = 0;
  /** How many pages all extents have, also those that count no longer. */
  #extentPageCount = 0;
  /** The numbers of all single pages, and perhaps of some that are gone or could not be written. */
  #looseKeys = new Set<number>();
  #mustPackLoose = false;
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
    await this.#transact('strict', (transaction) => this.#putAll(transaction, files));
    await this.#load();
    if (!this.files.equals(files)) throw unreadable('its copy does not read the same');
    await this.#transact('strict', (transaction) => this.#putMeta(transaction, true));
    this.#isWhole = true;
    if (await isCurrent()) return;
    await this.#transact('strict', (transaction) => this.#putMeta(transaction, false));
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
    const hasChanges = Object.values(changes).some((part: readonly unknown[]) => part.length > 0);
    const isWholesale = !this.#isWhole || this.#isWasteful;
    const isStrict = level === 'disk' && (hasChanges || isWholesale || this.#isBehindDisk);
    let packedKeys: readonly number[] = [];
    await this.#transact(isStrict ? 'strict' : 'relaxed', (transaction) => {
      if (isWholesale) {
        packedKeys = [...this.#looseKeys];
        this.#putAll(transaction, this.files);
        this.#putMeta(transaction, true);
      } else {
        putNodes(transaction, changes);
        packedKeys = this.#putPages(transaction, changes.pages);
      }
      // What has reached memory only becomes durable with the next strict transaction, if there is something in that.
      if (isStrict) transaction.objectStore(META).put(this.#epoch, TOUCHED);
    });
    this.#isBehindDisk = level === 'memory' && (this.#isBehindDisk || hasChanges || isWholesale);
    this.#isWhole = true;
    this.#mustPackLoose = false;
    for (const key of packedKeys) this.#looseKeys.delete(key);
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

  #putAll(transaction: IDBTransaction, files: PageFiles): void {
    for (const each of [NODES, PAGES, EXTENTS]) transaction.objectStore(each).clear();
    this.#extentPageCount = 0;
    const { nodes, pages } = files.all();
    for (const node of nodes) transaction.objectStore(NODES).put(node, node.id);
    this.#putExtents(transaction, pages);
  }

  #putMeta(transaction: IDBTransaction, isWhole: boolean): void {
    const meta: Meta = { format: FORMAT, epoch: this.#epoch, isWhole };
    transaction.objectStore(META).put(this.#signed(meta), STORE);
  }

  #signed(meta: Meta): Meta {
    return this.#session === undefined ? meta : { ...meta, session: this.#session };
  }

  /** Gives the numbers of pages that are no longer single ones, once the transaction has succeeded. */
  #putPages(transaction: IDBTransaction, pages: readonly PageRecord[]): readonly number[] {
    const loose = transaction.objectStore(PAGES);
    if (this.#mustPackLoose) {
      for (const { key } of pages) this.#looseKeys.add(key);
      loose.clear();
      this.#putExtents(transaction, this.files.pagesAt(this.#looseKeys));
      return [...this.#looseKeys];
    }
    if (pages.length > FLUSHED_LOOSE_MAX) {
      const packedKeys = pages.map(({ key }) => key).filter((key) => this.#looseKeys.has(key));
      // A single page would count more than the extent.
      for (const key of packedKeys) loose.delete(key);
      this.#putExtents(transaction, pages);
      return packedKeys;
    }
    for (const { key, bytes } of pages) {
      this.#looseKeys.add(key);
      loose.put(bytes, key);
    }
    return [];
  }

  #putExtents(transaction: IDBTransaction, pages: readonly PageRecord[]): void {
    for (const extent of packed(pages)) transaction.objectStore(EXTENTS).put(extent, ++this.#lastExtent);
    this.#extentPageCount += pages.length;
  }

  /** Whether most of what is stored does not count any longer. */
  get #isWasteful(): boolean {
    return this.#extentPageCount + this.#looseKeys.size > 2 * this.files.pageCount + LOOSE_PAGES_MAX;
  }

  /** Raises the epoch. Of two who would raise the same one only one can add its seal. */
  async #raiseEpoch(): Promise<void> {
    for (let attempt = 0; attempt < RAISE_ATTEMPTS; attempt++) {
      const { session: leader, ...meta } = (await readMeta(this.#database)) ?? NEW;
      const raised = this.#signed({ ...meta, epoch: meta.epoch + 1 });
      const seal: Seal = leader ?? true;
      const transaction = this.#database.transaction([META, SEALS], 'readwrite', { durability: 'strict' });
      const done = completed(transaction);
      transaction.objectStore(SEALS).add(seal, meta.epoch);
      transaction.objectStore(META).put(raised, STORE);
      transaction.commit();
      try {
        await done;
      } catch (error) {
        if ((error as Error).name === 'ConstraintError') continue;
        throw error;
      }
      this.#epoch = raised.epoch;
      this.#isWhole = raised.isWhole;
      return;
    }
    throw new EngineError('STORAGE_IN_USE', 'The store cannot be opened: others go on opening it.');
  }

  async #load(): Promise<void> {
    const transaction = this.#database.transaction([NODES, PAGES, EXTENTS], 'readonly');
    const reading = Promise.all([
      result(transaction.objectStore(NODES).getAll() as IDBRequest<NodeRecord[]>),
      result(transaction.objectStore(EXTENTS).getAll() as IDBRequest<Extent[]>),
      result(transaction.objectStore(EXTENTS).getAllKeys() as IDBRequest<number[]>),
      result(transaction.objectStore(PAGES).getAll() as IDBRequest<Uint8Array<ArrayBuffer>[]>),
      result(transaction.objectStore(PAGES).getAllKeys() as IDBRequest<number[]>),
    ]);
    // Whoever wants to write waits for a transaction that reads as well; committed, it does not wait for this worker.
    transaction.commit();
    const [nodes, extents, extentKeys, loose, looseKeys] = await reading;
    this.#lastExtent = extentKeys.at(-1) ?? 0;
    try {
      this.files.load(nodes, pagesOf(extents, looseKeys, loose));
    } catch (cause) {
      throw unreadable((cause as Error).message);
    }
    this.#looseKeys = new Set(looseKeys);
    this.#mustPackLoose = loose.length > LOOSE_PAGES_MAX;
    this.#extentPageCount = extents.reduce((count, { keys, zeroKeys }) => count + keys.length + zeroKeys.length, 0);
    if (!this.files.root.children.has('PG_VERSION')) throw unreadable('it has files, but no database');
  }
}

function* pagesOf(extents: readonly Extent[], keys: readonly number[], pages: readonly Uint8Array<ArrayBuffer>[]) {
  yield* unpacked(extents);
  for (const [i, key] of keys.entries()) yield { key, bytes: pages[i]! } satisfies PageRecord;
}

/** Writes what files there are, and drops the pages that are gone. */
function putNodes(transaction: IDBTransaction, { removedIds, cuts, nodes }: Changes): void {
  const nodeStore = transaction.objectStore(NODES);
  const pageStore = transaction.objectStore(PAGES);
  const cut = (id: number, fromPage: number) =>
    pageStore.delete(IDBKeyRange.bound(pageKey(id, fromPage), pageKey(id + 1, 0), false, true));
  for (const id of removedIds) {
    nodeStore.delete(id);
    cut(id, 0);
  }
  for (const { id, fromPage } of cuts) cut(id, fromPage);
  for (const node of nodes) nodeStore.put(node, node.id);
}

async function readMeta(database: IDBDatabase): Promise<Meta | undefined> {
  if (!OBJECT_STORES.every((each) => database.objectStoreNames.contains(each))) throw unreadable('it is no page store');
  const transaction = database.transaction(META, 'readonly');
  const reading = result(transaction.objectStore(META).get(STORE) as IDBRequest<Meta | undefined>);
  transaction.commit();
  const meta = await reading;
  if (meta !== undefined && !(meta.format <= FORMAT)) {
    throw unreadable(`its format ${meta.format} is not known to this version, which is older than the store`);
  }
  return meta;
}
