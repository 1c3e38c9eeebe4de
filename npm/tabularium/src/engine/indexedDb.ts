import { unreadable } from './engineError.js';

/** How long the browser may take to open an IndexedDB database; a deletion by another tab can hold it up for ever. */
const OPEN_LIMIT_MS = 10_000;

/** Opens an IndexedDB database if there is one. Opening creates a missing one; aborting that leaves no trace. */
export async function openExisting(idbName: string): Promise<IDBDatabase | undefined> {
  let isMissing = false;
  try {
    return await openDatabase(idbName, (_database, transaction) => {
      isMissing = true;
      transaction.abort();
    });
  } catch (error) {
    if (isMissing) return undefined;
    throw error;
  }
}

/** Opens an IndexedDB database; `create` makes the object stores of one that is new. */
export function openDatabase(
  idbName: string,
  create: (database: IDBDatabase, transaction: IDBTransaction) => void,
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(unreadable('the browser does not answer'));
    }, OPEN_LIMIT_MS);
    const request = indexedDB.open(idbName);
    request.onupgradeneeded = () => create(request.result, request.transaction!);
    request.onsuccess = () => {
      clearTimeout(timer);
      if (isLate) request.result.close();
      resolve(request.result);
    };
    request.onerror = (event) => {
      event.preventDefault();
      clearTimeout(timer);
      reject(request.error ?? new Error('the database could not be opened'));
    };
  });
}

/** The result of a request. */
export function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('a request failed'));
  });
}

/** Settles when a transaction is complete or aborted. */
export function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was aborted'));
  });
}
