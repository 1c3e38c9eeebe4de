// What an application's compiler knows of parameters: by position, or by name.

import { type BatchStatement, type Params, Tabularium } from '../../dist/index.js';

const db = await Tabularium.open('sqlite:app');

export const given: Params[] = [[1, 'milk'], { id: 1 }, { ':id': 1n }];

for (const params of given) {
  await db.query('select 1', params);
  await db.transaction((tx) => tx.query('select 1', params));
  await db.batch([{ sql: 'select 1', params }] satisfies BatchStatement[]);
  await db.live.query<{ id: bigint }>('select 1', params, ({ rows }) => rows[0]!.id + 1n, { bigints: true });
}

// @ts-expect-error -- a value alone is no list of values
await db.live.query('select $1', 'milk', () => {});
// @ts-expect-error -- likewise
await db.batch([{ sql: 'select $1', params: 'milk' }]);
// @ts-expect-error -- of query, and not of live queries
await db.live.query('select 1', [], () => {}, { rowMode: 'array' });
