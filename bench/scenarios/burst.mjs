// A thousand inserts begun at once, each its own write on the disk: the time of one row.

import * as names from '../harness/contestants.mjs';
import { inTurns, measureInside } from '../harness/measure.mjs';
import { notesOf, peers } from './peers.mjs';

export const storages = ['opfs-ahp', 'idb'];
export const unit = 'ms a row';

const ROW_COUNT = 1000;
// Where a row takes long, a thousand would take a minute; what is compared is the time of a row.
const SLOW_ROW_COUNT = 200;
// PGlite flushes whole files for every write there.
const PGLITE_IDB_ROW_COUNT = 30;
const TAB_COUNT = 4;
const START_IN_MS = 100;

export async function run({ world, storage, isQuick }) {
  const { follower, pglite, pgliteFollower, sqlocal } = await peers(world, storage);
  const tabs = await world.tabs('tabularium', storage, TAB_COUNT);
  const notes = await notesOf(world, storage);
  const isIdb = storage === 'idb';
  const contestantsWith = (count, slowCount, pgliteIdbCount) => ({
    [names.FOLLOWER]: () => notes.tabularium.insert(follower, 'burst', { count }),
    [names.FOUR_TABS]: () => burstOfAll(notes.tabularium, tabs, count),
    [names.PGLITE_INSIDE]: () =>
      notes.pglite.insert(pglite, 'burst', { count: isIdb ? pgliteIdbCount : count }, measureInside),
    [names.PGLITE_WORKER]: () =>
      notes.pgliteWorker.insert(pgliteFollower, 'burst', { count: isIdb ? pgliteIdbCount : slowCount }),
    ...(sqlocal && { [names.SQLOCAL]: () => notes.sqlocal.insert(sqlocal, 'burst', { count: slowCount }) }),
  });
  await inTurns(1, contestantsWith(ROW_COUNT, SLOW_ROW_COUNT / 4, PGLITE_IDB_ROW_COUNT / 6));
  return inTurns(isQuick ? 1 : 6, contestantsWith(ROW_COUNT, SLOW_ROW_COUNT, PGLITE_IDB_ROW_COUNT));
}

/** A part of the rows from each tab, from the first one's beginning to the last one's end. */
async function burstOfAll(notes, tabs, rowCount) {
  const count = rowCount / tabs.length;
  const results = await notes.insertAll(tabs, 'burst', { count, startEpochMs: Date.now() + START_IN_MS });
  const beganEpochMs = Math.min(...results.map((result) => result.beganEpochMs));
  const endedEpochMs = Math.max(...results.map((result) => result.endedEpochMs));
  return { samplesMs: [(endedEpochMs - beganEpochMs) / rowCount] };
}
