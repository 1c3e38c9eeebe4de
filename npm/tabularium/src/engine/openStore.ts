import { AhpStore } from './ahpStore.js';
import { EngineError, storeError } from './engineError.js';
import { IdbFilesStore } from './idbFilesStore.js';
import { idbHoldsDatabase, raiseEpoch, readEpoch, readFiles } from './idbStore.js';
import { underName } from './leaderNames.js';
import { MemoryStore } from './memoryStore.js';
import { OpfsPageStore } from './opfsPageStore.js';
import type { StoreFolder } from './opfsFolders.js';
import { type Opening, opfsFolder } from './opfsPlace.js';
import { type AsLeader, checkOpfs, opfsHoldsDatabase, opfsHoldsPages } from './opfsStore.js';
import { hasPageStore, PageStore } from './pageStore.js';
import type { OpenStore, StorePath } from './store.js';
import { whenFree } from './syncHandles.js';

/** What is kept at a path. */
export type FoundStore = {
  /** There is no database yet. */
  readonly isFresh: boolean;
} & (
  | { readonly storage: 'opfs' | 'opfs-ahp'; readonly folder: StoreFolder }
  | { readonly storage: 'idb' | 'idb-files' | 'memory' }
);

/** How a store is to be opened. */
export interface StoreOptions extends Opening {
  /** A database that PGlite keeps by itself is to be copied into a page store, and used there from now on. */
  readonly convert: boolean;
}

/**
 * Finds out what is kept at a path, and creates no store. One that is there but holds no readable database is an error:
 * opened as if it were new, it would look empty, and soon be so. Where a deposed leader could still write, the store is
 * copied.
 */
export async function findStore(path: StorePath, options: StoreOptions): Promise<FoundStore> {
  const { kind, name } = path;
  try {
    if (kind === 'memory') return { storage: 'memory', isFresh: true };
    if (kind === 'opfs-ahp') return await findOpfsStore(name, options);
    if (await hasPageStore(name)) return { storage: 'idb', isFresh: false };
    const isOld = await idbHoldsDatabase(name);
    return { storage: isOld ? 'idb-files' : 'idb', isFresh: !isOld };
  } catch (cause) {
    throw cannotBeOpened(path, cause);
  }
}

async function findOpfsStore(name: string, options: StoreOptions): Promise<FoundStore> {
  checkOpfs();
  const folder = await opfsFolder(name, options);
  if (await opfsHoldsPages(folder)) return { storage: 'opfs', isFresh: false, folder };
  const asLeader: AsLeader = (write) => underName(folder, options.session, write);
  // As a whole: whoever holds the list of files may have changed it.
  const isOld = await whenFree(() => opfsHoldsDatabase(folder, asLeader));
  return { storage: isOld ? 'opfs-ahp' : 'opfs', isFresh: !isOld, folder };
}

/** Opens what was found. From then on nothing that an earlier leader still writes can come into it. */
export async function openStore(path: StorePath, found: FoundStore, options: StoreOptions): Promise<OpenStore> {
  const { name } = path;
  const { convert, session, fence } = options;
  try {
    switch (found.storage) {
      case 'memory':
        return new MemoryStore(fence);
      case 'opfs-ahp':
        return await AhpStore.open(found.folder, fence, session);
      case 'opfs':
        return await OpfsPageStore.open(found.folder, found.isFresh, fence, session);
      case 'idb-files':
        return convert ? await convertedStore(name, session) : await IdbFilesStore.open(name);
      case 'idb':
        return await PageStore.open(name, session);
    }
  } catch (cause) {
    throw cannotBeOpened(path, cause);
  }
}

/**
 * Copies a database that PGlite keeps by itself into a page store. The old one stays as it is, but for the file with
 * its epoch; while the copy is not whole the old one is opened, and afterwards never again.
 */
async function convertedStore(name: string, session: string | undefined): Promise<PageStore> {
  const epoch = await raiseEpoch(name);
  const files = await readFiles(name);
  const store = await PageStore.open(name, session);
  try {
    // Somebody who was stopped in the middle of doing the same may have come first, and gone on from there.
    if (store.isFresh) await store.fill(files, async () => (await readEpoch(name)) === epoch);
    return store;
  } catch (error) {
    store.close();
    throw error;
  }
}

function cannotBeOpened({ kind, name }: StorePath, cause: unknown): EngineError {
  return storeError(cause, `The store ${kind}://${name} cannot be opened`, 'STORAGE_UNAVAILABLE');
}
