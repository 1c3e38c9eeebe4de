import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import type { Filesystem } from '@electric-sql/pglite/basefs';
import { take } from './ahead.js';
import { emptyModule, type EngineUrls, loadBlob, loadModule } from './assets.js';
import { type BlankData, makeBlankDatabase, unpackBlankData } from './blankData.js';
import { EngineError, storeError, unreadable } from './engineError.js';
import { LockFence, type StillHolds } from './fence.js';
import { findStore, openStore } from './openStore.js';
import { PageFilesystem } from './pageFilesystem.js';
import { PgliteHandle } from './pgliteHandle.js';
import { started } from './started.js';
import { startParameters } from './startParameters.js';
import { type OpenStore, storePathOf } from './store.js';

/** What to open, and where the engine's files are. */
export interface PgliteOptions {
  /** The storage path: `idb://app`, `opfs-ahp://a/b`, `memory://name`. */
  readonly dataDir: string;
  readonly urls: EngineUrls;
  readonly debug: boolean;
  /** The lock was taken from a leader that may be stopped and have the store open still. */
  readonly isStolen?: boolean;
  /** A database that PGlite keeps in IndexedDB by itself is copied into a page store and used there from now on. */
  readonly convert?: boolean;
  /**
   * The session of the tab whose worker opens the store. The worker holds the lock `tabularium/worker/<session>` for
   * life, and nobody else has ever had that session.
   */
  readonly session?: string;
  /** Whether the store's lock is held still; asked by stores that cannot find out by themselves. */
  readonly stillHolds?: StillHolds;
}

/** Opens PGlite. On failure nothing stays open, and the database that is stored is as it was. */
export async function openPglite({
  dataDir,
  urls,
  debug,
  isStolen = false,
  convert = false,
  session,
  stillHolds = () => Promise.resolve(true),
}: PgliteOptions): Promise<PgliteHandle> {
  const path = storePathOf(dataDir);
  const options = { convert, isStolen, session, fence: new LockFence(stillHolds) };
  const found = await findStore(path, options);
  const { blank, ...assets } = await loadAssets(urls, found.isFresh);
  const store = await openStore(path, found, options);
  try {
    const fs = filesystemOf(store, blank);
    const settings = {
      dataDir,
      debug: debug ? 1 : 0,
      startParams: startParameters(store),
      ...assets,
      ...(fs === undefined ? {} : { fs }),
    } satisfies PGliteOptions;
    const starting = started(() => PGlite.create(settings));
    const pg = await (store.failed === undefined ? starting : Promise.race([starting, store.failed]));
    store.attach?.(pg);
    const handle = new PgliteHandle(pg, store);
    if (store.isFresh) await handle.flush('disk');
    return handle;
  } catch (cause) {
    await store.close();
    const what = `The database ${dataDir} cannot be opened`;
    if (store.isFull) throw new EngineError('STORAGE_FULL', `${what}: there is no space left for its log.`, cause);
    throw storeError(cause, what, 'STORAGE_UNAVAILABLE');
  }
}

function filesystemOf({ fs, files, isFresh }: OpenStore, blank: BlankData | undefined): Filesystem | undefined {
  if (files === undefined) return fs;
  if (isFresh && blank !== undefined) makeBlankDatabase(blank, files);
  if (!files.root.children.has('PG_VERSION')) throw unreadable('it has files, but no database');
  return new PageFilesystem(files);
}

async function loadAssets(urls: EngineUrls, isFresh: boolean) {
  const [pgliteWasmModule, fsBundle, blank] = await Promise.all([
    take(urls.pgliteWasm, loadModule),
    take(urls.pgliteData, loadBlob),
    isFresh ? loadBlob(urls.blankData).then((packed) => unpackBlankData(packed, urls.blankData)) : undefined,
  ]);
  // A new database is a copy of the blank one, so the program that makes one is not even at hand.
  const initdbWasmModule = emptyModule();
  return { pgliteWasmModule, initdbWasmModule, fsBundle, blank };
}
