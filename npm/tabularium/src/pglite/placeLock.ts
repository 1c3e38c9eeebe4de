import { EngineError } from '../engine/engineError.js';

/** What begins the name of the lock whose holder may open a store; `Names.storeLock` in Java. */
const STORE_LOCK = 'tabularium/store/';

/**
 * Locks a place that was opened without having been declared, so that no other group of tabs opens it too. Returns what
 * lets go of it; undefined where the declared path is the place, whose lock is held already.
 */
export async function holdPlace(path: string | undefined, declared: string): Promise<(() => void) | undefined> {
  if (path === undefined || path === declared) return undefined;
  return new Promise((resolve, reject) => {
    const held = (lock: Lock | null): Promise<void> | undefined => {
      if (lock === null) {
        reject(
          new EngineError(
            'STORAGE_MISMATCH',
            `The init function has opened ${path}, which other tabs have open already, but ${declared} was declared. ` +
              `Give PGliteWorker dataDir: '${path}', or have init open the dataDir it is told.`,
          ),
        );
        return undefined;
      }
      return new Promise<void>((release) => resolve(release));
    };
    navigator.locks.request(STORE_LOCK + path, { ifAvailable: true }, held).catch(reject);
  });
}
