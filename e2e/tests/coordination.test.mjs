// The coordination API (S2), line by line, in tabs of a real browser; docs/compat.md has the list.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { leads, openCoordinationTab, openCoordinationTabs } from '../harness/coordination-tabs.mjs';
import { sleep, until } from '../harness/wait.mjs';

const MAKE = 'create table users (id integer primary key, name text not null unique)';
const names = (tab) =>
  tab.run(async () => (await app.db.execute('select name from users order by id')).rows.map(({ name }) => name));
const execute = (tab, sql) => tab.run((text) => app.db.execute(text), sql);
const failure = async (tab, fn, argument) => (await tab.run(fn, argument)).error;

async function openTwo(browser, name) {
  const tabs = await openCoordinationTabs(browser, 2, name);
  await execute(tabs[0], MAKE);
  return tabs;
}

browserTest('S2-01, S2-02: init twice is harmless, and a database is made', {}, async ({ browser }) => {
  const tab = await openCoordinationTab(browser);
  const result = await tab.run(async () => {
    const { default: init, init: named } = await import('/tabularium/coordination.js');
    await init();
    await named();
    await app.open('made.db');
    return app.db.execute('select 1 as one');
  });
  assert.deepEqual(result.rows, [{ one: 1 }]);
});

browserTest('S2-03, S2-06: one tab leads, and all name the same leader', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'leader.db');
  assert.deepEqual([await first.run(() => app.db.isLeader()), await second.run(() => app.db.isLeader())], [true, false]);
  const [one, other] = await Promise.all([first, second].map((tab) => tab.run(() => app.db.getLeaderInfo())));
  assert.equal(one.leaderId, other.leaderId);
  assert.match(one.leaderId, /\w{8}/);
  assert.deepEqual([one.isLeader, other.isLeader], [true, false]);
  for (const { leaseExpiry } of [one, other]) assert.ok(leaseExpiry > Date.now() && leaseExpiry < Date.now() + 60_000);
});

browserTest('S2-04, S2-45: test_wait_for_leadership: waiting ends when the leader goes, and says timeout when it does not', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'waiting.db');
  const error = await failure(second, () => app.attempt(() => app.db.waitForLeadership()));
  assert.match(error.message, /timeout/);
  assert.deepEqual([error.code, error.outcome], ['DEADLINE_EXCEEDED', 'notRun']);
  await second.run(() => void (app.kept.waiting = app.db.waitForLeadership()));
  await first.close();
  await second.run(() => app.kept.waiting);
  assert.equal(await second.run(() => app.db.isLeader()), true);
});

browserTest('S2-05: a tab that requests leadership gets it, past others that wait', {}, async ({ browser }) => {
  const [first, second, third] = await openCoordinationTabs(browser, 3, 'requested.db');
  await third.run(() => app.db.requestLeadership());
  assert.deepEqual(
    await Promise.all([first, second, third].map((tab) => tab.run(() => app.db.isLeader()))),
    [false, false, true],
  );
  await execute(third, MAKE);
  await execute(third, "insert into users (name) values ('Ada')");
  assert.deepEqual(await names(first), ['Ada']);
});

browserTest('S2-07, S2-08: results have columns, rows, counts and ids, and values are plain', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'results.db');
  const inserted = await first.run(() =>
    app.db.executeWithParams('insert into users (name) values (?), (?)', ['Ada', 'Bob']),
  );
  assert.deepEqual([inserted.affectedRows, inserted.lastInsertId, inserted.rows], [2, 2, []]);
  assert.ok(inserted.executionTimeMs >= 0);
  const read = await second.run(() => app.db.executeWithParams('select id, name from users where name = ?', ['Bob']));
  assert.deepEqual([read.columns, read.rows], [['id', 'name'], [{ id: 2, name: 'Bob' }]]);
  assert.equal(read.lastInsertId, null);
});

