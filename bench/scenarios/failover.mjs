// The leading tab is closed while another one writes: from the close to the first write that is acknowledged elsewhere.
//
// What it is compared with happens in the same rounds: how long a lock takes to come over from a closed tab, how long
// PGlite itself takes to open the store of a closed tab again, and what PGliteWorker takes in all.

import { TimeoutError } from '../../e2e/harness/wait.mjs';
import * as names from '../harness/contestants.mjs';
import { inTurns } from '../harness/measure.mjs';
import { Notes } from '../harness/notes.mjs';

export const storages = ['opfs-ahp', 'idb'];

const INSERT_NEXT = "insert into note select coalesce(max(number), 0) + 1, 'once more' from note";
const WRITE_FOR_MS = 300;
const RECOVER_TIMEOUT_MS = 30_000;
// A peer that flushes with each message has a queue of writes to go through first.
const KEPT_TIMEOUT_MS = 120_000;

export async function run({ world, storage, isQuick }) {
  const contestants = {
    [names.TABULARIUM]: await failovers(world, 'tabularium', storage),
    [names.PGLITE_WORKER_WHOLE]: await unlessItHangs(() => failovers(world, 'pglite-worker', storage)),
    [names.PGLITE_REOPENING]: await reopenings(world, 'pglite', storage),
    [names.HAND_OVER]: await handOvers(world),
  };
  return inTurnsToTheEnd(isQuick ? 1 : 12, contestants);
}

/** Has contestants take turns, and closes their tabs afterwards. */
export async function inTurnsToTheEnd(roundCount, contestants) {
  const samples = await inTurns(roundCount, contestants);
  for (const { end } of Object.values(contestants)) {
    await end();
  }
  return samples;
}

/** A peer that leaves a call unanswered has no sample of that round, and goes on with new tabs and a new store. */
async function unlessItHangs(begin) {
  let turn = await begin();
  const takeTurn = async () => {
    try {
      return await turn();
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
      console.error(`no sample of PGliteWorker: ${error.message}`);
      await turn.end();
      turn = await begin();
      return { samplesMs: [] };
    }
  };
  return Object.assign(takeTurn, { end: () => turn.end() });
}

/** Two tabs at each time; the second one is told to write, the first one is closed, and another one comes. */
export async function failovers(world, adapter, storage) {
  const dataDir = world.freshStore(storage);
  const tabs = await world.openGroup(adapter, dataDir, 2);
  await Notes.create(tabs[0]);
  let nextNumber = 1;

  const takeTurn = async () => {
    const [leader, heir] = tabs;
    await heir.run((first) => app.startWriting(first), nextNumber);
    await new Promise((resolve) => setTimeout(resolve, WRITE_FOR_MS));
    const closedEpochMs = performance.timeOrigin + performance.now();
    await leader.close();
    tabs.shift();
    const acknowledgedEpochMs = await heir.run((since) => app.writing.firstAfterGap(since), closedEpochMs, {
      timeoutMs: RECOVER_TIMEOUT_MS,
    });
    const { acknowledged, next } = await heir.run(() => app.writing.stop());
    nextNumber = next;
    await checkKept(heir, acknowledged);
    tabs.push(await world.openTab(adapter, dataDir));
    return { samplesMs: [acknowledgedEpochMs - closedEpochMs] };
  };
  return Object.assign(takeTurn, { end: () => closeAll(tabs) });
}

/** Every write that was acknowledged must be there under the new leader. */
async function checkKept(tab, numbers) {
  const select = async () => {
    const { rows } = await app.db.query('select number from note');
    return rows.map(({ number }) => number);
  };
  const kept = await tab.run(select, undefined, { timeoutMs: KEPT_TIMEOUT_MS });
  const there = new Set(kept);
  const lost = numbers.filter((number) => !there.has(number));
  if (lost.length > 0) {
    throw new Error(`${tab.name}: ${lost.length} of ${numbers.length} acknowledged writes are lost`);
  }
}

/** An engine alone that opens the store of a closed tab. */
export async function reopenings(world, adapter, storage) {
  const dataDir = world.freshStore(storage);
  let tab = await world.openTab(adapter, dataDir);
  await Notes.create(tab);
  const takeTurn = async () => {
    await tab.run((sql) => app.db.query(sql).then(() => {}), INSERT_NEXT);
    await tab.close();
    tab = await world.openTab(adapter, dataDir);
    return { samplesMs: [await tab.run(() => app.db.openMs)] };
  };
  return Object.assign(takeTurn, { end: () => tab.close() });
}

/** A lock that comes over from a closed tab. */
export async function handOvers(world) {
  const tabs = await world.openGroup('lock', 'none', 2);
  const takeTurn = async () => {
    const closedEpochMs = performance.timeOrigin + performance.now();
    await tabs.shift().close();
    const grantedEpochMs = await tabs[0].run(() => app.db.granted);
    tabs.push(await world.openTab('lock', 'none'));
    return { samplesMs: [grantedEpochMs - closedEpochMs] };
  };
  return Object.assign(takeTurn, { end: () => closeAll(tabs) });
}

async function closeAll(tabs) {
  for (const tab of tabs.toReversed()) {
    await tab.close();
  }
}
