import { unreadable } from './engineError.js';

/** How long the browser may take to open an IndexedDB database; a deletion by another tab can hold it up for ever. */
const OPEN_LIMIT_MS = 10_000;
/** The object store in which PGlite keeps one record for each file, by path. */
const FILES = 'FILE_DATA';

/** The name of the IndexedDB database that PGlite uses for a path. */
export function idbNameOf(name: string): string {
  return `/pglite/${name}`;
}

/** Whether PGlite keeps a database under a name. It stores a new one whole, so there are no halves. */
export async function idbHoldsDatabase(name: string): Promise<boolean> {
  const idbName = idbNameOf(name);
  const database = await openExisting(idbName);
  if (database === undefined) return false;
  try {
    if (!database.objectStoreNames.contains(FILES)) return false;
    const files = database.transaction(FILES, 'readonly').objectStore(FILES);
    const [version, any] = await Promise.all([
      result(files.getKey(`${idbName}/PG_VERSION`)),
      result(files.getKey(IDBKeyRange.lowerBound(''))),
    ]);
    if (version === undefined && any !== undefined) throw unreadable('it has files, but no database');
    return version !== undefined;
  } finally {
    database.close();
  }
}

/** Opens an IndexedDB database if there is one. Opening creates a missing one; aborting that leaves no trace. */
function openExisting(idbName: string): Promise<IDBDatabase | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(unreadable('the browser does not answer')), OPEN_LIMIT_MS);
    const request = indexedDB.open(idbName);
    let isMissing = false;
    request.onupgradeneeded = () => {
      isMissing = true;
      request.transaction!.abort();
    };
    request.onsuccess = () => {
      clearTimeout(timer);
      resolve(request.result);
    };
    request.onerror = (event) => {
      event.preventDefault();
      clearTimeout(timer);
      if (isMissing) resolve(undefined);
      else reject(request.error);
    };
  });
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