browserTest('S2-09: sync in any tab harms nothing, and what was written is kept', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'sync.db');
  await execute(first, "insert into users (name) values ('Ada')");
  await second.run(() => app.db.sync());
  await first.run(() => app.db.sync());
  await browser.kill();
  await browser.start();
  assert.deepEqual(await names(await openCoordinationTab(browser, 'sync.db')), ['Ada']);
});

browserTest('S2-10, S2-39: each commit of another tab is told with what it changed, and no own one', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'told.db');
  for (const tab of [first, second]) await tab.run(() => app.follow());
  const told = (tab, expected) =>
    until(`${tab.name} is told of ${expected}`, () =>
      tab.run((wanted) => JSON.stringify(app.changes) === JSON.stringify(wanted), expected),
    );
  await execute(first, "insert into users (name) values ('Ada')");
  await told(second, ['insert']);
  await execute(first, "update users set name = 'Bob'");
  await execute(first, 'delete from users');
  await execute(first, 'create table more (id)');
  await told(second, ['insert', 'update', 'delete', 'schema']);
  await execute(first, 'select * from users');
  await execute(first, "update users set name = 'nobody' where id = 77");
  await second.run(() => app.db.queueWrite("insert into users (name) values ('from the other')"));
  await told(first, ['insert']);
  await sleep(300);
  await told(second, ['insert', 'update', 'delete', 'schema']);
  await first.run(async () => {
    const { exportFile, importFile } = await import('/tabularium/sqlite-page.js');
    await importFile(app.db.tabularium, await exportFile(app.db.tabularium));
  });
  await told(second, ['insert', 'update', 'delete', 'schema', 'import']);
  await first.close();
  await told(second, ['insert', 'update', 'delete', 'schema', 'import', 'unknown']);
});

browserTest('a commit is told that comes before the leader can answer who follows, and metrics wait for no transaction', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'told-late.db');
  await execute(first, 'begin');
  await first.run(() => app.db.enableCoordinationMetrics(true));
  await execute(first, "insert into users (name) values ('Ada')");
  await second.run(() => app.follow());
  await execute(first, 'commit');
  await until('it is told', () => second.run(() => app.changes.length > 0));
  await sleep(200);
  assert.deepEqual(await second.run(() => app.changes), ['insert']);
  const { total_notifications: count } = JSON.parse(await first.run(() => app.db.getCoordinationMetrics()));
  assert.equal(count, 1);
});

browserTest('ROLLBACK of a transaction that went with its leader has nothing to do, and its pending writes are gone', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'lost.db');
  await second.run(() => app.db.allowNonLeaderWrites(true));
  await second.run(() => app.db.enableOptimisticUpdates(true));
  await second.run(() => app.watch('select name from users'));
  await execute(second, 'begin');
  await second.run(() => app.db.queueWrite("insert into users (name) values ('Ada')"));
  await until('it is shown', () => second.run(() => app.now().rows.length === 1));
  await first.close();
  await until('it is shown no more', () => second.run(() => app.now().rows.length === 0));
  assert.equal(await second.run(() => app.db.getPendingWritesCount()), 0);
  await execute(second, 'rollback');
  await execute(second, "insert into users (name) values ('Bob')");
  assert.deepEqual(await names(second), ['Bob']);
});

browserTest('S2-11, S2-30, S2-45: test_allow_non_leader_writes_override', {}, async ({ browser }) => {
  const [, second] = await openTwo(browser, 'override.db');
  await second.run(() => app.db.allowNonLeaderWrites(true));
  await execute(second, "insert into users (name) values ('Ada')");
  await second.run(() => app.db.allowNonLeaderWrites(false));
  const error = await failure(second, (sql) => app.attempt(() => app.db.execute(sql)), 'delete from users');
  assert.equal(error.code, 'WRITE_PERMISSION_DENIED');
  assert.deepEqual(await names(second), ['Ada']);
});

