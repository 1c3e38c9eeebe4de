// A result of a thousand rows of four columns: int, text, timestamptz and float8.

import * as names from '../harness/contestants.mjs';
import { inTurns, measure, measureInside } from '../harness/measure.mjs';
import { peers } from './peers.mjs';

export const storages = ['opfs-ahp', 'idb'];

const ROW_COUNT = 1000;
const CREATE = 'create table series (number int, title text, seen timestamptz, weight float8)';
const SELECT = 'select number, title, seen, weight from series';
const FIRST_MS = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

export async function run({ world, storage, isQuick }) {
  const { leader, follower, pglite, pgliteFollower, sqlocal } = await peers(world, storage);
  for (const tab of [follower, pglite, pgliteFollower, ...(sqlocal ? [sqlocal] : [])]) {
    await fill(tab);
  }
  const contestantsWith = (options) => ({
    [names.FOLLOWER]: () => measure(follower, 'roundTrips', options),
    [names.LEADER]: () => measure(leader, 'roundTrips', options),
    [names.PGLITE_INSIDE]: () => measureInside(pglite, 'roundTrips', options),
    [names.PGLITE_ASKED]: () => measure(pglite, 'roundTrips', options),
    [names.PGLITE_WORKER]: () => measure(pgliteFollower, 'roundTrips', options),
    ...(sqlocal && { [names.SQLOCAL]: () => measure(sqlocal, 'roundTrips', options) }),
  });
  await inTurns(1, contestantsWith({ sql: SELECT, count: 200, budgetMs: 1000 }));
  return inTurns(isQuick ? 5 : 15, contestantsWith({ sql: SELECT, count: 20, budgetMs: isQuick ? 200 : 600 }));
}

/** Fills the table and checks what a query of it gives. */
async function fill(tab) {
  const values = Array.from({ length: ROW_COUNT }, (_, index) => {
    const seen = new Date(FIRST_MS + index * MINUTE_MS).toISOString();
    return `(${index}, 'the title of row ${index}', '${seen}', ${index / 8})`;
  });
  const statements = [CREATE, `insert into series values ${values.join(', ')}`];
  const rows = await tab.run(
    async ({ statements, select }) => {
      for (const sql of statements) {
        await app.db.query(sql);
      }
      const { rows } = await app.db.query(`${select} order by number`);
      return rows.map(({ number, title, seen, weight }) => [number, title, new Date(seen).getTime(), weight]);
    },
    { statements, select: SELECT },
  );
  const last = ROW_COUNT - 1;
  const wanted = [last, `the title of row ${last}`, FIRST_MS + last * MINUTE_MS, last / 8];
  if (rows.length !== ROW_COUNT || String(rows.at(-1)) !== String(wanted)) {
    throw new Error(`${tab.name} gives ${rows.length} rows, the last of them ${rows.at(-1)}`);
  }
}
