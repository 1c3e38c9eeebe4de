// SQLite's script but for its beginning; see index.ts.
import { createEngine as create } from '../generated/sqlite.js';
import { openSqlite, type SqliteOptions } from './openSqlite.js';

export { openSqlite } from './openSqlite.js';
export { offerModule, startAhead as prepare } from './ahead.js';

/** Makes an engine over a store. The worker's script knows what it can do; see `ScriptEngine` in Java. */
export function createEngine(options: SqliteOptions): unknown {
  return create(openSqlite, options);
}