browserTest('S2-12, S2-17: a queued write of a follower is acknowledged once it is kept, errors come back', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'queued.db');
  await first.run(() => app.db.queueWrite("insert into users (name) values ('Ada')"));
  await second.run(() => app.db.queueWrite("insert into users (name) values ('Bob')"));
  const error = await failure(second, (sql) => app.attempt(() => app.db.queueWrite(sql)), "insert into users (name) values ('Bob')");
  assert.match(error.message, /UNIQUE constraint failed/);
  await browser.kill();
  await browser.start();
  assert.deepEqual(await names(await openCoordinationTab(browser, 'queued.db')), ['Ada', 'Bob']);
});

browserTest('S2-13, W28: a queued write that times out is asked for its outcome, and never run twice', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'timeout.db');
  await first.run(() => app.db.execute('begin'));
  await first.run(() => app.db.execute("insert into users (name) values ('in a transaction')"));
  const withdrawn = await failure(second, () =>
    app.attempt(() => app.db.queueWriteWithTimeout("insert into users (name) values ('late')", 300)),
  );
  assert.match(withdrawn.message, /timeout/);
  assert.equal(withdrawn.code, 'DEADLINE_EXCEEDED');
  assert.equal(withdrawn.outcome, 'notRun', 'it waited for its turn, and was taken back');
  await first.run(() => app.db.execute('commit'));
  assert.deepEqual(await names(second), ['in a transaction']);
  const slow = `insert into users (name) with recursive n(i) as (values (1) union all select i + 1 from n where i < 3000000)
    select 'slow ' || max(i) from n`;
  const ending = await second.run(async (sql) => {
    const error = await app.db.queueWriteWithTimeout(sql, 100).then(
      () => undefined,
      (reason) => reason,
    );
    const { message, outcome } = error;
    let tickCount = 0;
    const ticking = setInterval(() => tickCount++, 10);
    await error.settled;
    clearInterval(ticking);
    return { message, outcome, tickCount };
  }, slow);
  assert.ok(ending.tickCount > 3, `S2-41: the page went on, ${ending.tickCount} ticks`);
  assert.match(ending.message, /timeout/);
  assert.equal(ending.outcome, 'pending');
  assert.deepEqual(await names(second), ['in a transaction', 'slow 3000000']);
});

browserTest('S2-14, S2-24, W23: closing hands leadership over, and nobody has to ask', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'closed.db');
  await second.run(() => void (app.kept.writes = Array.from({ length: 20 }, (_, i) => app.db.queueWrite(`insert into users (name) values ('${i}')`))));
  await first.run(() => app.db.close());
  await second.run(() => Promise.all(app.kept.writes));
  await leads(second);
  assert.equal((await names(second)).length, 20);
  const error = await failure(first, () => app.attempt(() => app.db.execute('select 1')));
  assert.equal(error.code, 'CLOSED');
});

browserTest('S2-15, S2-45, W25, W26: test_write_guard_prevents_follower_writes', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'guard.db');
  await execute(first, "insert into users (name) values ('Ada')");
  await execute(first, 'create view shown as select * from users');
  await execute(first, 'create trigger writes instead of insert on shown begin insert into users (name) values (new.name); end');
  for (const sql of [
    "insert into users (name) values ('Bob')",
    "replace into users (id, name) values (1, 'Bob')",
    "update users set name = 'Bob'",
    'delete from users',
    "/* read */ insert into users (name) values ('Bob')",
    "with one as (select 'Bob') insert into users (name) select * from one",
    "insert into shown (name) values ('Bob')",
  ]) {
    const error = await failure(second, (text) => app.attempt(() => app.db.execute(text)), sql);
    assert.ok(error?.message.includes('WRITE_PERMISSION_DENIED'), sql);
    assert.deepEqual([error.code, error.outcome], ['WRITE_PERMISSION_DENIED', 'notRun']);
  }
  assert.deepEqual(await names(second), ['Ada']);
});

