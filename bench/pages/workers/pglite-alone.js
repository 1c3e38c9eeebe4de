// A worker with a PGlite in it that answers one page.

import { PGlite } from '/pglite/index.js';
import * as loops from '/loops.js';

let db;

const methods = {
  async open(dataDir) {
    const startMs = performance.now();
    db = await PGlite.create({ dataDir });
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
