// Ten tabs start at once, again and again.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { agreedLeader, openAll } from '../harness/group.mjs';

const TAB_COUNT = 10;
const ROUND_COUNT = process.env.LONG ? 20 : 1;

browserTest(
  `${TAB_COUNT} tabs open one database at once, ${ROUND_COUNT} times: one leads, all answer`,
  { timeoutMs: 60_000 + ROUND_COUNT * 30_000 },
  async ({ browser, server, t }) => {
    const tabs = await browser.openTabs(TAB_COUNT, '/elsewhere.html');
    const roundMs = [];
    for (let round = 1; round <= ROUND_COUNT; round++) {
      const startMs = Date.now();
      await Promise.all(tabs.map((tab) => tab.page.goto(`${server.url}/?round=${round}`)));
      await openAll(tabs, `memory://start-${round}`);
      const { leader, term } = await agreedLeader(tabs);
      assert.equal(term, 1, 'the first leader is the only one');
      const answers = await Promise.all(tabs.map((tab) => tab.run(() => app.db.query('select 1 as one'))));
      assert.ok(answers.every(({ rows }) => rows[0].one === 1));
      assert.ok(tabs.includes(leader));
      roundMs.push(Date.now() - startMs);
    }
    t.diagnostic(`ms for each round: ${roundMs}`);
  },
);