browserTest('S2-16, W24: the schema is changed from any tab, where the data is', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'schema.db');
  await execute(first, "insert into users (name) values ('Ada')");
  for (const sql of ['create table other (id)', 'alter table users add column age int', 'create index ages on users (age)']) {
    await execute(second, sql);
  }
  await second.run(() => app.db.sync());
  const late = await openCoordinationTab(browser, 'schema.db');
  assert.deepEqual(await names(late), ['Ada']);
  const { rows } = await execute(first, 'select name from sqlite_schema where sql is not null order by name');
  assert.deepEqual(rows.map(({ name }) => name), ['ages', 'other', 'users']);
});

browserTest('S2-18, S2-19: the wrapper writes, reads and routes', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'wrapped.db');
  for (const tab of [first, second]) {
    await tab.run(() => app.db.close());
    await tab.run(() => app.wrap('wrapped.db'));
  }
  await leads(first);
  const { lastInsertId } = await first.run(() => app.db.write('INSERT INTO users (name) VALUES (?)', ['Alice']));
  assert.equal(lastInsertId, 1);
  await first.run(() => app.db.execute('INSERT INTO users (name) VALUES (?)', ['Bob']));
  const { rows } = await second.run(() => app.db.query('SELECT name FROM users ORDER BY id'));
  assert.deepEqual(rows, [{ name: 'Alice' }, { name: 'Bob' }]);
  assert.equal((await second.run(() => app.db.execute('SELECT * FROM users'))).rows.length, 2);
  const error = await failure(second, () => app.attempt(() => app.db.write("INSERT INTO users (name) VALUES ('no')")));
  assert.match(error.message, /WRITE_PERMISSION_DENIED/);
  for (const tab of [first, second]) {
    await tab.run(() => app.db.close());
    await tab.run(() => app.wrap('wrapped.db', { autoSync: false }));
  }
  const levels = await first.run(async () => {
    await app.db.write("insert into users (name) values ('Carl')");
    const { level } = await app.db.tabularium.query("insert into users (name) values ('Dora')");
    await app.db.sync();
    return [level, app.db.tabularium.mode.durability];
  });
  assert.deepEqual(levels, ['memory', 'memory'], 'without autoSync a write waits for sync(), or for nobody');
});

browserTest('S2-20, S2-43: a refresh is for changes of other tabs, until it is taken off', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'refresh.db');
  await second.run(() => app.db.close());
  await second.run(async () => {
    app.kept.count = 0;
    app.kept.refresh = () => app.kept.count++;
    const db = new app.MultiTabDatabase(app.Database, 'refresh.db');
    db.onRefresh(app.kept.refresh);
    await db.init();
    app.db = db;
  });
  const count = () => second.run(() => app.kept.count);
  await until('changes are told', async () => {
    await execute(first, `insert into users (name) values ('${Math.random()}')`);
    return (await count()) > 0;
  });
  await sleep(200);
  const before = await count();
  await second.run(() => app.db.queueWrite("insert into users (name) values ('own')"));
  await sleep(200);
  assert.equal(await count(), before);
  await first.run(() => app.db.tabularium.batch(["insert into users (name) values ('x')", "update users set name = name || 'y'", "delete from users where name = 'xy'"]));
  await until('it is told', async () => (await count()) > before);
  await sleep(200);
  assert.equal(await count(), before + 1, 'once for a commit, whatever is in it');
  await second.run(() => app.db.offRefresh(app.kept.refresh));
  await execute(first, "insert into users (name) values ('unheard')");
  await sleep(200);
  assert.equal(await count(), before + 1);
});

