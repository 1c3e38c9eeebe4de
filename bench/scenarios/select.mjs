// The smallest query, over and over: what a call costs before it does anything.

import * as names from '../harness/contestants.mjs';
import { inTurns, measure, measureInside } from '../harness/measure.mjs';
import { peers } from './peers.mjs';

export const storages = ['opfs-ahp', 'idb'];

export async function run({ world, storage, isQuick }) {
  const { leader, follower, pglite, pgliteFollower, echoFollower, sqlocal } = await peers(world, storage);
  const options = { sql: 'select 1', count: 30, budgetMs: isQuick ? 200 : 600 };
  const contestants = {
    [names.FOLLOWER]: () => measure(follower, 'roundTrips', options),
    [names.PORT_ECHO]: () => measure(echoFollower, 'roundTrips', options),
    [names.PGLITE_INSIDE]: () => measureInside(pglite, 'roundTrips', options),
    [names.LEADER]: () => measure(leader, 'roundTrips', options),
    [names.PGLITE_ASKED]: () => measure(pglite, 'roundTrips', options),
    [names.PGLITE_WORKER]: () => measure(pgliteFollower, 'roundTrips', options),
    ...(sqlocal && { [names.SQLOCAL]: () => measure(sqlocal, 'roundTrips', options) }),
  };
  // A first turn of each, so that everything hot has been compiled.
  await inTurns(isQuick ? 2 : 6, contestants);
  return inTurns(isQuick ? 6 : 16, contestants);
}
