// PGlite's live queries on a fake page: in which order what is told, and of which window.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './support/bundle.mjs';
import { installBrowser, openFake, settled } from './support/fakePage.mjs';
import { resultMessages } from './support/messages.mjs';

const { Tabularium } = await load('index.ts');
const { Live } = await load('live.ts');
const { Nesting } = await load('nesting.ts');
const { Codecs } = await load('pglite/codecs.ts');
const { liveNamespace } = await load('pglite/live/namespace.ts');
const { readLive } = await load('pglite/live/result.ts');
const pages = installBrowser();

const rows = (...ids) => resultMessages([['id', 23]], ids.map((id) => [String(id)]), `SELECT ${ids.length}`);

/** `learnt` resolves when the types in results are known. */
async function open(learnt = Promise.resolve()) {
  const { db, page } = await openFake(Tabularium, pages);
  const codecs = new Codecs();
  const live = new Live(page, db.calls, new Nesting(), 30_000, (reply) => readLive(reply, codecs));
  const understood = async (result) => (await learnt, { ...result, isUnderstood: true });
  return { page, live: liveNamespace({ live: async () => live, understood }) };
}

const KINDS = {
  query: { first: [], told: (result) => result.rows.map(({ id }) => id).join(), initial: 'initialResults' },
  incrementalQuery: { first: ['id'], told: (result) => result.rows.map(({ id }) => id).join(), initial: 'initialResults' },
  changes: { first: ['id'], told: (all) => all.map((change) => change.__op__ + change.id).join(), initial: 'initialChanges' },
};
const TOLD = { query: ['1,2', '1,2,3'], incrementalQuery: ['1,2', '1,2,3'], changes: ['INSERT1,INSERT2', 'INSERT3'] };

for (const [kind, { first, told, initial }] of Object.entries(KINDS)) {
  test(`${kind}: a result that comes while types are asked for is the first, and nothing older is told after it`, async () => {
    let learn;
    const { page, live } = await open(new Promise((resolve) => (learn = resolve)));
    const seen = [];
    const opening = live[kind]('select id from t', [], ...first, (news) => seen.push(told(news)));
    await settled();
    const { onResult } = page.subscriptions[0];
    onResult(rows(1), 10);
    await settled();
    onResult(rows(1, 2), 11);
    await settled();
    assert.deepEqual(seen, []);
    learn();
    const query = await opening;
    onResult(rows(1, 2, 3), 12);
    await settled();
    assert.deepEqual([seen, told(query[initial])], [TOLD[kind], TOLD[kind][0]]);
  });
}

test('a result that has overtaken the first is read with the types that were asked for', async () => {
  let learn;
  const { page, live } = await open(new Promise((resolve) => (learn = resolve)));
  const opening = live.query('select id from t');
  await settled();
  page.subscriptions[0].onResult(rows(1), 10);
  await settled();
  page.subscriptions[0].onResult(rows(2), 11);
  await settled();
  learn();
  const { rows: shown, isUnderstood } = (await opening).initialResults;
  assert.deepEqual([shown, isUnderstood], [[{ id: 2 }], true]);
});

test('a query that fails while types are asked for has not begun, unless it works again', async () => {
  const message = 'relation "t" does not exist';
  const gone = { code: 'SQL_ERROR', message, detail: { code: '42P01', message } };
  for (const worksAgain of [false, true]) {
    let learn;
    const { page, live } = await open(new Promise((resolve) => (learn = resolve)));
    const errors = [];
    const opening = live.query('select id from t', [], () => {}, { onError: (error) => errors.push(error) });
    opening.catch(() => {});
    await settled();
    const { onResult, onFailure } = page.subscriptions[0];
    onResult(rows(1), 10);
    await settled();
    onFailure(gone);
    if (worksAgain) onResult(rows(2), 11);
    await settled();
    learn();
    if (worksAgain) assert.deepEqual((await opening).initialResults.rows, [{ id: 2 }]);
    else await assert.rejects(opening, { message });
    assert.deepEqual([errors, page.unsubscribed], [[], worksAgain ? [] : [1]]);
  }
});

