import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { load } from './support/bundle.mjs';
import { installBrowser, openFake, plainFailure, settled } from './support/fakePage.mjs';
import { resultMessages } from './support/messages.mjs';
import { newConnection } from './support/sqlite.mjs';

const { Tabularium } = await load('index.ts');
const { keyOf } = await load('live.ts');
const pages = installBrowser();

const rows = (...ids) =>
  resultMessages(
    [['id', 23]],
    ids.map((id) => [String(id)]),
    `SELECT ${ids.length}`,
  );
const ids = (result) => result.rows.map((row) => row.id);

async function open(options) {
  return openFake(Tabularium, pages, options);
}

test('gives the first result, then each later one', async () => {
  const { db, page } = await open();
  const seen = [];
  const promise = db.live.query('select', undefined, (result) => seen.push([result.commit, ids(result)]));
  assert.deepEqual(page.subscriptions[0].statement, { sql: 'select', params: [] });
  page.subscriptions[0].onResult(rows(1), 10);
  const live = await promise;
  assert.deepEqual([live.initialResults.commit, ids(live.initialResults)], [10, [1]]);
  page.subscriptions[0].onResult(rows(1, 2), 11);
  page.subscriptions[0].onResult(rows(1, 2), 11);
  page.subscriptions[0].onResult(rows(9), 9);
  await settled();
  page.subscriptions[0].onResult(rows(1, 2, 3), 12);
  await settled();
  assert.deepEqual(seen, [
    [11, [1, 2]],
    [12, [1, 2, 3]],
  ]);
  assert.equal(db.commit, 12);
});

test('calls back after the first result was handed over, never before', async () => {
  const { db, page } = await open();
  const events = [];
  const running = (async () => {
    const live = await db.live.query('select', [], (result) => events.push(`callback ${result.commit}`));
    events.push(`initial ${live.initialResults.commit}`);
  })();
  page.subscriptions[0].onResult(rows(1), 10);
  page.subscriptions[0].onResult(rows(2), 11);
  queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => page.subscriptions[0].onResult(rows(3), 12))));
  await running;
  await settled();
  assert.deepEqual(events, ['initial 11', 'callback 12']);
});

test('equal queries share one subscription and one decoded result', async () => {
  const { db, page } = await open();
  const [first, second] = [mock.fn(), mock.fn()];
  const promises = [db.live.query('select $1', [1], first), db.live.query('select $1', [1], second)];
  const other = db.live.query('select $1', ['1'], () => {});
  assert.equal(page.subscriptions.length, 2);
  for (const subscription of page.subscriptions) subscription.onResult(rows(1), 10);
  const [a, b] = await Promise.all([...promises, other]);
  assert.equal(a.initialResults.rows, b.initialResults.rows);
  const late = await db.live.query('select $1', [1], () => {});
  assert.equal(late.initialResults.rows, a.initialResults.rows);
  await a.unsubscribe();
  await a.unsubscribe();
  page.subscriptions[0].onResult(rows(2), 11);
  await settled();
  assert.deepEqual([first.mock.callCount(), second.mock.callCount()], [0, 1]);
  await b.unsubscribe();
  assert.deepEqual(page.unsubscribed, []);
  await late.unsubscribe();
  assert.deepEqual(page.unsubscribed, [1]);
  void db.live.query('select $1', [1], () => {}).catch(() => {});
  assert.equal(page.subscriptions.length, 3);
  await db.close();
});

