import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './support/bundle.mjs';
import { FIRST_LEADER, installBrowser, openFake, settled } from './support/fakePage.mjs';

const { transactionWordOf } = await load('coordination/transactionWords.ts');
const { CoordinationMetrics } = await load('coordination/coordinationMetrics.ts');
const { PendingWrites } = await load('coordination/pendingWrites.ts');
const { Changes } = await load('coordination/changes.ts');
const { ChangeFeed } = await load('sqlite/changeFeed.ts');
const { Database } = await load('coordination/database.ts');
const { MultiTabDatabase } = await load('coordination/multiTabDatabase.ts');

test('what begins and ends a transaction is told from what only looks like it', () => {
  for (const [sql, word] of [
    ['begin', 'begin'],
    [' -- x\n/* y */ BEGIN IMMEDIATE;', 'begin'],
    ['Commit;', 'commit'],
    ['end transaction', 'commit'],
    ['rollback', 'rollback'],
    ['ROLLBACK TRANSACTION', 'rollback'],
    ['begin/**/exclusive -- x\n transaction; /* y', 'begin'],
    ['commit;;-- done', 'commit'],
    ['rollback to a', undefined],
    ['ROLLBACK/**/TO a', undefined],
    ['BEGIN; insert into t values (1); COMMIT', undefined],
    ['commit; drop table t', undefined],
    ['rollback;/**/select 1', undefined],
    ["begin '--'", undefined],
    ['rollback transaction to savepoint a', undefined],
    ['savepoint a', undefined],
    ['beginning', undefined],
    ["select 'begin'", undefined],
    ['', undefined],
  ]) {
    assert.equal(transactionWordOf(sql), word, sql);
  }
});

test('metrics count only while they are enabled, and keep what they have', () => {
  const metrics = new CoordinationMetrics();
  metrics.notified(5);
  assert.equal(metrics.figures().total_notifications, 0);
  metrics.isEnabled = true;
  for (let i = 1; i <= 101; i++) metrics.notified(i);
  metrics.isEnabled = false;
  metrics.notified(1000);
  const { total_notifications: count, avg_notification_latency_ms: average } = metrics.figures();
  assert.deepEqual([count, average], [101, 51.5]);
});

test('metrics say since when they count: from when they were enabled first, or reset', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1000 });
  const metrics = new CoordinationMetrics();
  const start = () => metrics.figures().start_timestamp;
  assert.equal(start(), 0);
  t.mock.timers.tick(500);
  metrics.isEnabled = true;
  t.mock.timers.tick(500);
  metrics.isEnabled = false;
  metrics.isEnabled = true;
  assert.equal(start(), 1500);
  metrics.reset();
  assert.equal(start(), 2000);
  metrics.isEnabled = false;
  metrics.reset();
  assert.equal(start(), 0);
});

test('a latency that is none is refused, so that the mean stays a number', async (t) => {
  const { db } = await openFake({ open: (name) => Database.newDatabase(name) }, installBrowser(), 'app');
  t.after(() => db.close());
  for (const isEnabled of [false, true]) {
    await db.enableCoordinationMetrics(isEnabled);
    for (const wrong of [NaN, Infinity, -1, undefined, null, '5']) {
      await assert.rejects(db.recordNotificationLatency(wrong), { code: 'INVALID_ARGUMENT', outcome: 'notRun' });
    }
  }
  await db.recordNotificationLatency(0);
  const { avg_notification_latency_ms: average, total_notifications: count } = JSON.parse(await db.getCoordinationMetrics());
  assert.deepEqual([average, count], [0, 1]);
});

test('metrics are enabled at once, whether or not a leader answers, and count as soon as one does', async (t) => {
  const { db, page } = await openFake({ open: (name) => Database.newDatabase(name) }, installBrowser(), 'app');
  t.after(() => db.close());
  let isEnabled = false;
  void db.enableCoordinationMetrics(true).then(() => (isEnabled = true));
  await settled();
  assert.equal(isEnabled, true);
  page.subscriptions[0].onFailure({ code: 'STORAGE_UNAVAILABLE' });
  await db.enableCoordinationMetrics(true);
  const feed = new ChangeFeed();
  feed.add('other', ['insert']);
  page.subscriptions[0].onResult(feed.result());
  const { follower_refreshes: refreshes } = JSON.parse(await db.getCoordinationMetrics());
  assert.deepEqual([refreshes, page.subscriptions.length], [1, 1]);
});