browserTest('S2-21, W29: a write waits for leadership where that is asked for, and the method is there too', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'patient.db');
  await second.run(() => app.db.close());
  await second.run(() => app.wrap('patient.db', { waitForLeadership: true }));
  await second.run(() => void (app.kept.write = app.db.write("insert into users (name) values ('Ada')")));
  await sleep(200);
  await first.close();
  await second.run(() => app.kept.write);
  await second.run(() => app.db.waitForLeadership());
  assert.deepEqual((await second.run(() => app.db.query('select name from users'))).rows, [{ name: 'Ada' }]);
});

browserTest('S2-11, S2-21: a wrapper that would wait for leadership need not where any tab may write', {}, async ({ browser }) => {
  const [, second] = await openTwo(browser, 'allowed.db');
  await second.run(() => app.db.close());
  await second.run(() => app.wrap('allowed.db', { waitForLeadership: true }));
  await second.run(() => app.db.write('create table more (id)'));
  await second.run(() => app.db.allowNonLeaderWrites(true));
  await second.run(() => app.db.write("insert into users (name) values ('Ada')"));
  assert.equal(await second.run(() => app.db.isLeader()), false);
  assert.deepEqual((await second.run(() => app.db.query('select name from users'))).rows, [{ name: 'Ada' }]);
});

browserTest('a database is opened with the options of a Tabularium, which is beneath it', {}, async ({ browser }) => {
  const tabs = [await openCoordinationTab(browser), await openCoordinationTab(browser)];
  for (const tab of tabs) {
    await tab.run(async () => {
      const worker = () => new Worker('/sqlite-worker.js', { type: 'module', name: 'own' });
      app.db = await app.Database.newDatabase('options.db', { worker, leaderTimeoutMs: 60_000 });
    });
  }
  const report = await tabs[1].run(async () => {
    const { leaseExpiry } = await app.db.getLeaderInfo();
    await app.db.tabularium.exec('create table note (title text); create index slugs on note (slug(title))');
    const { rows } = await app.db.execute("select slug('Hello, World') as slug");
    const refusals = [];
    for (const wrong of [
      () => app.Database.newDatabase('options.db', { leaderTimeout: 1 }),
      () => app.db.queueWrite('select 1', [], { patsch: {} }),
      () => app.db.queueWriteWithTimeout('select 1', 0),
      async () => app.db.onDataChange('no function'),
      () => app.db.execute('commit'),
    ]) {
      const { error } = await app.attempt(wrong);
      refusals.push(`${error.name} ${error.code} ${error.outcome}`);
    }
    return { leaseMs: leaseExpiry - Date.now(), rows, refusals };
  });
  assert.ok(report.leaseMs > 50_000);
  assert.deepEqual(report.rows, [{ slug: 'hello-world' }]);
  assert.deepEqual(report.refusals, [
    ...Array(4).fill('TabulariumError INVALID_ARGUMENT notRun'),
    'TabulariumError TX_CLOSED notRun',
  ]);
});

browserTest('S2-22, S2-23: the wrapper synchronises on a timer until it is closed, and forwards the rest', {}, async ({ browser }) => {
  const tab = await openCoordinationTab(browser);
  await tab.run(() => app.wrap('timer.db', { syncIntervalMs: 30 }));
  const counted = await tab.run(async () => {
    let count = 0;
    const { database } = app.db;
    const sync = database.sync.bind(database);
    database.sync = () => (count++, sync());
    await new Promise((resolve) => setTimeout(resolve, 400));
    const open = count;
    await app.db.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closed = count;
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { open, after: count - closed };
  });
  assert.ok(counted.open > 1, `${counted.open} times`);
  assert.equal(counted.after, 0);
  const missing = await tab.run(() => {
    const methodsOf = ({ prototype }) => Object.getOwnPropertyNames(prototype);
    const wrapped = new Set(methodsOf(app.MultiTabDatabase));
    return methodsOf(app.Database).filter((name) => !wrapped.has(name));
  });
  assert.deepEqual(missing, []);
  const unforwarded = await tab.run(async () => {
    await app.wrap('forwarded.db');
    const asked = [];
    const { database } = app.db;
    const own = ['constructor', 'init', 'database', 'tabularium', 'close', 'write', 'execute', 'executeWithParams', 'query', 'onRefresh', 'offRefresh'];
    const names = Object.getOwnPropertyNames(app.MultiTabDatabase.prototype).filter((name) => !own.includes(name));
    for (const name of names) database[name] = (...values) => asked.push(`${name} ${values}`);
    for (const name of names) await app.db[name](1, 2, 3, 4);
    const expected = names.filter((name) => !asked.some((one) => one.startsWith(`${name} `)));
    for (const name of names) delete database[name];
    await app.db.close();
    return expected;
  });
  assert.deepEqual(unforwarded, []);
});

