import { type EngineUrls, loadBlob, loadModule } from './assets.js';
import { rehearse } from './rehearsal.js';

/** What was loaded ahead, by address, until it is taken. */
const loaded = new Map<string, Promise<unknown>>();
let endRehearsal = () => {};

/** Loads what every opening needs, and tries it out, for a worker that will probably lead next. */
export function loadAhead(urls: EngineUrls): void {
  if (loaded.has(urls.pgliteWasm)) return;
  const loading = Promise.all([keep(urls.pgliteWasm, loadModule), keep(urls.pgliteData, loadBlob)]);
  loading.then(
    ([module, fsBundle]) => {
      if (loaded.has(urls.pgliteWasm)) endRehearsal = rehearse(urls, module, fsBundle);
    },
    () => {},
  );
}

function keep<T>(url: string, load: (url: string) => Promise<T>): Promise<T> {
  const loading = load(url);
  loaded.set(url, loading);
  // Who needs it loads it again, and tells what is wrong.
  loading.catch(() => loaded.delete(url));
  return loading;
}

/** The file at this address, which is not kept any longer, or `load`ed now. */
export function take<T>(url: string, load: (url: string) => Promise<T>): Promise<T> {
  endRehearsal();
  const loading = loaded.get(url);
  loaded.delete(url);
  return loading === undefined ? load(url) : (loading as Promise<T>).catch(() => load(url));
}
