// What a query costs in messages, and that nobody says anything when nothing happens.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { openAll, splitByRole } from '../harness/group.mjs';
import { prelude } from '../harness/paths.mjs';
import { sleep } from '../harness/wait.mjs';

const TAB_COUNT = 4;
const QUERY_COUNT = 20;
const SETTLE_MS = 3000;
const IDLE_MS = process.env.LONG ? 60_000 : 5_000;

const COUNTER = prelude('count-activity');
const counted = {
  timeoutMs: IDLE_MS + 180_000,
  preludes: { '/tabularium/worker.js': COUNTER, '/tabularium/broker.js': COUNTER },
};

browserTest(
  'a query is one message there and one back, and idle tabs are silent',
  counted,
  async ({ browser, server, t }) => {
    const tabs = await browser.openTabs(TAB_COUNT, '/', { initScripts: [COUNTER] });
    await openAll(tabs, 'idb://quiet');
    const {
      leader,
      followers: [follower],
    } = await splitByRole(tabs);
    await leader.run(() => app.db.exec('create table notes (number int)'));
    await Promise.all(tabs.map((tab) => tab.run(() => app.startLive('select count(*)::int as count from notes'))));
    await follower.run(() => app.db.query('insert into notes values (1)'));
    await sleep(SETTLE_MS);

    const activity = () => follower.run(() => collectActivity());
    const difference = (before, after, scope, key) => after[scope][key] - before[scope][key];

    await t.test('every tab, worker and broker is counted', async () => {
      const { page, worker, broker } = await activity();
      assert.deepEqual([page.scopes, worker.scopes, broker.scopes], [TAB_COUNT, TAB_COUNT, 1]);
    });

    const ways = {
      'a query without parameters': () => app.db.query('select 1'),
      'a query with parameters': () => app.db.query('select $1::int + $2::int as sum', [1, 2]),
      'a script': () => app.db.exec('select 1; select 2; select 3'),
      'a query that fails': () => app.db.query('select nothing').catch(() => {}),
    };
    for (const [what, ask] of Object.entries(ways)) {
      await t.test(`${what} from a follower is one message there and one back`, async () => {
        const before = await activity();
        for (let count = 0; count < QUERY_COUNT; count++) {
          await follower.run(ask);
        }
        const after = await activity();
        assert.equal(difference(before, after, 'page', 'posted'), QUERY_COUNT, 'messages from pages');
        assert.equal(difference(before, after, 'worker', 'posted'), QUERY_COUNT, 'messages from workers');
        assert.equal(difference(before, after, 'broker', 'posted'), 0, 'messages from the broker');
      });
    }

    await t.test('a write reaches each live query with one message', async () => {
      const before = await activity();
      await follower.run(() => app.db.query('insert into notes values (2)'));
      await sleep(1000);
      const after = await activity();
      assert.equal(difference(before, after, 'page', 'posted'), 1, 'messages from pages');
      const fromWorkers = difference(before, after, 'worker', 'posted');
      assert.equal(fromWorkers, 1 + TAB_COUNT, 'the answer and one result for each tab');
    });

    await t.test(`idle tabs do nothing for ${IDLE_MS / 1000} s`, async () => {
      await sleep(SETTLE_MS);
      const requestCount = server.requests.length;
      const before = await activity();
      await sleep(IDLE_MS);
      const after = await activity();
      for (const scope of ['page', 'worker', 'broker']) {
        assert.equal(difference(before, after, scope, 'posted'), 0, `messages from each ${scope}`);
        assert.equal(difference(before, after, scope, 'notes'), 0, `messages of each ${scope} to itself`);
        assert.equal(difference(before, after, scope, 'locks'), 0, `locks asked for by each ${scope}`);
        // A deadline of an earlier call may still run out; whoever polled would be seen more often.
        const timers = difference(before, after, scope, 'timers');
        assert.ok(timers <= after[scope].scopes, `${timers} timers fired in each ${scope}`);
      }
      assert.equal(server.requests.length, requestCount, 'requests to the server');
    });
  },
);
