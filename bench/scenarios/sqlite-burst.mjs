// A thousand inserts on SQLite begun at once, each its own write on the disk: the time of one row.

import * as names from '../harness/contestants.mjs';
import { inTurns, measureInside } from '../harness/measure.mjs';

export const storages = ['sqlite'];
export const unit = 'ms a row';

const ROW_COUNT = 1000;
const SLOW_ROW_COUNT = 200;

export async function run({ world, storage, isQuick }) {
  const [, follower] = await world.tabs('tabularium', storage, 2);
  const [sqlite] = await world.tabs('sqlite-alone', storage, 1);
  const [, sqlocal] = await world.tabs('sqlocal', storage, 2);
  const [own, alone, other] = await Promise.all(
    ['tabularium', 'sqlite-alone', 'sqlocal'].map((adapter) => world.notes(adapter, storage)),
  );
  const contestantsWith = (count, slowCount) => ({
    [names.FOLLOWER]: () => own.insert(follower, 'burst', { count }),
    [names.SQLITE_INSIDE]: () => alone.insert(sqlite, 'burst', { count }, measureInside),
    [names.SQLOCAL]: () => other.insert(sqlocal, 'burst', { count: slowCount }),
  });
  await inTurns(1, contestantsWith(ROW_COUNT, SLOW_ROW_COUNT / 4));
  return inTurns(isQuick ? 1 : 6, contestantsWith(ROW_COUNT, SLOW_ROW_COUNT));
}
