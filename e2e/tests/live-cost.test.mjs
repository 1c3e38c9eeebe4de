// What live queries cost: one message for each commit and tab, and of a long result only what has changed.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { openAll, splitByRole } from '../harness/group.mjs';
import { prelude } from '../harness/paths.mjs';
import { until } from '../harness/wait.mjs';

const QUERY_COUNT = 20;
const COMMIT_COUNT = 5;
const ROW_COUNT = 1000;
/** A row, what surrounds it, and the numbers of the message. */
const FEW_BYTES = 500;

const RECORDER = prelude('record-live');

async function openRecorded(browser, dataDir) {
  const tabs = await browser.openTabs(2, '/', { initScripts: [RECORDER] });
  await openAll(tabs, dataDir);
  const {
    leader,
    followers: [follower],
  } = await splitByRole(tabs);
  return { leader, follower };
}

for (const dataDir of ['idb://live-cost', 'sqlite:live-cost']) {
  const options = { isLong: dataDir.startsWith('idb') };
  browserTest(`${dataDir}: a commit that changes ${QUERY_COUNT} queries of a tab is one message to it`, options, async ({ browser }) => {
    const { leader, follower } = await openRecorded(browser, dataDir);
    await leader.run(() => app.db.exec('create table notes (number int)'));
    await follower.run(async (count) => {
      app.counts = Array(count).fill(-1);
      for (let query = 0; query < count; query++) {
        const take = ({ rows }) => (app.counts[query] = Number(rows[0].count));
        take((await app.db.live.query(`select count(*) as count, ${query} as query from notes`, [], take)).initialResults);
      }
    }, QUERY_COUNT);
    const messages = [];
    for (let commit = 1; commit <= COMMIT_COUNT; commit++) {
      await follower.run(() => (liveMessages.length = 0));
      await leader.run((number) => app.db.query(`insert into notes values (${number})`), commit);
      await until('every query shows the row', () =>
        follower.run((wanted) => app.counts.every((count) => count === wanted), commit),
      );
      messages.push(await follower.run(() => liveMessages.map(({ results }) => results)));
    }
    // A machine that is busy with something else may be so slow that what is ready is sent ahead.
    assert.ok(
      messages.some((ofCommit) => ofCommit.length === 1 && ofCommit[0] === QUERY_COUNT),
      `results in the messages for each commit: ${JSON.stringify(messages)}`,
    );
    for (const ofCommit of messages) {
      assert.equal(ofCommit.reduce((sum, results) => sum + results, 0), QUERY_COUNT);
    }
  });

  browserTest(`${dataDir}: of ${ROW_COUNT} rows, only what has changed is sent`, options, async ({ browser }) => {
    const { leader, follower } = await openRecorded(browser, dataDir);
    await leader.run(async (count) => {
      await app.db.exec('create table items (id int primary key, title text, done int)');
      await app.db.exec(
        `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count})
         insert into items select 10 * n, 'a task of some length, number ' || n, 0 from numbers`,
      );
    }, ROW_COUNT);
    await follower.run(() => app.startLive('select * from items order by id'));
    const [whole] = await follower.run(() => liveMessages);
    assert.ok(whole.bytes > 20 * ROW_COUNT, `${whole.bytes} bytes for the whole`);

    const changes = {
      'a row inserted at the front': "insert into items values (1, 'first of all', 0)",
      'a row inserted in the middle': "insert into items values (5005, 'in between', 0)",
      'a row added': "insert into items values (99999, 'last of all', 0)",
      'a row changed': 'update items set done = 1 where id = 4000',
      'a row deleted': 'delete from items where id = 6000',
      'three changed at once': 'update items set done = 1 where id in (1000, 5000, 9000)',
    };
    for (const [what, sql] of Object.entries(changes)) {
      await follower.run(() => (liveMessages.length = 0));
      const before = await follower.run(() => app.live.resultCount);
      await leader.run((text) => app.db.query(text), sql);
      await until(`${what} is shown`, () => follower.run((count) => app.live.resultCount > count, before));
      const [told, ...more] = await follower.run(() => liveMessages);
      assert.deepEqual(more, [], what);
      assert.ok(told.bytes < FEW_BYTES, `${what}: ${told.bytes} bytes`);
      assert.ok(await follower.run(() => app.live.isTrue(app.db)), what);
    }

    await follower.run(() => (liveMessages.length = 0));
    await leader.run(() => app.db.exec('update items set title = title || id'));
    await until('a change of every row is shown', () => follower.run(() => app.live.isTrue(app.db)));
    const [all] = await follower.run(() => liveMessages);
    assert.ok(all.bytes > whole.bytes, `${all.bytes} bytes`);
    assert.equal(await follower.run(() => app.live.outOfOrderCount), 0);
  });
}
