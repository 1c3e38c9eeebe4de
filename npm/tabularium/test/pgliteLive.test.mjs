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
