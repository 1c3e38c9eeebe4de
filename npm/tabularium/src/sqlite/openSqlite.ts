import { loadModule } from '../engine/assets.js';
import { storeError } from '../engine/engineError.js';
import { LockFence, type StillHolds } from '../engine/fence.js';
import { Connection } from './connection.js';
import { PRAGMA_ALLOWED, type PragmaPolicy } from './facts.js';
import { type SqliteUrls, takeModule } from './ahead.js';
import { installPageVfs } from './pageVfs.js';
import { startSqlite } from './sqlite3.js';
import { DATABASE_FILE, OWN_FILE, SqliteHandle } from './sqliteHandle.js';
import { openSqliteStore } from './sqliteStore.js';

/** What to open, and where the engine's file is. */
export interface SqliteOptions {
  /** The storage path: `sqlite:app`, `sqlite:memory://app`. */
  readonly dataDir: string;
  readonly urls: SqliteUrls;
  /** The lock was taken from a leader that may be stopped and have the store open still. */
  readonly isStolen?: boolean;
  /** The session of the tab whose worker opens the store; see `PgliteOptions`. */
  readonly session?: string;
  /** Whether the store's lock is held still; asked by stores that cannot find out by themselves. */
  readonly stillHolds?: StillHolds;
}

/** The name of the only file system in a worker: a worker opens one database at a time. */
const VFS = 'tabularium';

/** Opens SQLite. On failure nothing stays open, and the database that is stored is as it was. */
export async function openSqlite(
  { dataDir, urls, isStolen = false, session, stillHolds = () => Promise.resolve(true) }: SqliteOptions,
  policy: PragmaPolicy,
): Promise<SqliteHandle> {
  const loading = takeModule(urls.sqliteWasm, loadModule).then(startSqlite);
  loading.catch(() => {}); // Whoever waits for it below hears it.
  const { store, files } = await openSqliteStore(dataDir, { isStolen, session, fence: new LockFence(stillHolds) });
  const open: Connection[] = [];
  try {
    const sqlite = await loading;
    installPageVfs(sqlite, files, VFS);
    const connect = (file: string, decide: PragmaPolicy) => {
      const connection = new Connection(sqlite, file, VFS, decide);
      open.push(connection);
      return connection;
    };
    const user = connect(DATABASE_FILE, policy);
    const own = connect(OWN_FILE, () => PRAGMA_ALLOWED);
    return new SqliteHandle(sqlite.capi.sqlite3_libversion(), user, own, store, files);
  } catch (cause) {
    for (const connection of open) connection.close();
    await store.close();
    throw storeError(cause, `The database ${dataDir} cannot be opened`, 'STORAGE_UNAVAILABLE');
  }
}