test('queries that want bigints and equal ones that do not share a run, but no result', async () => {
  const { db, page } = await open('sqlite:app');
  const connection = newConnection();
  const ask = (options) => db.live.query('select 1', [], () => {}, options);
  const promises = [ask({ bigints: true }), ask({ bigints: false }), ask(), ask({ bigints: true })];
  assert.deepEqual(
    page.subscriptions.map(({ key }) => key),
    Array(2).fill(page.subscriptions[0].key),
    'a leader runs equal keys once',
  );
  const bytes = connection.run(connection.prepare('select 1 as id, 0.5 as half'));
  for (const { onResult } of page.subscriptions) onResult(bytes, 10);
  const results = (await Promise.all(promises)).map(({ initialResults }) => initialResults);
  const [whole, number] = [{ id: 1n, half: 0.5 }, { id: 1, half: 0.5 }];
  assert.deepEqual(results.map(({ rows }) => rows[0]), [whole, number, number, whole]);
  assert.equal(results[0].rows, results[3].rows);
  await db.close();
  connection.close();
});

test('one callback that throws or unsubscribes another stops nobody else', async () => {
  const { db, page } = await open();
  const reported = [];
  globalThis.reportError = (error) => reported.push(error.message);
  const seen = [];
  const subscribe = (callback) => db.live.query('select', [], callback);
  const promises = [
    subscribe(() => {
      throw new Error('mine');
    }),
    subscribe(() => void victim.unsubscribe()),
    subscribe(() => seen.push('victim')),
    subscribe(() => seen.push('last')),
  ];
  page.subscriptions[0].onResult(rows(1), 10);
  const victim = (await Promise.all(promises))[2];
  page.subscriptions[0].onResult(rows(2), 11);
  await settled();
  delete globalThis.reportError;
  assert.deepEqual([reported, seen], [['mine'], ['last']]);
});

test('a query that cannot be kept is refused to all who asked', async () => {
  const { db, page } = await open();
  const promises = [db.live.query('insert', [], () => {}), db.live.query('insert', [], () => {})];
  page.subscriptions[0].onFailure({ code: 'LIVE_UNSUPPORTED' });
  for (const promise of promises) await assert.rejects(promise, { code: 'LIVE_UNSUPPORTED', query: 'insert' });
  assert.deepEqual(page.unsubscribed, [1]);
});

test('options that nobody reads are refused by name', async () => {
  const { db, page } = await open();
  for (const options of [{ onerror: () => {} }, { durability: 'memory' }, { rowMode: 'array' }]) {
    const promise = db.live.query('select', [], () => {}, options);
    const [name] = Object.keys(options);
    await assert.rejects(promise, {
      code: 'INVALID_ARGUMENT',
      message: `live.query() knows no option '${name}'; it knows onError, bigints.`,
    });
  }
  await assert.rejects(
    db.live.query('select', [], () => {}, null),
    { code: 'INVALID_ARGUMENT' },
  );
  assert.deepEqual(page.subscriptions, []);
});

test('a query that stops working says so, and goes on when it works again', async () => {
  const { db, page } = await open();
  const events = [];
  const promise = db.live.query('select', [], (result) => events.push(result.commit), {
    onError: (error) => events.push(error.code),
  });
  page.subscriptions[0].onResult(rows(1), 10);
  await promise;
  page.subscriptions[0].onFailure({ code: 'SQL_ERROR' });
  await assert.rejects(
    db.live.query('select', [], () => {}),
    { code: 'SQL_ERROR' },
  );
  page.subscriptions[0].onResult(rows(1), 10);
  await settled();
  assert.deepEqual(events, ['SQL_ERROR', 10]);
});

test('refresh resolves with a result, which may be of the same commit', async () => {
  const { db, page } = await open();
  const seen = [];
  const promise = db.live.query('select now()', [], (result) => seen.push(ids(result)));
  page.subscriptions[0].onResult(rows(1), 10);
  const live = await promise;
  const refreshing = live.refresh();
  assert.deepEqual(page.refreshed, [1]);
  page.subscriptions[0].onResult(rows(2), 10);
  await refreshing;
  await settled();
  assert.deepEqual(seen, [[2]]);
  await live.unsubscribe();
  await assert.rejects(live.refresh(), { code: 'CLOSED' });
});