test('a pending write ends once, and who stops listening hears no more', () => {
  const pending = new PendingWrites();
  const heard = [];
  const stop = pending.onChange((count, ended) => heard.push([count, ended?.sql, ended?.isConfirmed]));
  pending.add('1', 'one');
  pending.add('2', 'two');
  pending.end('1', { isConfirmed: false, error: new Error('no') });
  pending.end('1', { isConfirmed: true });
  stop();
  pending.end('2', { isConfirmed: true });
  assert.deepEqual(heard, [
    [1, undefined, undefined],
    [2, undefined, undefined],
    [1, 'one', false],
  ]);
});

/** A tab's view of a leader's feed: `deliver` is what a subscription does. */
function follower(own) {
  const told = [];
  let deliver;
  let changeLeader;
  const changes = new Changes(own, ({ types, isOwn }) => isOwn || told.push(types.join(' and ')));
  const db = {
    onLeaderChange: (callback) => ((changeLeader = callback), () => {}),
    calls: { page: { subscribe: (_key, _statement, onResult) => ((deliver = onResult), 1), unsubscribe: () => {} } },
  };
  changes.begin(db);
  return { told, deliver: (feed) => deliver(feed.result()), changeLeader: () => changeLeader() };
}

test('who stops another while all are told of a pending write stops it at once', () => {
  const pending = new PendingWrites();
  const heard = [];
  pending.onChange(() => stopLast());
  const stopLast = pending.onChange((count) => heard.push(count));
  pending.add('1', 'one');
  assert.deepEqual(heard, []);
});

test('changes are told once, but for own ones and those from before', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1000 });
  const feed = new ChangeFeed();
  feed.add('other', ['insert']);
  t.mock.timers.tick(1);
  const tab = follower('me');
  tab.deliver(feed);
  feed.add('me', ['insert']);
  feed.add('other', ['update', 'delete']);
  tab.deliver(feed);
  tab.deliver(feed);
  feed.add(null, ['schema']);
  tab.deliver(feed);
  assert.deepEqual(tab.told, ['update and delete', 'schema']);
});

test('what is committed before the leader answers is told, but for own changes and those from before', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1000 });
  const feed = new ChangeFeed();
  feed.add('other', ['delete']);
  t.mock.timers.tick(1);
  const tab = follower('me');
  feed.add('other', ['insert']);
  feed.add('me', ['delete']);
  feed.add('other', ['update']);
  tab.deliver(feed);
  tab.deliver(feed);
  assert.deepEqual(tab.told, ['insert', 'update']);
});

test('many commits before the leader answers are the last ones, and the word that there were more', () => {
  const feed = new ChangeFeed();
  const tab = follower('me');
  for (let i = 0; i < 100; i++) feed.add('other', ['insert']);
  tab.deliver(feed);
  assert.deepEqual([tab.told.length, tab.told[0]], [65, 'unknown']);
});

test('where the clock is set back before the leader answers, something may have changed', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 10_000 });
  const feed = new ChangeFeed();
  const tab = follower('me');
  t.mock.timers.setTime(5000);
  feed.add('other', ['insert']);
  tab.deliver(feed);
  feed.add('other', ['update']);
  tab.deliver(feed);
  assert.deepEqual(tab.told, ['unknown', 'update']);
});

test('a leader that goes before it answers is told of, and what the next one commits too', () => {
  const tab = follower('me');
  tab.changeLeader();
  const next = new ChangeFeed();
  next.add('other', ['update']);
  tab.deliver(next);
  assert.deepEqual(tab.told, ['unknown', 'update']);
});

test('who has missed changes is told so', () => {
  const feed = new ChangeFeed();
  const tab = follower('me');
  tab.deliver(feed);
  for (let i = 0; i < 100; i++) feed.add('other', ['insert']);
  tab.deliver(feed);
  assert.deepEqual([tab.told.length, tab.told[0]], [65, 'unknown']);
});

test('a new leader counts anew, and what the one before did last may be unheard', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1000 });
  const feed = new ChangeFeed();
  for (let i = 0; i < 5; i++) feed.add('other', ['insert']);
  t.mock.timers.tick(1);
  const tab = follower('me');
  tab.deliver(feed);
  const next = new ChangeFeed();
  next.add('other', ['update']);
  tab.changeLeader();
  tab.deliver(next);
  assert.deepEqual(tab.told, ['unknown', 'update']);
});

