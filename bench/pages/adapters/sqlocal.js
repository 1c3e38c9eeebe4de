// SQLocal: SQLite on the origin private file system, which every tab opens for itself.

import { SQLocal } from '/sqlocal/index.js';

export async function open({ dataDir }) {
  const db = new SQLocal(`${dataDir.replaceAll(/\W+/g, '-')}.sqlite3`);
  const queryable = (sql) => ({
    query: async (text, params = []) => ({ rows: await sql(text, ...params) }),
  });
  return {
    ...queryable(db.sql),
    transaction: (closure) => db.transaction((tx) => closure(queryable(tx.sql))),
  };
}
