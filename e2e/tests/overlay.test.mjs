// Pending writes in live queries, in tabs of a real browser: shown at once, confirmed without a gap, or taken back.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { openCoordinationTabs } from '../harness/coordination-tabs.mjs';
import { until } from '../harness/wait.mjs';

const MAKE = 'create table users (id integer primary key, name text not null unique)';
const QUERY = 'select id, name from users order by id';

/** Tabs with a table of one row, whose live queries are kept; all but the first write optimistically. */
async function openTabs(browser, count, name) {
  const tabs = await openCoordinationTabs(browser, count, name);
  await tabs[0].run(async (make) => {
    await app.db.execute(make);
    await app.db.execute("insert into users (name) values ('Ada')");
  }, MAKE);
  for (const tab of tabs) {
    await tab.run(async (query) => {
      await app.db.enableOptimisticUpdates(true);
      app.kept.told = [];
      app.db.onPendingChange((number, ended) =>
        app.kept.told.push([number, ended?.isConfirmed, ended?.error && String(ended.error.message)]),
      );
      await app.watch(query);
    }, QUERY);
  }
  return tabs;
}

const now = (tab) => tab.run(() => app.now());
const all = (tab) => tab.run(() => app.shown);
const told = (tab) => tab.run(() => app.kept.told);
const names = ({ rows }) => rows.map(({ name }) => name).join();
const marked = ({ marked: rows }) => rows.map(({ name }) => name).join();
const shows = (tab, expected) => until(`${tab.name} shows ${expected}`, async () => names(await now(tab)) === expected);
const settles = (tab) => until(`${tab.name} has nothing pending`, async () => (await now(tab)).pending.length === 0);

/** Keeps the engine busy with a transaction of the first tab. */
const occupy = (tab) => tab.run(() => app.db.execute('begin'));
const queue = (tab, sql, params, options) =>
  tab.run(
    async (write) => {
      app.kept.write = app.db.queueWriteWithTimeout(write.sql, 60_000, write.params, write.options);
      app.kept.write.catch(() => {});
      // The live query is told in the same task.
      await new Promise((resolve) => setTimeout(resolve));
      return { ...app.now(), count: await app.db.getPendingWritesCount() };
    },
    { sql, params, options },
  );

/** From the first result that has a row, each has it, once. */
function assertNoFlicker(results, name) {
  const counts = results.map(({ rows }) => rows.filter((row) => row.name === name).length);
  const first = counts.indexOf(1);
  assert.ok(first >= 0, `${name} was shown`);
  assert.deepEqual(counts.slice(0, first), Array(first).fill(0));
  assert.deepEqual(counts.slice(first), Array(counts.length - first).fill(1), `${name} was there once and stayed`);
}

browserTest('S2-32, S2-33, W30: a write is shown at once while the leader is busy, in its own tab only, then confirmed without a gap', {}, async ({ browser }) => {
  const [first, second, third] = await openTabs(browser, 3, 'busy.db');
  await occupy(first);
  const during = await queue(second, 'insert into users (name) values (?)', ['Bob']);
  assert.deepEqual([names(during), marked(during), during.count, during.pending.length], ['Ada,Bob', 'Bob', 1, 1]);
  assert.equal(await second.run(() => app.db.isShown(app.now().pending[0])), true);
  for (const tab of [first, third]) assert.equal(names(await now(tab)), 'Ada');
  await first.run(() => app.db.execute('commit'));
  await second.run(() => app.kept.write);
  await settles(second);
  await until('the row has its id', async () => (await now(second)).rows[1].id === 2);
  for (const tab of [first, third]) await shows(tab, 'Ada,Bob');
  assertNoFlicker(await all(second), 'Bob');
  for (const tab of [first, third]) {
    const others = await all(tab);
    assert.ok(others.every(({ rows, pending }) => pending.length === 0 && rows.every(({ id }) => id > 0)));
  }
  assert.deepEqual(await told(second), [[1, undefined, undefined], [0, true, undefined]]);
});

browserTest('S2-33: a write that fails is taken back in the view, with its error', {}, async ({ browser }) => {
  const [first, second] = await openTabs(browser, 2, 'failing.db');
  await second.run(() => app.watch('select name from users order by name desc'));
  await occupy(first);
  await queue(second, "insert into users (name) values ('Ada')");
  const before = await all(second);
  assert.deepEqual(before.slice(-2).map(names), ['Ada,Ada', 'Ada,Ada'], 'both queries show it');
  await first.run(() => app.db.execute('commit'));
  const error = await second.run(() => app.attempt(() => app.kept.write)).then(({ error: reason }) => reason);
  assert.match(error.message, /UNIQUE constraint failed/);
  await until('both queries are as before', async () => (await all(second)).slice(-2).map(names).join(' ') === 'Ada Ada');
  const [begun, [count, isConfirmed, message]] = await told(second);
  assert.deepEqual([begun[0], count, isConfirmed], [1, 0, false]);
  assert.match(message, /UNIQUE constraint failed/);
});

