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
// A page's first thousands of calls run before its browser has compiled what they run, and four tabs have each made a
// quarter of the calls of one.
const WARM_UP_ROUND_COUNT = 4;
/** Bursts of a turn, where one takes a third of a second. */
const BURST_COUNT = 3;
const START_IN_MS = 100;

export async function run({ world, storage, isQuick }) {
  const { follower, pglite, pgliteFollower, sqlocal } = await peers(world, storage);
  const tabs = await world.tabs('tabularium', storage, TAB_COUNT);
  const notes = await notesOf(world, storage);
  const isIdb = storage === 'idb';
  const pgliteCount = isIdb ? PGLITE_IDB_ROW_COUNT : ROW_COUNT;
  const slowCount = isIdb ? PGLITE_IDB_ROW_COUNT : SLOW_ROW_COUNT;
  const oneTab = () => notes.tabularium.insert(follower, 'burst', { count: ROW_COUNT });
  const fourTabs = () => burstOfAll(notes.tabularium, tabs, ROW_COUNT);
  const contestantsWith = (burstCount, part) => ({
    [names.FOLLOWER]: () => repeated(oneTab, burstCount),
    [names.FOUR_TABS]: () => repeated(fourTabs, burstCount),
    [names.PGLITE_INSIDE]: () => notes.pglite.insert(pglite, 'burst', { count: pgliteCount * part }, measureInside),
    [names.PGLITE_WORKER]: () =>
      notes.pgliteWorker.insert(pgliteFollower, 'burst', { count: slowCount * part }),
    ...(sqlocal && { [names.SQLOCAL]: () => notes.sqlocal.insert(sqlocal, 'burst', { count: SLOW_ROW_COUNT * part }) }),
  });
  await inTurns(isQuick ? 1 : WARM_UP_ROUND_COUNT, contestantsWith(1, 0.2));
  return inTurns(isQuick ? 1 : 6, contestantsWith(BURST_COUNT, 1));
}

/** The samples of some turns that follow each other. */
async function repeated(turn, count) {
  const samplesMs = [];
  for (let run = 0; run < count; run++) {
    samplesMs.push(...(await turn()).samplesMs);
  }
  return { samplesMs };
}

/** A part of the rows from each tab, from the first one's beginning to the last one's end. */
async function burstOfAll(notes, tabs, rowCount) {
  const count = rowCount / tabs.length;
  const results = await notes.insertAll(tabs, 'burst', { count, startEpochMs: Date.now() + START_IN_MS });
  const beganEpochMs = Math.min(...results.map((result) => result.beganEpochMs));
  const endedEpochMs = Math.max(...results.map((result) => result.endedEpochMs));
  return { samplesMs: [(endedEpochMs - beganEpochMs) / rowCount] };
}
