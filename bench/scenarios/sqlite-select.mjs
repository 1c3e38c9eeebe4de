// The smallest query on SQLite, over and over.

import * as names from '../harness/contestants.mjs';
import { inTurns, measure, measureInside } from '../harness/measure.mjs';

export const storages = ['sqlite'];

const WARM_UP = { sql: 'select 1', count: 3000, budgetMs: 1500 };

export async function run({ world, storage, isQuick }) {
  const [leader, follower] = await world.tabs('tabularium', storage, 2);
  const [sqlite] = await world.tabs('sqlite-alone', storage, 1);
  const [, echoFollower] = await world.tabs('port-echo', 'none', 2);
  const [, sqlocal] = await world.tabs('sqlocal', storage, 2);
  const contestantsWith = (options) => ({
    [names.FOLLOWER]: () => measure(follower, 'roundTrips', options),
    [names.PORT_ECHO]: () => measure(echoFollower, 'roundTrips', options),
    [names.SQLITE_INSIDE]: () => measureInside(sqlite, 'roundTrips', options),
    [names.LEADER]: () => measure(leader, 'roundTrips', options),
    [names.SQLOCAL]: () => measure(sqlocal, 'roundTrips', options),
  });
  await inTurns(1, contestantsWith(WARM_UP));
  return inTurns(isQuick ? 6 : 16, contestantsWith({ sql: 'select 1', count: 30, budgetMs: isQuick ? 200 : 600 }));
}
