// A transaction whose leader dies in its middle is there whole or not at all, and its caller is told which.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { DEATHS, FROZEN } from '../harness/deaths.mjs';
import { Dice, seedOfRun } from '../harness/dice.mjs';
import { agreedLeader, splitByRole } from '../harness/group.mjs';
import { sleep } from '../harness/wait.mjs';
import { WritingTabs } from '../harness/writing-tabs.mjs';

// For each of the two stores.
const ROUND_COUNT = process.env.LONG ? 25 : 1;
const ROUND_MAX_MS = 40_000;
// Within this time a transaction that goes on has committed, or is just about to.
const DEATH_AFTER_MAX_MS = 30;
const END_TIMEOUT_MS = 60_000;

const ABORTED = 'TX_ABORTED_FAILOVER';
const DEATHS_HERE = Object.keys(DEATHS).filter((death) => death !== FROZEN);
const seed = seedOfRun();

for (const dataDir of ['idb://transactions', 'opfs-ahp://transactions']) {
  browserTest(
    `${dataDir}: ${ROUND_COUNT} transactions, each with and without retry, lose their leader, seed ${seed}`,
    { timeoutMs: 60_000 + 2 * ROUND_COUNT * ROUND_MAX_MS, isLong: dataDir.startsWith('idb') },
    async ({ browser, t }) => {
      const dice = new Dice(seed);
      const writing = new WritingTabs(browser, { dataDir, durability: 'disk' });
      const tabs = [await writing.open(), await writing.open()];
      const ends = new Map();
      for (const [index, death] of dice.rounds(DEATHS_HERE, 2 * ROUND_COUNT).entries()) {
        const number = index + 1;
        const retry = index % 2 === 1;
        const {
          leader,
          followers: [follower],
        } = await splitByRole(tabs);
        const options = { name: 'follower', number, ...(retry && { retry }) };
        await follower.run((given) => app.halfTransaction(given), options);

        const goOn = () => follower.run(() => app.transaction.goOn());
        const diesAtTheEnd = dice.below(2) === 1;
        if (diesAtTheEnd) {
          await goOn();
          await sleep(dice.below(DEATH_AFTER_MAX_MS));
        }
        await DEATHS[death].end(leader, [follower]);
        if (DEATHS[death].leaves) {
          tabs.splice(tabs.indexOf(leader), 1);
        }
        if (!diesAtTheEnd) await goOn();

        const end = await follower.run(() => app.transaction.end, null, { timeoutMs: END_TIMEOUT_MS });
        ends.set(number, { retry, death, ...end });
        if (tabs.length === 1) {
          tabs.push(await writing.open());
        }
        await agreedLeader(tabs);
      }

      const rows = await writing.keptRows(tabs);
      for (const [number, { retry, death, code = 'committed', outcome = '' }] of ends) {
        const parts = rows.filter((row) => row.number === number).map(({ part, copies }) => `${part}×${copies}`);
        const what = `transaction ${number} ${retry ? 'with' : 'without'} retry, leader ${death}`;
        const told = `${what}, was told: ${code} ${outcome}`;
        assert.ok(code === 'committed' || (code === ABORTED && !retry), told);
        assert.deepEqual(parts, code === 'committed' ? ['1×1', '2×1'] : [], told);
      }
      const codes = [...ends.values()].map(({ retry, code = 'committed' }) => `${retry ? 'retry, ' : ''}${code}`);
      const counts = [...new Set(codes)].map((code) => `${code} ${codes.filter((each) => each === code).length}`);
      t.diagnostic(`${dataDir}: ${counts.join('; ')}`);
    },
  );
}
