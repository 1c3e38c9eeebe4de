// What a tab needs to work with a database of SQLite, apart from what every tab has.
import type { Dialect } from './dialect.js';
import { decodeSqliteResults } from './payload/sqliteDecode.js';

// See assets.ts for why the addresses are written like this.
export const SQLITE: Dialect = {
  engineUrls: () => ({
    engine: new URL('./sqlite.js', import.meta.url).href,
    sqliteWasm: new URL('./sqlite3.wasm', import.meta.url).href,
  }),
  decodeResults: decodeSqliteResults,
};