test('who stops another while all are told of a change stops it at once', async (t) => {
  const pages = installBrowser();
  const { db, page } = await openFake({ open: (name) => Database.newDatabase(name) }, pages, 'app');
  page.onClose = (done) => done();
  t.after(() => db.close());
  const heard = [];
  const [data, refresh] = [(type) => heard.push(type), () => heard.push('refresh')];
  db.onDataChange((type) => {
    heard.push(`first ${type}`);
    db.offDataChange(data);
  });
  db.onDataChange(data);
  db.onRefresh(() => db.offRefresh(refresh));
  db.onRefresh(refresh);
  const once = (type) => {
    heard.push(`once ${type}`);
    db.offDataChange(once);
  };
  db.onDataChange(once);
  const feed = new ChangeFeed();
  page.subscriptions[0].onResult(feed.result());
  feed.add('other', ['insert', 'update']);
  page.subscriptions[0].onResult(feed.result());
  assert.deepEqual(heard, ['first insert', 'first update', 'once insert']);
});

test('calls that wait for leadership, or for changes, are refused by a closed database, and end when it is closed', async () => {
  const { db } = await openFake({ open: (name) => Database.newDatabase(name) }, installBrowser(), 'app');
  const waiting = [db.waitForLeadership(), db.requestLeadership()];
  const ended = Promise.allSettled(waiting);
  const startMs = performance.now();
  await db.close();
  const late = await Promise.allSettled([db.waitForLeadership(), db.requestLeadership(), db.enableCoordinationMetrics(true)]);
  for (const { reason } of [...(await ended), ...late]) assert.equal(reason.code, 'CLOSED');
  assert.ok(performance.now() - startMs < 1000);
  for (const call of [() => db.onDataChange(() => {}), () => db.onRefresh(() => {})]) assert.throws(call, { code: 'CLOSED' });
});

test('a result whose rows were lost with the leader says so, and no other', async (t) => {
  const { db, page } = await openFake({ open: (name) => Database.newDatabase(name) }, installBrowser(), 'app');
  t.after(() => db.close());
  const insert = async (isAbridged) => {
    const inserting = db.execute('insert into todo (title) values (1) returning id');
    await settled();
    page.last.succeed(null, 8, { isAbridged });
    return inserting;
  };
  await db.allowNonLeaderWrites(true);
  assert.deepEqual([(await insert(true)).isAbridged, 'isAbridged' in (await insert(false))], [true, false]);
});

test('a wrapper that is closed takes those who wait for refreshes to its next database', async (t) => {
  const pages = installBrowser();
  const db = new MultiTabDatabase(Database, 'app');
  const init = { open: () => db.init() };
  await openFake(init, pages);
  await db.close();
  let count = 0;
  db.onRefresh(() => count++);
  const { page } = await openFake(init, pages);
  t.after(() => db.close());
  const feed = new ChangeFeed();
  page.subscriptions[0].onResult(feed.result());
  feed.add('other', ['insert']);
  page.subscriptions[0].onResult(feed.result());
  assert.equal(count, 1);
});

/** A class of databases that records what is asked of them; `open` decides how an opening ends. */
function databases(open = async () => {}) {
  const made = [];
  const newDatabase = async (name, options) => {
    await open();
    const database = {
      name,
      options,
      asked: [],
      refreshers: new Set(),
      isClosed: false,
      sync: async () => void database.asked.push('sync'),
      close: async () => void (database.isClosed = true),
      onRefresh: (callback) => database.refreshers.add(callback),
      offRefresh: (callback) => database.refreshers.delete(callback),
    };
    made.push(database);
    return database;
  };
  return { made, newDatabase };
}

test('a wrapper that is not open refuses what gives a promise by that, and all else at once', async () => {
  const db = new MultiTabDatabase(databases(), 'app');
  for (const name of Object.getOwnPropertyNames(MultiTabDatabase.prototype)) {
    if (['constructor', 'init', 'close', 'onRefresh', 'offRefresh'].includes(name)) continue;
    if (['database', 'tabularium'].includes(name)) assert.throws(() => db[name], { code: 'CLOSED' }, name);
    else if (/^(on|off)[A-Z]|^isShown$|^getPendingWrites$/.test(name)) assert.throws(() => db[name](), { code: 'CLOSED' }, name);
    else await assert.rejects(db[name]('select 1'), { code: 'CLOSED', outcome: 'notRun' }, name);
  }
});

