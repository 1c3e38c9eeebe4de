// Tabularium as it is published.

import { Tabularium } from '/tabularium/index.js';

export async function open({ dataDir }) {
  const db = await Tabularium.open(dataDir);
  return {
    query: (sql, params) => db.query(sql, params),
    transaction: (closure) => db.transaction(closure),
    isLeader: () => db.isLeader,
    async subscribe(sql, listener) {
      const { initialResults } = await db.live.query(sql, [], ({ rows }) => listener(rows));
      listener(initialResults.rows);
    },
  };
}
