import { isPersisted, storageManager } from './persistence.js';

/** What the browser says about this origin's storage, of which the database is a part. */
export interface StorageInfo {
  /** Bytes in use by the origin, an estimate; undefined where the browser does not tell. */
  readonly usage: number | undefined;
  /** Bytes the origin may use, an estimate; undefined where the browser does not tell. */
  readonly quota: number | undefined;
  /** Whether the browser keeps the data until the user removes it; otherwise it may evict it when space is short. */
  readonly persisted: boolean;
}

/** Asks the browser about this origin's storage. */
export async function storageInfo(): Promise<StorageInfo> {
  const manager = storageManager();
  const [estimate, persisted] = await Promise.all([manager?.estimate?.(), isPersisted()]);
  return { usage: estimate?.usage, quota: estimate?.quota, persisted };
}

/** Asks the browser, which may ask the user, not to evict this origin's data. */
export async function requestPersistence(): Promise<boolean> {
  return (await storageManager()?.persist?.()) ?? false;
}

/**
 * Says of a store that PGlite itself wrote how it could be faster: to every developer, not only with `debug`, because such a
 * store works, so nothing else would tell that it is slow.
 */
export function sayHowToConvert(path: string): void {
  console.info(
    `tabularium: ${path} was written by PGlite itself and is used as it is, which is slower than a store of this ` +
      "library's own. With convert: true in all tabs it is copied into one.",
  );
}
