// Leaders go in every way there is while all tabs write: nothing is lost, repeated, torn, left hanging or left open.
//
// SEED has a storm drawn again, DEATHS=closed,frozen narrows down the ways in which leaders go, STORES=sqlite the stores.

import { browserTest } from '../harness/browser-test.mjs';
import { DEATHS } from '../harness/deaths.mjs';
import { seedOfRun } from '../harness/dice.mjs';
import { stormTable } from '../harness/figures.mjs';
import { assertNothingIsBroken } from '../harness/ledger.mjs';
import { storesOf } from '../harness/stores.mjs';
import { runStorm } from '../harness/storm.mjs';

// Several storms rather than a long one: each begins with an empty table, so that the last is as fast as the first.
const STORM_COUNT = process.env.LONG ? 5 : 1;
const DEATH_COUNT = process.env.LONG ? 24 : 3;
const DEATH_MAX_MS = 30_000;

const deaths = process.env.DEATHS?.split(',') ?? Object.keys(DEATHS);
const seed = seedOfRun();

for (let number = 0; number < STORM_COUNT; number++) {
  for (const { title, dataDir, idbName, options } of storesOf('storm')) {
    const name = `${title}: storm ${seed + number} of ${DEATH_COUNT} leaders breaks no promise`;
    const timeoutMs = 60_000 + DEATH_COUNT * DEATH_MAX_MS;
    browserTest(name, { ...options, timeoutMs, isLong: dataDir.startsWith('idb') }, async ({ browser }) => {
      const storm = { dataDir, idbName, deathCount: DEATH_COUNT, seed: seed + number, deaths };
      const figures = await runStorm(browser, storm);
      console.log(stormTable(`${title}, seed ${seed + number}`, figures));
      assertNothingIsBroken(figures);
    });
  }
}
