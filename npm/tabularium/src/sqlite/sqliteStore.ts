import { EngineError, storeError } from '../engine/engineError.js';
import { MemoryStore } from '../engine/memoryStore.js';
import { OpfsPageStore } from '../engine/opfsPageStore.js';
import type { StoreFolder } from '../engine/opfsFolders.js';
import { type Opening, opfsFolder } from '../engine/opfsPlace.js';
import { hasSyncAccess, opfsHoldsPages } from '../engine/opfsStore.js';
import type { PageFiles } from '../engine/pageFiles.js';
import { hasPageStore, PageStore } from '../engine/pageStore.js';
import type { OpenStore } from '../engine/store.js';

/** What begins the path of a database of SQLite. */
const SCHEME = 'sqlite:';
/** What begins the name of one in memory. */
const MEMORY = ':memory:';
/** No storage path can contain its last character, so stores of SQLite are none of PGlite's. */
const FOLDER = 'sqlite#';

/** A store with the files that SQLite works on. */
export interface SqliteStore {
  readonly store: OpenStore;
  readonly files: PageFiles;
}

/**
 * Opens the store at a path, or begins to make one: in the origin private file system, or in IndexedDB where that cannot
 * be used. A database that is there already is opened where it is.
 */
export async function openSqliteStore(path: string, opening: Opening): Promise<SqliteStore> {
  const name = path.slice(SCHEME.length);
  if (name.startsWith(MEMORY)) {
    const store = new MemoryStore(opening.fence);
    return { store, files: store.files };
  }
  try {
    const store = await openLasting(`${FOLDER}/${name}`, opening);
    return { store, files: store.files };
  } catch (cause) {
    throw storeError(cause, `The store ${path} cannot be opened`, 'STORAGE_UNAVAILABLE');
  }
}

async function openLasting(name: string, opening: Opening): Promise<OpfsPageStore | PageStore> {
  const { fence, session } = opening;
  if (!hasSyncAccess()) return PageStore.open(name, session);
  const isInIndexedDb = hasPageStore(name);
  isInIndexedDb.catch(() => {}); // It matters only where nothing is found in the file system.
  let folder: StoreFolder;
  try {
    folder = await opfsFolder(name, opening);
    if (await opfsHoldsPages(folder)) return await OpfsPageStore.open(folder, false, fence, session);
  } catch (error) {
    // Private windows of some browsers have the file system's functions, and refuse each of them.
    if (error instanceof EngineError || (error as Error).name !== 'SecurityError') throw error;
    return PageStore.open(name, session);
  }
  if (await isInIndexedDb) return PageStore.open(name, session);
  return OpfsPageStore.open(folder, true, fence, session);
}
