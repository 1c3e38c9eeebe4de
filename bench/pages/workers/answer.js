// Has a worker answer the page that asks it; see adapters/asking-worker.js.

import * as loops from '/loops.js';

/** Serves `open(dataDir)`, which gives what has `query(sql, params)`. */
export function answer(open) {
  let db;
  const methods = {
    async open(dataDir) {
      const startMs = performance.now();
      db = await open(dataDir);
      return performance.now() - startMs;
    },
    query: (sql, params) => db.query(sql, params),
    measure: (loop, options) => loops[loop](db, options),
  };
  addEventListener('message', async ({ data: { number, method, args } }) => {
    try {
      postMessage({ number, value: await methods[method](...args) });
    } catch (error) {
      postMessage({ number, error });
    }
  });
}
