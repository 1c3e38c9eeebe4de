// Inserts of which each is awaited before the next begins: the time of one acknowledged write.

import * as names from '../harness/contestants.mjs';
import { inTurns, measureInside } from '../harness/measure.mjs';
import { notesOf, peers } from './peers.mjs';

export const storages = ['opfs-ahp', 'idb'];

export async function run({ world, storage, isQuick }) {
  const { leader, follower, pglite, pgliteFollower, sqlocal } = await peers(world, storage);
  const notes = await notesOf(world, storage);
  const contestantsWith = (options) => ({
    [names.FOLLOWER]: () => notes.tabularium.insert(follower, 'sequence', options),
    [names.LEADER]: () => notes.tabularium.insert(leader, 'sequence', options),
    [names.PGLITE_INSIDE]: () => notes.pglite.insert(pglite, 'sequence', options, measureInside),
    [names.PGLITE_WORKER]: () => notes.pgliteWorker.insert(pgliteFollower, 'sequence', options),
    ...(sqlocal && { [names.SQLOCAL]: () => notes.sqlocal.insert(sqlocal, 'sequence', options) }),
  });
  await inTurns(1, contestantsWith({ count: 500, budgetMs: 1000 }));
  return inTurns(isQuick ? 3 : 8, contestantsWith({ count: 60, budgetMs: isQuick ? 200 : 600 }));
}
