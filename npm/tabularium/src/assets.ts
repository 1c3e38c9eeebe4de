import type { EngineUrls } from './page.js';

// Every file is named by `new URL('./name', import.meta.url)`, word for word: that works for files served as they are
// from any folder, and it is the pattern that bundlers look for to find the files and to rename them.

/** The address of the built-in worker's script. */
export function workerUrl(): string {
  return new URL('./worker.js', import.meta.url).href;
}

/** Starts the built-in worker. */
export function startBuiltInWorker(): Worker {
  return new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'tabularium' });
}

/** The address of the SharedWorker that introduces tabs to each other, or null where there is none. */
export function brokerUrl(): string | null {
  return typeof SharedWorker === 'undefined' ? null : new URL('./broker.js', import.meta.url).href;
}

/** The addresses of the engine's files. */
export function engineUrls(): EngineUrls {
  return {
    engine: new URL('./engine.js', import.meta.url).href,
    pgliteWasm: new URL('./pglite.wasm', import.meta.url).href,
    pgliteData: new URL('./pglite.data', import.meta.url).href,
    blankData: new URL('./blank.data', import.meta.url).href,
  };
}

/** The addresses of the files of SQLite. */
export function sqliteUrls(): EngineUrls {
  return {
    engine: new URL('./sqlite.js', import.meta.url).href,
    sqliteEngine: new URL('./sqlite-engine.js', import.meta.url).href,
    sqliteWasm: new URL('./sqlite3.wasm', import.meta.url).href,
  };
}
