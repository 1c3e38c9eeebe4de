// SQLite in Node, on page files in memory.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { load } from './bundle.mjs';

const require = createRequire(import.meta.url);

export const modules = await load('../test/support/sqlite.ts');

const wasm = await readFile(require.resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm'));
/** SQLite, compiled. */
export const module = await WebAssembly.compile(wasm);
export const sqlite = await modules.startSqlite(module);

let fileSystemCount = 0;

/** What the engine decides on PRAGMAs in Java, in as few words as the tests need. */
export const policy = (name, argument) => (name === 'journal_mode' && argument !== null ? 2 : name === 'foreign_keys' && argument !== null ? 1 : 0);

/** Gives what opens files of these page files. */
export function connectorTo(files, onLost = () => {}) {
  const name = `vfs ${++fileSystemCount}`;
  modules.installPageVfs(sqlite, files, name, onLost);
  return (file) => new modules.Connection(sqlite, file, name, policy);
}

/** A connection to a new database in memory. */
export function newConnection() {
  return connectorTo(new modules.PageFiles())('database');
}

/** Runs a statement and gives its only result; throws what SQLite says. */
export function run(connection, sql, values, names) {
  const prepared = connection.prepare(sql);
  if (prepared.failure !== null) throw Object.assign(new Error(prepared.failure.message), prepared.failure);
  const bytes = connection.run(prepared, values, names);
  if (bytes === null) throw Object.assign(new Error(connection.failure.message), connection.failure);
  return modules.decodeSqliteResults(bytes)[0];
}
