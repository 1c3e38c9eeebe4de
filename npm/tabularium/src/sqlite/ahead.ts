import { loadModule } from '../engine/assets.js';

/** Where the engine's file is. */
export interface SqliteUrls {
  readonly sqliteWasm: string;
}

let loaded: Promise<WebAssembly.Module> | undefined;

/** Loads what every opening needs, for a worker that will probably lead next. */
export function loadAhead({ sqliteWasm }: SqliteUrls): void {
  if (loaded !== undefined) return;
  loaded = loadModule(sqliteWasm);
  // Who needs it loads it again, and tells what is wrong.
  loaded.catch(() => (loaded = undefined));
}

/** The module that was loaded ahead, or one that is loaded now. */
export function takeModule(
  url: string,
  load: (url: string) => Promise<WebAssembly.Module>,
): Promise<WebAssembly.Module> {
  return loaded === undefined ? load(url) : loaded.catch(() => load(url));
}
