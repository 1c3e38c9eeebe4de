// PGlite's own worker for many tabs.

import { PGliteWorker } from '/pglite/worker/index.js';

export async function open({ dataDir }) {
  const worker = new Worker('/workers/pglite-shared.js', { type: 'module' });
  let isLeader = false;
  // The library's own `isLeader` is not true in every tab that leads; what the worker says is.
  worker.addEventListener('message', ({ data }) => {
    isLeader ||= data.type === 'leader-now';
  });
  const db = await PGliteWorker.create(worker, { dataDir });
  return {
    query: (sql, params) => db.query(sql, params),
    transaction: (closure) => db.transaction(closure),
    isLeader: () => isLeader,
  };
}
