// What a database tells of its work, with either engine.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { agreedLeader, openAll, splitByRole } from '../harness/group.mjs';

for (const dataDir of ['idb://metrics', 'sqlite:metrics']) {
  browserTest(`${dataDir}: calls, failures, flushes and failovers are counted and timed`, { isLong: dataDir.startsWith('idb') }, async ({ browser }) => {
    const tabs = await browser.openTabs(2);
    await openAll(tabs, dataDir);
    const { leader, followers } = await splitByRole(tabs);
    const [follower] = followers;
    await leader.run(() => app.db.exec('create table note (text text)'));
    const before = await follower.run(() => app.db.metrics());
    await follower.run(async () => {
      await Promise.all(Array.from({ length: 10 }, () => app.db.query('select 1')));
      for (let i = 0; i < 20; i++) await app.db.query('insert into note values ($1)', [`${i}`]);
      await app.db.query('select * from nowhere').catch(() => {});
    });
    const after = await follower.run(() => app.db.metrics());
    // The first question is a call too.
    assert.equal(after.requestCount - before.requestCount, 32);
    assert.equal(after.failedCount - before.failedCount, 1);
    assert.ok(after.leader.callCount - before.leader.callCount >= 31);
    assert.ok(after.leader.flushCount - before.leader.flushCount >= 20, 'each awaited write was flushed by itself');
    for (const { p50, p95, p99, max } of [after.requestMs, after.leader.flushMs]) {
      assert.ok(0 < p50 && p50 <= p95 && p95 <= p99 && p99 <= max, `${p50} ${p95} ${p99} ${max}`);
    }
    const { queueLength, queueLengths, failoverCount: none, failoverMs: noGaps } = after;
    assert.deepEqual([queueLength, queueLengths.p50, queueLengths.max, none, noGaps.max], [0, 1, 10, 0, 0]);
    await leader.crash();
    await agreedLeader([follower]);
    const { failoverCount, failoverMs, leader: next } = await follower.run(() => app.db.metrics());
    assert.equal(failoverCount, 1);
    assert.ok(0 < failoverMs.p50 && failoverMs.p50 === failoverMs.max, `without a leader for ${failoverMs.max} ms`);
    assert.ok(next.callCount < after.leader.callCount, 'the next engine counts anew');
  });
}
