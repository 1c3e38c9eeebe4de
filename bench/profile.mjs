// Prints where the time of a call goes: node profile.mjs [--storage idb] [--top 40]
//
// A follower runs a loop of `select 1`, then bursts of inserts, while its page and the leader's worker are profiled. How
// much JavaScript memory a call takes until the next collection, and how many functions it calls, is found in runs of
// their own.

import { parseArgs } from 'node:util';
import { table } from '../e2e/harness/figures.mjs';
import { measure } from './harness/measure.mjs';
import { selfTimes } from './harness/self-time.mjs';
import { devtoolsOfWorker } from './harness/worker-devtools.mjs';
import { World } from './harness/world.mjs';

const SAMPLING_INTERVAL_US = 100;
const HEAP_SAMPLING_INTERVAL_BYTES = 1024;
const BURST_COUNT = 10;
const BUDGET_MS = 10_000;
/** What is called less than once in two calls is no part of one. */
const HARDLY_EVER = 0.5;

const { values: options } = parseArgs({
  options: { storage: { type: 'string', default: 'opfs-ahp' }, top: { type: 'string', default: '40' } },
});

const world = await World.start();
try {
  const [leader, follower] = await world.tabs('tabularium', options.storage, 2);
  const notes = await world.notes('tabularium', options.storage);
  const loops = {
    'select 1, one after another': () =>
      measure(follower, 'roundTrips', { sql: 'select 1', count: 5000, budgetMs: BUDGET_MS }),
    'inserts, each awaited': () => notes.insert(follower, 'sequence', { count: 1500, budgetMs: BUDGET_MS }),
    '1000 inserts begun at once, ten times': async () => {
      for (let burst = 0; burst < BURST_COUNT; burst++) {
        await notes.insert(follower, 'burst', { count: 1000 });
      }
      return { callCount: BURST_COUNT * 1000 };
    },
  };
  const targets = {
    "the leader's worker": await devtoolsOfWorker(leader),
    "the follower's page": await follower.page.context().newCDPSession(follower.page),
  };
  for (const [title, loop] of Object.entries(loops)) {
    await loop();
    await print(title, targets, loop);
    await printAllocation(targets, loop);
    await printCalls(targets, loop);
  }
} finally {
  await world.close();
}

async function print(title, targets, loop) {
  for (const devtools of Object.values(targets)) {
    await devtools.send('Profiler.enable');
    await devtools.send('Profiler.setSamplingInterval', { interval: SAMPLING_INTERVAL_US });
    await devtools.send('Profiler.start');
  }
  const startMs = performance.now();
  await loop();
  const wallMs = performance.now() - startMs;
  for (const [name, devtools] of Object.entries(targets)) {
    const { profile } = await devtools.send('Profiler.stop');
    const times = await selfTimes(profile);
    const busyMs = times.reduce((sum, { ms }) => sum + ms, 0);
    console.log(`\n### ${title}: ${name}, busy ${Math.round(busyMs)} of ${Math.round(wallMs)} ms\n`);
    const rows = times.slice(0, Number(options.top)).map((each) => [
      each.ms.toFixed(1),
      `${((100 * each.ms) / busyMs).toFixed(1)} %`,
      each.name,
    ]);
    console.log(table(['ms', 'share', 'function'], rows));
  }
}

/** Prints how many bytes the loop allocates for each of its calls, those that are collected at once included. */
async function printAllocation(targets, loop) {
  for (const devtools of Object.values(targets)) {
    await devtools.send('HeapProfiler.enable');
    await devtools.send('HeapProfiler.startSampling', {
      samplingInterval: HEAP_SAMPLING_INTERVAL_BYTES,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    });
  }
  const { callCount, samplesMs } = await loop();
  for (const [name, devtools] of Object.entries(targets)) {
    const { profile } = await devtools.send('HeapProfiler.stopSampling');
    console.log(`\n${name} allocates ${(bytesOf(profile.head) / (callCount ?? samplesMs.length) / 1024).toFixed(1)} KB a call`);
  }
}

/** Prints how many calls of how many functions of this library's scripts the loop makes for each of its calls. */
async function printCalls(targets, loop) {
  for (const devtools of Object.values(targets)) {
    await devtools.send('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  }
  const { callCount, samplesMs } = await loop();
  for (const [name, devtools] of Object.entries(targets)) {
    const { result } = await devtools.send('Profiler.takePreciseCoverage');
    await devtools.send('Profiler.stopPreciseCoverage');
    const perCall = result
      .filter(({ url }) => url.includes('/tabularium/'))
      .flatMap(({ functions }) => functions.map(({ ranges }) => ranges[0].count / (callCount ?? samplesMs.length)))
      .filter((count) => count > HARDLY_EVER);
    const sum = perCall.reduce((total, count) => total + count, 0);
    console.log(`\n${name} makes ${Math.round(sum)} calls of ${perCall.length} functions a call`);
  }
}

function bytesOf({ selfSize, children }) {
  return children.reduce((sum, child) => sum + bytesOf(child), selfSize);
}