test('a result that was on its way when a refresh was asked for does not keep its result from being told', async () => {
  const { db, page } = await open();
  const seen = [];
  const promise = db.live.query('select now()', [], (result) => seen.push(ids(result)));
  page.subscriptions[0].onResult(rows(1), 10);
  const live = await promise;
  const refreshing = live.refresh();
  page.subscriptions[0].onResult(rows(2), 11);
  await refreshing;
  await settled();
  page.subscriptions[0].onResult(rows(3), 11);
  await settled();
  assert.deepEqual(seen, [[2], [3]]);
});

test('a database that is lost tells its live queries; one that is closed does not', async (t) => {
  const printed = t.mock.method(console, 'error', () => {});
  for (const [end, told] of [
    [({ page }) => page.host.onFatal(plainFailure({ code: 'VERSION_BLOCKED', message: 'held by 2.0' })), ['VERSION_BLOCKED']],
    [({ db }) => db.close(), []],
  ]) {
    const opened = await open();
    const errors = [];
    const following = opened.db.live.query('select', [], () => {}, { onError: ({ code }) => errors.push(code) });
    opened.page.subscriptions[0].onResult(rows(1), 10);
    await following;
    await opened.db.live.query('select', [], () => {});
    end(opened);
    await settled();
    assert.deepEqual(errors, told);
    assert.equal(printed.mock.callCount(), 1, 'who takes no errors finds the loss in the console');
  }
});

test('a result that cannot be read is an error of the live query', async () => {
  const { db, page } = await open();
  const events = [];
  const told = { onError: ({ name }) => events.push(name) };
  const following = db.live.query('select', [], (result) => events.push(ids(result)), told);
  page.subscriptions[0].onResult(rows(1), 10);
  await following;
  page.subscriptions[0].onResult(null, 11);
  await settled();
  page.subscriptions[0].onResult(rows(3), 12);
  await settled();
  assert.deepEqual(events, ['TypeError', [3]]);
});

test('the first result has a deadline', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { db, page } = await open({ dataDir: 'idb://app', deadlineMs: 200 });
  const promise = db.live.query('select', [], () => {});
  t.mock.timers.tick(200);
  await assert.rejects(promise, { code: 'DEADLINE_EXCEEDED', outcome: 'notRun', query: 'select' });
  assert.deepEqual(page.unsubscribed, [1]);
});

test('closing ends subscriptions', async () => {
  const { db, page } = await open();
  const callback = mock.fn();
  const kept = db.live.query('select 1', [], callback);
  page.subscriptions[0].onResult(rows(1), 10);
  const live = await kept;
  const waiting = db.live.query('select 2', [], callback);
  page.subscriptions[0].onResult(rows(2), 11);
  await db.close();
  await assert.rejects(waiting, { code: 'CLOSED' });
  await settled();
  assert.equal(callback.mock.callCount(), 0);
  await live.unsubscribe();
});

test('values have names as in query', async () => {
  const { db, page } = await open('sqlite:app');
  const promise = db.live.query('select :id', { id: 1 }, () => {});
  assert.deepEqual(page.subscriptions[0].statement, { sql: 'select :id', params: [1], names: ['id'] });
  await db.close();
  await assert.rejects(promise, { code: 'CLOSED' });
});

test('tells statements apart by their parameters’ types and values', () => {
  const values = [
    null,
    true,
    0,
    -0,
    1,
    '1',
    1n,
    NaN,
    'NaN',
    new Date(1),
    Uint8Array.of(1),
    [1],
    ['1'],
    [[1]],
    '{"a":1}',
    Infinity,
  ];
  const keys = values.map((value) => keyOf({ sql: 'select', params: [value] }));
  assert.equal(new Set(keys).size, values.length);
  assert.equal(keyOf({ sql: 's', params: [new Date(5), [1n]] }), keyOf({ sql: 's', params: [new Date(5), [1n]] }));
  assert.notEqual(keyOf({ sql: 's', params: [1, 2] }), keyOf({ sql: 's', params: [[1, 2]] }));
});