browserTest('several writes compose, and the leader dies: they stay shown and are confirmed by the next', {}, async ({ browser }) => {
  const [first, second, third] = await openTabs(browser, 3, 'dying.db');
  await occupy(first);
  await queue(second, "insert into users (id, name) values (7, 'Bob')");
  await second.run(() => void (app.kept.update = app.db.queueWriteWithTimeout("update users set name = 'Bert' where id = 7", 60_000)));
  await second.run(() => void (app.kept.delete = app.db.queueWriteWithTimeout("delete from users where name = 'Ada'", 60_000)));
  await shows(second, 'Bert');
  assert.equal((await now(second)).pending.length, 3);
  assert.equal(names(await now(third)), 'Ada');
  await first.crash();
  await second.run(() => Promise.all([app.kept.write, app.kept.update, app.kept.delete]));
  await settles(second);
  await shows(third, 'Bert');
  assert.equal(names(await now(second)), 'Bert');
  const results = await all(second);
  const renamed = results.findIndex((result) => names(result).includes('Bert'));
  const gone = results.findIndex((result) => names(result) === 'Bert');
  assert.ok(renamed > 0 && gone > renamed);
  assert.ok(results.slice(renamed).every((result) => names(result).endsWith('Bert')), 'it stayed');
  assert.ok(results.slice(gone).every((result) => names(result) === 'Bert'), 'what was deleted did not come back');
});

browserTest('a stopped leader changes nothing of what is shown', {}, async ({ browser }) => {
  const [first, second, third] = await openTabs(browser, 3, 'stopped.db');
  await first.stop();
  const during = await queue(second, "insert into users (name) values ('Bob')");
  assert.equal(marked(during), 'Bob');
  await second.run(() => app.kept.write, undefined, { timeoutMs: 60_000 });
  await settles(second);
  await shows(third, 'Ada,Bob');
  assertNoFlicker(await all(second), 'Bob');
  first.continue();
});

browserTest('a write that is late stays pending until it is known how it ends', {}, async ({ browser }) => {
  const [, second] = await openTabs(browser, 2, 'late.db');
  const slow = `insert into users (name) with recursive n(i) as (values (1) union all select i + 1 from n where i < 3000000)
    select 'slow ' || max(i) from n`;
  const outcome = await second.run(async (sql) => {
    const patch = { insert: 'users', row: { name: 'slow 3000000' } };
    const error = await app.db.queueWriteWithTimeout(sql, 100, [], { patch }).catch((reason) => reason);
    app.kept.settled = error.settled;
    return { outcome: error.outcome, count: await app.db.getPendingWritesCount() };
  }, slow);
  assert.deepEqual(outcome, { outcome: 'pending', count: 1 });
  assert.equal(marked(await now(second)), 'slow 3000000');
  await second.run(() => app.kept.settled.then(() => {}));
  await settles(second);
  assertNoFlicker(await all(second), 'slow 3000000');
  assert.deepEqual(await told(second), [[1, undefined, undefined], [0, true, undefined]]);
});

browserTest('tracked writes, functions and clearing; what is not understood is counted and not shown', {}, async ({ browser }) => {
  const [, second] = await openTabs(browser, 2, 'tracked.db');
  const seen = await second.run(async () => {
    const { db } = app;
    const shown = async () => {
      await new Promise((resolve) => setTimeout(resolve));
      return [app.now().rows.map(({ name }) => name).join(), app.now().pending.length];
    };
    const steps = [];
    const tracked = await db.trackOptimisticWrite('insert into users (id, name) values (?, ?)', [9, 'Zoe'], { key: 'id' });
    steps.push(await shown());
    await db.allowNonLeaderWrites(true);
    await db.execute("insert into users (id, name) values (9, 'Zoe')");
    steps.push((await shown())[0]);
    await db.endOptimisticWrite(tracked);
    const unknown = await db.trackOptimisticWrite('update users set name = upper(name)');
    steps.push([...(await shown()), db.isShown(unknown)]);
    const byFunction = await db.trackOptimisticWrite('select 1', [], {
      patch: (rows) => rows.map((row) => ({ ...row, name: row.name.toUpperCase() })),
    });
    steps.push([...(await shown()), db.isShown(byFunction)]);
    await db.clearOptimisticWrites();
    steps.push([...(await shown()), await db.getPendingWritesCount()]);
    return steps;
  });
  assert.deepEqual(seen, [['Ada,Zoe', 1], 'Ada,Zoe', ['Ada,Zoe', 0, false], ['ADA,ZOE', 1, true], ['Ada,Zoe', 0, 0]]);
});

browserTest('a write in a transaction of its tab ends with it', {}, async ({ browser }) => {
  const [, second] = await openTabs(browser, 2, 'transaction.db');
  await second.run(() => app.db.execute('begin'));
  await second.run(() => app.db.queueWrite("insert into users (name) values ('Bob')"));
  await shows(second, 'Ada,Bob');
  assert.equal((await now(second)).pending.length, 1);
  await second.run(() => app.db.execute('rollback'));
  await shows(second, 'Ada');
  await second.run(async () => {
    await app.db.execute('begin');
    await app.db.queueWrite("insert into users (name) values ('Cid')");
    await app.db.execute('commit');
  });
  await settles(second);
  await shows(second, 'Ada,Cid');
  assertNoFlicker(await all(second), 'Cid');
  assert.deepEqual((await told(second)).map(([count, isConfirmed]) => [count, isConfirmed]), [[1, undefined], [0, false], [1, undefined], [0, true]]);
});

browserTest('an update that changes nothing, and a query that a write does not change, end as well', {}, async ({ browser }) => {
  const [, second] = await openTabs(browser, 2, 'idle.db');
  await second.run(() => app.db.queueWrite("update users set name = 'Ada' where id = 1"));
  await settles(second);
  assert.equal(await second.run(() => app.db.getPendingWritesCount()), 0);
  await second.run(() => app.db.execute("create trigger ignoring before insert on users begin select raise(ignore); end"));
  await second.run(() => app.db.queueWrite("insert into users (name) values ('Nil')"));
  await shows(second, 'Ada');
});