test('what a pending write, or a query that shows it, cannot be is refused by its promise, and is not pending', async (t) => {
  const { db, page } = await openFake({ open: (name) => Database.newDatabase(name) }, installBrowser(), 'app');
  t.after(() => db.close());
  await db.enableOptimisticUpdates(true);
  const sql = 'insert into todo (id) values (1)';
  for (const [wrong, options] of [
    [undefined, {}],
    [7, { patch: { delete: 'todo', key: { id: 1 } } }],
    [sql, null],
    [sql, { key: null }],
    [sql, { key: [] }],
    [sql, { key: ['id', 1] }],
    [sql, { patch: null }],
    [sql, { patch: 'todo' }],
    [sql, { patch: { insert: 'todo', row: { id: 1 }, key: 5 } }],
    [sql, { patch: { update: 'todo', key: { id: 1 } } }],
  ]) {
    for (const call of [() => db.queueWrite(wrong, [], options), () => db.trackOptimisticWrite(wrong, [], options)]) {
      await assert.rejects(call(), { name: 'TabulariumError', code: 'INVALID_ARGUMENT', outcome: 'notRun' });
    }
  }
  const calls = [() => db.live(7, [], () => {}), () => db.live('select 1', [], null), () => db.execute(undefined)];
  for (const call of calls) await assert.rejects(call(), { code: 'INVALID_ARGUMENT' });
  assert.deepEqual([page.calls.length, await db.getPendingWritesCount()], [0, 0]);
});

test('a wrapper that is closed while it opens leaves nothing open, and no timer', async () => {
  let goOn;
  const all = databases(() => new Promise((resolve) => (goOn = resolve)));
  const db = new MultiTabDatabase(all, 'app', { syncIntervalMs: 5 });
  const initialised = db.init();
  const closed = db.close();
  goOn();
  await Promise.all([initialised, closed]);
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.deepEqual([all.made.length, all.made[0].isClosed, all.made[0].asked], [1, true, []]);
  assert.throws(() => db.database, { code: 'CLOSED' });
});

test('a wrapper that could not be opened can be closed, and opened when that is possible', async () => {
  let isBroken = true;
  const all = databases(async () => {
    if (isBroken) throw new Error('no storage');
  });
  const db = new MultiTabDatabase(all, 'app');
  await assert.rejects(Promise.all([db.init(), db.init()]), /no storage/);
  await db.close();
  isBroken = false;
  await Promise.all([db.init(), db.init()]);
  assert.equal(all.made.length, 1);
  await db.close();
  await db.init();
  assert.deepEqual(all.made.map(({ isClosed }) => isClosed), [true, false]);
});

test('a wrapper gives its database its options, and those who wait for refreshes', async () => {
  const all = databases();
  const worker = () => {};
  const db = new MultiTabDatabase(all, 'app', { autoSync: false, leaderTimeoutMs: 1000, worker });
  const [refresh, other] = [() => {}, () => {}];
  db.onRefresh(refresh);
  db.onRefresh(other);
  db.offRefresh(other);
  await db.init();
  const [{ name, options, refreshers }] = all.made;
  assert.deepEqual([name, options], ['app', { leaderTimeoutMs: 1000, worker, durability: 'memory' }]);
  assert.deepEqual([...refreshers], [refresh]);
  db.offRefresh(refresh);
  assert.equal(refreshers.size, 0);
  assert.throws(() => db.onRefresh('x'), { code: 'INVALID_ARGUMENT', outcome: 'notRun' });
  for (const syncIntervalMs of [-1, NaN, 2 ** 31, Infinity]) {
    const wrong = () => new MultiTabDatabase(all, 'app', { syncIntervalMs });
    assert.throws(wrong, { code: 'INVALID_ARGUMENT', outcome: 'notRun' });
  }
});

test('a wrapper that waits for leadership does so before a transaction, unless it may write anyway', async (t) => {
  const pages = installBrowser();
  const db = new MultiTabDatabase(Database, 'app', { waitForLeadership: true });
  const { page } = await openFake({ open: () => db.init() }, pages);
  t.after(() => db.close());
  page.onCall = (call) => setImmediate(() => call.succeed());
  const asked = () => page.calls.splice(0).map(({ op }) => op);
  const begun = db.write('begin');
  await settled();
  assert.deepEqual(asked(), []);
  page.host.onWelcome({ ...FIRST_LEADER, term: 2, leaderId: 'tab-b', isLeader: true });
  await begun;
  await db.write('rollback');
  assert.deepEqual(asked(), ['begin', 'rollback']);
  page.host.onWelcome({ ...FIRST_LEADER, term: 3 });
  await settled();
  await db.allowNonLeaderWrites(true);
  await db.write('begin');
  assert.deepEqual(asked(), ['begin']);
});
