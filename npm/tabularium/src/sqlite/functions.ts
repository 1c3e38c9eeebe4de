import type { SqlFunctions, SqlValue } from './sqlFunction.js';
import type { Sqlite3Static } from './sqlite3.js';

/** Makes functions known to a connection. Throws where SQLite refuses one. */
export function defineFunctions({ capi }: Sqlite3Static, connection: number, functions: SqlFunctions): void {
  for (const [name, given] of Object.entries(functions)) {
    const { run, isDeterministic = false, argumentCount = -1 } = typeof given === 'function' ? { run: given } : given;
    const flags = capi.SQLITE_UTF8 | (isDeterministic ? capi.SQLITE_DETERMINISTIC : 0);
    const call = (_context: unknown, ...values: SqlValue[]) => run(...values);
    const create = capi.sqlite3_create_function as unknown as (...values: unknown[]) => number;
    const code = create(connection, name, argumentCount, flags, 0, call, 0, 0);
    if (code !== capi.SQLITE_OK) throw new Error(`SQLite refuses the function ${name}: ${capi.sqlite3_js_rc_str(code)}`);
  }
}