test('a query whose types cannot be asked for leaves no subscription', async () => {
  const asking = Promise.reject(new Error('no leader'));
  asking.catch(() => {});
  const { page, live } = await open(asking);
  const opening = live.query('select id from t');
  await settled();
  page.subscriptions[0].onResult(rows(1), 10);
  await assert.rejects(opening, /no leader/);
  assert.deepEqual(page.unsubscribed, [1]);
});

test('who unsubscribes another while all are told stops it at once', async () => {
  const { page, live } = await open();
  const opening = live.query('select id from t');
  await settled();
  const { onResult } = page.subscriptions[0];
  onResult(rows(1), 10);
  const query = await opening;
  const told = [];
  const last = () => told.push('last');
  query.subscribe(() => void query.unsubscribe(last));
  query.subscribe(last);
  query.subscribe(() => told.push('other'));
  onResult(rows(2), 11);
  await settled();
  assert.deepEqual(told, ['other']);
});

test('a query that has ended is told of no failure, though another one of the same statement is', async () => {
  const { page, live } = await open();
  const failed = [];
  const follow = (onError) => live.query('select id from t', [], () => {}, { onError });
  const openings = [
    follow(() => {
      failed.push('first');
      void second.unsubscribe();
    }),
    follow(() => failed.push('second')),
  ];
  await settled();
  page.subscriptions[0].onResult(rows(1), 10);
  const [, second] = await Promise.all(openings);
  page.subscriptions[0].onFailure({ code: 'SQL_ERROR' });
  assert.deepEqual(failed, ['first']);
});

/** Two rows with a second column of this name and type, whose texts are always the same. */
const named = (name, type) =>
  resultMessages(
    [
      ['id', 23],
      [name, type],
    ],
    [
      ['1', '5'],
      ['2', '6'],
    ],
    'SELECT 2',
  );

for (const [what, name, type, expected] of [
  ['renamed', 'b', 23, [{ id: 1, b: 5 }, { id: 2, b: 6 }]],
  ['retyped', 'a', 25, [{ id: 1, a: '5' }, { id: 2, a: '6' }]],
]) {
  test(`rows are those of a column that was ${what}, though their texts are the same`, async () => {
    const { page, live } = await open();
    const shown = [];
    const changes = [];
    const openings = [
      live.incrementalQuery('select * from t', [], 'id', (result) => shown.push(result.rows)),
      live.changes('select * from t', [], 'id', (news) => changes.push(news)),
    ];
    await settled();
    const { onResult } = page.subscriptions[0];
    onResult(named('a', 23), 10);
    await Promise.all(openings);
    onResult(named(name, type), 11);
    await settled();
    onResult(named(name, type), 12);
    await settled();
    assert.deepEqual(shown.slice(1), [expected, expected]);
    assert.equal(shown[1][0], shown[2][0], 'what has not changed stays the same object');
    const inserts = expected.map((row, i) => ({ __op__: 'INSERT', ...row, __after__: i || null, __changed_columns__: [] }));
    assert.deepEqual(changes.slice(1), [[{ __op__: 'RESET' }, ...inserts], []]);
  });
}

/** The answer of a window: how many rows there are, and those in it. */
const pageOf = (total, ...ids) =>
  resultMessages(
    [
      ['__total__', 20],
      ['__place__', 20],
      ['id', 23],
    ],
    ids.map((id, i) => [total, i + 1, id].map(String)),
    `SELECT ${ids.length}`,
  );

