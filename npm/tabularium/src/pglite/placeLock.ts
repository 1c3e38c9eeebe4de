import { TabulariumError } from '../errors.js';
import { EngineError } from '../engine/engineError.js';

/** What begins the name of the lock whose holder may open a store; `Names.storeLock` in Java. */
const STORE_LOCK = 'tabularium/store/';

/** What begins the name of a lock that says that a store is open by tabs that have declared another path. */
const ELSEWHERE_LOCK = 'tabularium/elsewhere/';

/**
 * Throws `STORAGE_IN_USE` where a store is open by tabs that have declared another path: it is not among them that one
 * would find its leader, however long one waited.
 */
export async function checkPlace(path: string): Promise<void> {
  const { held = [] } = await navigator.locks.query();
  if (!held.some(({ name }) => name === ELSEWHERE_LOCK + path)) return;
  throw new TabulariumError({
    code: 'STORAGE_IN_USE',
    message:
      `The store ${path} is open already: the init function of other tabs has opened it, which have declared another ` +
      'dataDir. Give the same dataDir in all tabs, and have init open it.',
    outcome: 'notRun',
  });
}

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
      return new Promise<void>((release) => {
        void navigator.locks.request(ELSEWHERE_LOCK + path, () => new Promise<void>((end) => {
          resolve(() => {
            end();
            release();
          });
        }));
      });
    };
    navigator.locks.request(STORE_LOCK + path, { ifAvailable: true }, held).catch(reject);
  });
}
