// The entry of SQLite's script, which only the worker of a tab that leads loads. The store is opened, the WebAssembly file
// loaded and the rest of the script as well, all at the same time.
import { loadModule } from '../engine/assets.js';
import { LockFence, type StillHolds } from '../engine/fence.js';
import type { SqliteUrls } from './ahead.js';
import type { SqlFunctions } from './sqlFunction.js';
import { openSqliteStore } from './sqliteStore.js';

type Engine = typeof import('./engine.js');

/** What the worker says of the engine it wants. */
export interface EngineOptions {
  /** The storage path: `sqlite:app`, `sqlite::memory:`. */
  readonly dataDir: string;
  readonly urls: SqliteUrls;
  /** The lock was taken from a leader that may be stopped and have the store open still. */
  readonly isStolen?: boolean;
  /** The session of the tab whose worker opens the store; see `PgliteOptions`. */
  readonly session?: string;
  /** Whether the store's lock is held still; asked by stores that cannot find out by themselves. */
  readonly stillHolds?: StillHolds;
  /** Functions of the application's own. */
  readonly functions?: SqlFunctions;
}

/** Makes an engine that is not open yet; see `ScriptEngine` in Java. */
export async function createEngine(options: EngineOptions): Promise<unknown> {
  const { dataDir, urls, isStolen = false, session, functions = {} } = options;
  const { stillHolds = () => Promise.resolve(true) } = options;
  const store = openSqliteStore(dataDir, { isStolen, session, fence: new LockFence(stillHolds) });
  store.catch(() => {}); // Whoever opens the engine hears it.
  try {
    return (await load(urls)).createEngine({ dataDir, urls, store, functions });
  } catch (error) {
    store.then((opened) => opened.store.close()).catch(() => {});
    throw error;
  }
}

/** Loads what an engine will need. */
export async function prepare(urls: SqliteUrls): Promise<void> {
  (await load(urls)).prepare(urls);
}

async function load({ sqliteEngine, sqliteWasm }: SqliteUrls): Promise<Engine> {
  const module = loadModule(sqliteWasm);
  module.catch(() => {}); // Whoever needs it hears it.
  const engine = (await import(/* @vite-ignore */ /* webpackIgnore: true */ sqliteEngine)) as Engine;
  engine.offerModule(sqliteWasm, module);
  return engine;
}
