// The smallest query, over and over: what a call costs before it does anything.

import * as names from '../harness/contestants.mjs';
import { inTurns, measure, measureInside } from '../harness/measure.mjs';
import { peers } from './peers.mjs';

export const storages = ['opfs-ahp', 'idb'];

// So many that everything hot has been compiled, and compiled again by the compiler that optimises.
const WARM_UP = { sql: 'select 1', count: 3000, budgetMs: 1500 };

export async function run({ world, storage, isQuick }) {
  const { leader, follower, pglite, pgliteFollower, echoFollower, sqlocal } = await peers(world, storage);
  const contestantsWith = (options) => ({
    [names.FOLLOWER]: () => measure(follower, 'roundTrips', options),
    [names.PORT_ECHO]: () => measure(echoFollower, 'roundTrips', options),
    [names.PGLITE_INSIDE]: () => measureInside(pglite, 'roundTrips', options),
    [names.LEADER]: () => measure(leader, 'roundTrips', options),
    [names.PGLITE_ASKED]: () => measure(pglite, 'roundTrips', options),
    [names.PGLITE_WORKER]: () => measure(pgliteFollower, 'roundTrips', options),
    ...(sqlocal && { [names.SQLOCAL]: () => measure(sqlocal, 'roundTrips', options) }),
  });
  await inTurns(1, contestantsWith(WARM_UP));
  return inTurns(isQuick ? 6 : 16, contestantsWith({ sql: 'select 1', count: 30, budgetMs: isQuick ? 200 : 600 }));
}
