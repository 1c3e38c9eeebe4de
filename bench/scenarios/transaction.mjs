// One transaction of a thousand inserts, every one of them awaited: the time of one row.

import * as names from '../harness/contestants.mjs';
import { inTurns, measureInside } from '../harness/measure.mjs';
import { notesOf, peers } from './peers.mjs';

export const storages = ['opfs-ahp', 'idb'];
export const unit = 'ms a row';

export async function run({ world, storage, isQuick }) {
  const { follower, pglite, pgliteFollower, sqlocal } = await peers(world, storage);
  const notes = await notesOf(world, storage);
  const options = { count: 1000 };
  // Fewer rows: PGliteWorker needs seconds or minutes for all of them, and what is compared is the time of a row.
  const pgliteWorkerOptions = { count: storage === 'idb' ? 15 : 250 };
  const contestants = {
    [names.FOLLOWER]: () => notes.tabularium.insert(follower, 'transaction', options),
    [names.PGLITE_INSIDE]: () => notes.pglite.insert(pglite, 'transaction', options, measureInside),
    [names.PGLITE_WORKER]: () => notes.pgliteWorker.insert(pgliteFollower, 'transaction', pgliteWorkerOptions),
    ...(sqlocal && { [names.SQLOCAL]: () => notes.sqlocal.insert(sqlocal, 'transaction', options) }),
  };
  await inTurns(1, contestants);
  return inTurns(isQuick ? 1 : 5, contestants);
}