browserTest('S2-25: tabs that open at once have one leader', {}, async ({ browser }) => {
  const tabs = [];
  for (let i = 0; i < 4; i++) tabs.push(await openCoordinationTab(browser));
  await Promise.all(tabs.map((tab) => tab.run(() => app.open('at-once.db'))));
  const leading = await Promise.all(tabs.map((tab) => tab.run(() => app.db.isLeader())));
  assert.equal(leading.filter(Boolean).length, 1);
});

browserTest('S2-32, S2-33: pending writes are counted, told, and confirmed or taken back', {}, async ({ browser }) => {
  const [, second] = await openTwo(browser, 'pending.db');
  const seen = await second.run(async () => {
    const { db } = app;
    await db.enableOptimisticUpdates(true);
    const told = [];
    const stop = db.onPendingChange((count, ended) => told.push([count, ended?.isConfirmed]));
    const writing = db.queueWrite("insert into users (name) values ('Ada')");
    const during = await db.getPendingWritesCount();
    await writing;
    await db.queueWrite("insert into users (name) values ('Ada')").catch(() => {});
    const one = await db.trackOptimisticWrite('one');
    const two = await db.trackOptimisticWrite('two');
    const count = await db.getPendingWritesCount();
    await db.clearOptimisticWrites();
    stop();
    return { mode: await db.isOptimisticMode(), during, told, areDifferent: one !== two, count, left: await db.getPendingWritesCount() };
  });
  assert.deepEqual(seen, {
    mode: true,
    during: 1,
    told: [[1, undefined], [0, true], [1, undefined], [0, false], [1, undefined], [2, undefined], [0, undefined]],
    areDifferent: true,
    count: 2,
    left: 0,
  });
});

browserTest('S2-34, S2-35: metrics by hand, under the names that were promised', {}, async ({ browser }) => {
  const tab = await openCoordinationTab(browser, 'by-hand.db');
  const { before, metrics, disabled, reset } = await tab.run(async () => {
    const { db } = app;
    const before = await db.isCoordinationMetricsEnabled();
    await db.recordWriteConflict();
    await db.enableCoordinationMetrics(true);
    await db.recordLeadershipChange(true);
    for (let i = 0; i < 150; i++) await db.recordNotificationLatency(i < 50 ? 1000 : 15.5);
    await db.recordWriteConflict();
    await db.recordFollowerRefresh();
    const metrics = JSON.parse(await db.getCoordinationMetrics());
    await db.enableCoordinationMetrics(false);
    const disabled = JSON.parse(await db.getCoordinationMetrics());
    await db.resetCoordinationMetrics();
    return { before, metrics, disabled, reset: JSON.parse(await db.getCoordinationMetrics()) };
  });
  assert.equal(before, false);
  const { start_timestamp: start, ...figures } = metrics;
  assert.deepEqual(figures, {
    leadership_changes: 1,
    write_conflicts: 1,
    follower_refreshes: 1,
    avg_notification_latency_ms: 15.5,
    total_notifications: 150,
  });
  assert.ok(Math.abs(start - Date.now()) < 60_000);
  assert.deepEqual(disabled, metrics, 'disabling keeps what was counted');
  assert.equal(reset.total_notifications + reset.leadership_changes + reset.write_conflicts, 0);
});