/** A query of two rows from the first on, with what its callback is told: the window and the rows. */
async function openWindow() {
  const { page: asked, live } = await open();
  const told = [];
  const callback = ({ offset, limit, rows }) => told.push(`${offset}+${limit}: ${rows.map(({ id }) => id).join()}`);
  const opening = live.query({ query: 'select id from t', offset: 0, limit: 2, callback });
  await settled();
  asked.subscriptions[0].onResult(pageOf(6, 1, 2), 10);
  const query = await opening;
  const refresh = async (window) => {
    const refreshing = query.refresh(window);
    refreshing.catch(() => {});
    await settled();
    return { refreshing, ...asked.subscriptions.at(-1) };
  };
  return { asked, query, told, refresh };
}

test('paging forth and back ends on the page that was asked for last, also when it answers first', async () => {
  const { asked, told, refresh } = await openWindow();
  const forth = await refresh({ offset: 2 });
  const back = await refresh({ offset: 0 });
  await back.refreshing;
  forth.onResult(pageOf(6, 3, 4), 10);
  await forth.refreshing;
  asked.subscriptions[0].onResult(pageOf(6, 7, 8), 11);
  await settled();
  assert.deepEqual(told, ['0+2: 1,2', '0+2: 1,2', '0+2: 7,8']);
  assert.deepEqual(asked.unsubscribed, [2]);
});

test('the rows of a page come with its offset, whatever is asked for meanwhile', async () => {
  const { asked, told, refresh } = await openWindow();
  const second = await refresh({ offset: 2 });
  const third = await refresh({ offset: 4 });
  third.onResult(pageOf(6, 5, 6), 10);
  await third.refreshing;
  second.onResult(pageOf(6, 3, 4), 10);
  await second.refreshing;
  third.onResult(pageOf(6, 5, 7), 11);
  await settled();
  assert.deepEqual(told, ['0+2: 1,2', '4+2: 5,6', '4+2: 5,7']);
  assert.deepEqual(asked.unsubscribed, [1, 2]);
});

test('a page that cannot be had leaves the query on the one before', async () => {
  const { asked, query, told, refresh } = await openWindow();
  const message = 'OFFSET must not be negative';
  const wrong = await refresh({ offset: -1 });
  asked.subscriptions[0].onResult(pageOf(6, 7, 8), 11);
  await settled();
  wrong.onFailure({ code: 'SQL_ERROR', message, detail: { code: '2201X', message } });
  await assert.rejects(wrong.refreshing, { message });
  asked.subscriptions[0].onResult(pageOf(6, 8, 9), 12);
  await settled();
  assert.deepEqual(told, ['0+2: 1,2', '0+2: 7,8', '0+2: 8,9']);
  const wider = await refresh({ limit: 3 });
  wider.onResult(pageOf(6, 8, 9, 10), 12);
  await wider.refreshing;
  assert.equal(told.at(-1), '0+3: 8,9,10');
  await query.unsubscribe();
  assert.deepEqual(asked.unsubscribed, [2, 1, 3]);
});

test('a page is the last one where the one that was asked for after it cannot be had', async () => {
  const { asked, told, refresh } = await openWindow();
  const second = await refresh({ offset: 2 });
  const third = await refresh({ offset: 4 });
  third.onFailure({ code: 'DEADLINE_EXCEEDED' });
  await assert.rejects(third.refreshing);
  second.onResult(pageOf(6, 3, 4), 10);
  await second.refreshing;
  second.onResult(pageOf(6, 3, 5), 11);
  await settled();
  assert.deepEqual(told, ['0+2: 1,2', '2+2: 3,4', '2+2: 3,5']);
  assert.deepEqual(asked.unsubscribed, [3, 1]);
});

test('what is asked for before an answer changes a part of the window that was asked for', async () => {
  const { told, refresh } = await openWindow();
  await refresh({ offset: 2 });
  const both = await refresh({ limit: 3 });
  both.onResult(pageOf(6, 3, 4, 5), 10);
  await both.refreshing;
  assert.deepEqual(told, ['0+2: 1,2', '2+3: 3,4,5']);
});
