import { storeError } from '../engine/engineError.js';
import { type SqliteUrls, takeSqlite } from './ahead.js';
import { Connection } from './connection.js';
import type { PragmaPolicy } from './facts.js';
import { defineFunctions } from './functions.js';
import { installPageVfs } from './pageVfs.js';
import { type Connect, SqliteHandle } from './sqliteHandle.js';
import type { SqlFunctions } from './sqlFunction.js';
import type { SqliteStore } from './sqliteStore.js';

/** What to open, and where the engine's files are. */
export interface SqliteOptions {
  /** The storage path, for messages. */
  readonly dataDir: string;
  readonly urls: SqliteUrls;
  /** The store, which is being opened. */
  readonly store: Promise<SqliteStore>;
  /** Functions of the application's own. */
  readonly functions: SqlFunctions;
}

/** The name of the only file system: an instance of SQLite opens one store. */
const VFS = 'tabularium';

/** Opens SQLite. On failure nothing stays open, and the database that is stored is as it was. */
export async function openSqlite(
  { dataDir, urls, store: opening, functions }: SqliteOptions,
  policy: PragmaPolicy,
): Promise<SqliteHandle> {
  const starting = takeSqlite(urls);
  starting.catch(() => {}); // Whoever waits for it below hears it.
  const { store, files } = await opening;
  try {
    const sqlite = await starting;
    let isLost = false;
    installPageVfs(sqlite, files, VFS, () => (isLost = true));
    const connect: Connect = (file, decide) => {
      const connection = new Connection(sqlite, file, VFS, decide);
      try {
        defineFunctions(sqlite, connection.address, functions);
      } catch (error) {
        connection.close();
        throw error;
      }
      return connection;
    };
    return new SqliteHandle(sqlite.capi.sqlite3_libversion(), connect, policy, store, files, () => isLost);
  } catch (cause) {
    await store.close();
    throw storeError(cause, `The database ${dataDir} cannot be opened`, 'STORAGE_UNAVAILABLE');
  }
}