browserTest('S2-36, W31: metrics fill themselves', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'by-itself.db');
  await second.run(() => app.db.enableCoordinationMetrics(true));
  await execute(first, "insert into users (name) values ('Ada')");
  await second.run(() => app.attempt(() => app.db.execute('delete from users')));
  const metrics = () => second.run(async () => JSON.parse(await app.db.getCoordinationMetrics()));
  await until('the notice is counted', async () => (await metrics()).total_notifications === 1);
  await second.run(() => app.db.queueWrite("insert into users (name) values ('Bob')"));
  await until('so is the one that is sent', async () => (await metrics()).total_notifications === 2);
  await first.close();
  await leads(second);
  const { write_conflicts, follower_refreshes, leadership_changes, avg_notification_latency_ms } = await metrics();
  assert.deepEqual([write_conflicts, leadership_changes], [1, 1]);
  assert.ok(follower_refreshes >= 1);
  assert.ok(avg_notification_latency_ms >= 0 && avg_notification_latency_ms < 5000);
});

browserTest('S2-42: BEGIN, statements and COMMIT are one transaction of their tab', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'transaction.db');
  await first.run(async () => {
    await app.db.execute('BEGIN TRANSACTION');
    await app.db.execute("INSERT INTO users VALUES (1, 'Alice')");
    await app.db.execute("INSERT INTO users VALUES (2, 'Bob')");
  });
  await second.run(() => void (app.kept.reading = app.db.execute('select name from users')));
  await first.run(() => app.db.execute('COMMIT'));
  assert.equal((await second.run(() => app.kept.reading)).rows.length, 2, 'it waited for the commit');
  await first.run(async () => {
    await app.db.execute('BEGIN');
    for (const name of ['Carl', 'Dora']) await app.db.execute('INSERT INTO users (name) VALUES (?)', [name]);
    await app.db.execute('-- no\nROLLBACK');
  });
  assert.deepEqual(await names(second), ['Alice', 'Bob']);
  const several = "BEGIN; insert into users (name) values ('Eve'); COMMIT";
  assert.equal((await failure(first, (sql) => app.attempt(() => app.db.execute(sql)), several)).outcome, 'notRun');
  assert.deepEqual(await names(second), ['Alice', 'Bob'], 'it holds up nobody');
  await second.run(() => app.db.execute('begin'));
  const error = await failure(second, () => app.attempt(() => app.db.execute('delete from users')));
  assert.match(error.message, /WRITE_PERMISSION_DENIED/);
  await second.run(() => app.db.execute('rollback'));
  const none = await failure(second, () => app.attempt(() => app.db.execute('commit')));
  assert.match(none.message, /no transaction/);
});

browserTest('a transaction is whole also where nobody awaits its statements, and is run again when its leader has gone', {}, async ({ browser }) => {
  const [first, second] = await openTwo(browser, 'again.db');
  await second.run(() => app.db.allowNonLeaderWrites(true));
  const run = () =>
    Promise.all(['begin', "insert into users (name) values ('Ada')", 'commit'].map((sql) => app.db.execute(sql)));
  await second.run(run);
  assert.deepEqual(await names(first), ['Ada']);
  await second.run(() => app.db.execute('begin'));
  await second.run(() => app.db.execute('delete from users'));
  await first.close();
  await leads(second);
  const lost = await failure(second, () => app.attempt(() => app.db.execute("insert into users (name) values ('Bob')")));
  assert.equal(lost.code, 'TX_ABORTED_FAILOVER');
  await second.run(() => app.db.execute('begin'));
  await second.run(() => app.db.execute("insert into users (name) values ('Bob')"));
  await second.run(() => app.db.execute('commit'));
  assert.deepEqual(await names(second), ['Ada', 'Bob']);
});
