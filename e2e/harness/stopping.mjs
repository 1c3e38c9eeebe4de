// Stops a tab's process between two of its tasks, as browsers and systems do that put tabs to sleep.
//
// A signal stops it anywhere, also in the task that issues an IndexedDB transaction, which then stays open until the
// browser ends it. A test of its own asks for that; the others would meet it by chance, once in ten or twenty runs.

import { sleep, until } from './wait.mjs';

const ANSWERS_WITHIN_MS = 400;
const RUNS_ON_MS = 3;

/**
 * Stops a tab that may lead a database; `witness` is another tab of the origin, whether it has it open or not. `idbName` is
 * the database's in IndexedDB, if it is there.
 */
export async function stop(tab, witness, idbName) {
  if (idbName === undefined) {
    await tab.stop();
    return;
  }
  await until(`${tab.name} is stopped between two tasks`, async () => {
    await tab.stop();
    if (!(await isStoreHeld(witness, idbName))) {
      return true;
    }
    tab.continue();
    await sleep(RUNS_ON_MS);
    return false;
  });
}

/** Whether somebody's transaction keeps others from reading a store in IndexedDB, which has to be there. */
export function isStoreHeld(witness, idbName) {
  return witness.page.evaluate(`new Promise((resolve, reject) => {
    setTimeout(() => resolve(true), ${ANSWERS_WITHIN_MS});
    const opening = indexedDB.open(${JSON.stringify(idbName)}, 1);
    opening.onerror = () => reject(opening.error);
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(opening.result.objectStoreNames, 'readonly');
      transaction.objectStore('meta').count().onsuccess = () => resolve(false);
      transaction.oncomplete = () => opening.result.close();
    };
  })`);
}
