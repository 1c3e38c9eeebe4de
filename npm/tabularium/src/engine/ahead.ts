import { loadBlob, loadModule } from './assets.js';

/** Where the engine's files are. */
export interface EngineUrls {
  readonly pgliteWasm: string;
  readonly pgliteData: string;
  /** What a new database begins as. */
  readonly blankData: string;
}

/** What was loaded ahead, by address, until it is taken. */
const loaded = new Map<string, Promise<unknown>>();

/** Loads what every opening needs, for a worker that will probably lead next. */
export function loadAhead({ pgliteWasm, pgliteData }: EngineUrls): void {
  keep(pgliteWasm, loadModule);
  keep(pgliteData, loadBlob);
}

function keep(url: string, load: (url: string) => Promise<unknown>): void {
  if (loaded.has(url)) return;
  const loading = load(url);
  loaded.set(url, loading);
  // Who needs it loads it again, and tells what is wrong.
  loading.catch(() => loaded.delete(url));
}

/** The file at this address, which is not kept any longer, or `load`ed now. */
export function take<T>(url: string, load: (url: string) => Promise<T>): Promise<T> {
  const loading = loaded.get(url);
  loaded.delete(url);
  return loading === undefined ? load(url) : (loading as Promise<T>).catch(() => load(url));
}
