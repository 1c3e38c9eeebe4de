// The stores on which the promises are kept.

import { prelude } from './paths.mjs';

const WITHOUT_FILES = { preludes: { '/tabularium/worker.js': prelude('no-sync-access') } };

/** The name in IndexedDB of a database of PGlite's, if it is there. */
export function idbNameOf(dataDir) {
  return dataDir.startsWith('idb://') ? dataDir.replace('idb://', 'tabularium/') : undefined;
}

/**
 * Every kind of store, for a database of this name: its path, what to call it, where in IndexedDB it is, if there, and
 * what a browser must be given for it. Without LONG, SQLite is left out where PGlite has shown the same.
 *
 * @returns {{ title: string, dataDir: string, idbName?: string, options: object }[]}
 */
export function storesOf(name) {
  const stores = [
    { title: `idb://${name}`, dataDir: `idb://${name}`, idbName: idbNameOf(`idb://${name}`), options: {} },
    { title: `opfs-ahp://${name}`, dataDir: `opfs-ahp://${name}`, options: {} },
    { title: `sqlite:${name}`, dataDir: `sqlite:${name}`, options: {} },
  ];
  const onIdb = { dataDir: `sqlite:${name}`, idbName: `tabularium/sqlite#/${name}`, options: WITHOUT_FILES };
  const all = process.env.LONG ? [...stores, { ...onIdb, title: `sqlite:${name} in IndexedDB` }] : stores;
  return all.filter(({ dataDir }) => dataDir.startsWith(process.env.STORES ?? ''));
}
