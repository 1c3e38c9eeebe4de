// What was acknowledged at a level survives what that level names.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { Dice, seedOfRun } from '../harness/dice.mjs';
import { agreedLeader } from '../harness/group.mjs';
import { assertNothingIsBroken } from '../harness/ledger.mjs';
import { storesOf } from '../harness/stores.mjs';
import { WritingTabs } from '../harness/writing-tabs.mjs';

// For each of the two stores.
const ROUND_COUNT = process.env.LONG ? 25 : 1;
const ROUND_MAX_MS = 30_000;
// The death comes right after so many acknowledgements, at most.
const ACKNOWLEDGEMENT_MAX = 40;
const KINDS = ['burst', 'script', 'transaction'];

const seed = seedOfRun();
const timeoutMs = 60_000 + ROUND_COUNT * ROUND_MAX_MS;

for (const { title, dataDir, options } of storesOf('durable')) {
  browserTest(
    `${title}: what is acknowledged at disk is there after the whole browser was killed, seed ${seed}`,
    // Both keep their pages in the same files.
    { ...options, timeoutMs, isLong: dataDir.startsWith('opfs-ahp') },
    async ({ browser, t }) => {
      const dice = new Dice(seed);
      const writing = new WritingTabs(browser, { dataDir, durability: 'disk' });
      // `awaited` writes at memory and waits with `whenDurable`.
      const kinds = [...KINDS, 'awaited'];
      let tabs = await writing.openAll(2, kinds);
      let figures;
      for (let round = 1; round <= ROUND_COUNT; round++) {
        await writing.acknowledgements(1 + dice.below(ACKNOWLEDGEMENT_MAX));
        const killed = browser.kill();
        for (const tab of tabs) {
          writing.ledger.died(tab.name);
        }
        await killed;

        await browser.start();
        tabs = [await writing.open(), await writing.open()];
        figures = writing.ledger.judge(await writing.rows(tabs[0]));
        assertNothingIsBroken(figures);
        await Promise.all(tabs.map((tab) => writing.write(tab, kinds)));
      }
      assert.deepEqual(Object.keys(figures.levels), ['disk'], 'the levels of the acknowledgements');
      t.diagnostic(`${ROUND_COUNT} browsers killed: ${figures.acknowledged} acknowledged, ${figures.rows} rows`);
    },
  );

  browserTest(
    `${title}: what is acknowledged at memory is there after its leader was killed, seed ${seed}`,
    { ...options, timeoutMs, isLong: !dataDir.startsWith('sqlite') },
    async ({ browser, t }) => {
      const dice = new Dice(seed);
      const writing = new WritingTabs(browser, { dataDir, durability: 'memory' });
      let tabs = await writing.openAll(2, KINDS);
      let figures;
      for (let round = 1; round <= ROUND_COUNT; round++) {
        const { leader, term } = await agreedLeader(tabs);
        await writing.acknowledgements(1 + dice.below(ACKNOWLEDGEMENT_MAX));
        const killed = leader.crash();
        writing.ledger.died(leader.name);
        await killed;

        tabs = tabs.filter((tab) => tab !== leader);
        await agreedLeader(tabs, { afterTerm: term });
        await writing.settle(tabs);
        figures = writing.ledger.judge(await writing.rows(tabs[0]));
        assertNothingIsBroken(figures);
        await tabs[0].run(() => app.writer.start());
        tabs.push(...(await writing.openAll(1, KINDS)));
      }
      t.diagnostic(`${ROUND_COUNT} leaders killed: ${figures.acknowledged} acknowledged, ${figures.rows} rows`);
    },
  );
}
