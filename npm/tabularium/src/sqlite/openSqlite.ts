import { storeError } from '../engine/engineError.js';
import { type SqliteUrls, takeSqlite } from './ahead.js';
import { Connection } from './connection.js';
import { PRAGMA_ALLOWED, type PragmaPolicy } from './facts.js';
import { installPageVfs } from './pageVfs.js';
import { DATABASE_FILE, OWN_FILE, SqliteHandle } from './sqliteHandle.js';
import type { SqliteStore } from './sqliteStore.js';

/** What to open, and where the engine's files are. */
export interface SqliteOptions {
  /** The storage path, for messages. */
  readonly dataDir: string;
  readonly urls: SqliteUrls;
  /** The store, which is being opened. */
  readonly store: Promise<SqliteStore>;
}

/** The name of the only file system: an instance of SQLite opens one store. */
const VFS = 'tabularium';

/** Opens SQLite. On failure nothing stays open, and the database that is stored is as it was. */
export async function openSqlite(
  { dataDir, urls, store: opening }: SqliteOptions,
  policy: PragmaPolicy,
): Promise<SqliteHandle> {
  const starting = takeSqlite(urls);
  starting.catch(() => {}); // Whoever waits for it below hears it.
  const { store, files } = await opening;
  const open: Connection[] = [];
  try {
    const sqlite = await starting;
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
