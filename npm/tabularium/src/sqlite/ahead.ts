import { loadModule } from '../engine/assets.js';
import { rehearse } from './rehearsal.js';
import { type Sqlite3Static, startSqlite } from './sqlite3.js';

/** Where the engine's files are. */
export interface SqliteUrls {
  readonly sqliteEngine: string;
  readonly sqliteWasm: string;
}

let offered: { url: string; module: Promise<WebAssembly.Module> } | undefined;
let started: Promise<Sqlite3Static> | undefined;

/** Says that a file is being loaded already. */
export function offerModule(url: string, module: Promise<WebAssembly.Module>): void {
  offered = { url, module };
}

/** Starts SQLite and tries it out, for a worker that will probably lead next. */
export function startAhead({ sqliteWasm }: SqliteUrls): void {
  if (started !== undefined) return;
  started = start(sqliteWasm).then(rehearse);
  // Who needs it starts it again, and tells what is wrong.
  started.catch(() => (started = undefined));
}

/** The SQLite that was started ahead, or one that is started now. It is for one engine. */
export function takeSqlite({ sqliteWasm }: SqliteUrls): Promise<Sqlite3Static> {
  const taken = started;
  started = undefined;
  return taken === undefined ? start(sqliteWasm) : taken.catch(() => start(sqliteWasm));
}

async function start(url: string): Promise<Sqlite3Static> {
  const module = offered?.url === url ? offered.module.catch(() => loadModule(url)) : loadModule(url);
  return startSqlite(await module);
}
