// The entry of SQLite's script, which only the worker of a tab that leads loads.
import { createEngine as create } from '../generated/sqlite.js';
import { openSqlite, type SqliteOptions } from './openSqlite.js';
import type { PragmaPolicy } from './facts.js';

export { openSqlite } from './openSqlite.js';
export { loadAhead as prepare } from './ahead.js';

/** What the worker says of the engine it wants; whether its lock was stolen follows when the engine is opened. */
export type EngineOptions = Omit<SqliteOptions, 'isStolen'>;

/** Makes an engine that is not open yet. The worker's script knows what it can do; see `ScriptEngine` in Java. */
export function createEngine(options: EngineOptions): unknown {
  const open = (same: EngineOptions, isStolen: boolean, policy: PragmaPolicy) => openSqlite({ ...same, isStolen }, policy);
  return create(open, options);
}
