import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { load } from './support/bundle.mjs';
import { installBrowser, openFake, settled } from './support/fakePage.mjs';
import { resultMessages } from './support/messages.mjs';

const { Tabularium } = await load('index.ts');
const { LiveOverlay, pendingOf } = await load('overlay/liveOverlay.ts');
const pages = installBrowser();

const rows = (...todos) =>
  resultMessages(
    [
      ['id', 23],
      ['title', 25],
    ],
    todos.map(([id, title]) => [String(id), title]),
    `SELECT ${todos.length}`,
  );

/** A live query over a database whose commits begin at 7; `shown` tells each result, pending rows with a `?`. */
async function watch(sql = 'select id, title from todo order by id') {
  const { db, page } = await openFake(Tabularium, pages);
  const overlay = new LiveOverlay(db);
  const shown = [];
  const keep = (result) =>
    shown.push(result.rows.map((row) => row.title + '?'.repeat(pendingOf(row).length)).join() + ` (${result.pending.length})`);
  const opening = overlay.query(sql, [], keep, {});
  page.subscriptions[0].onResult(rows([1, 'Ada']), 7);
  const query = await opening;
  keep(query.initialResults);
  return { db, page, overlay, query, shown, deliver: page.subscriptions[0].onResult };
}

test('a write is shown and marked, then confirmed without a gap, and its row is told once', async () => {
  const { overlay, shown, deliver } = await watch();
  overlay.begin('w', 'insert into todo (title) values (?)', ['Bob'], {});
  assert.equal(overlay.isShown('w'), true);
  await settled();
  deliver(rows([1, 'Ada'], [2, 'Bob']), 8);
  await settled();
  assert.deepEqual(shown, ['Ada (0)', 'Ada,Bob? (1)'], 'the result may have the write or not');
  overlay.confirm('w', 8);
  overlay.confirm('w', 9);
  await settled();
  assert.deepEqual(shown.slice(2), ['Ada,Bob (0)']);
  assert.equal(overlay.isShown('w'), false);
});

test('a write that fails is taken back, and what was held back for it is shown', async () => {
  const { overlay, shown, deliver } = await watch();
  overlay.begin('w', "insert into todo (title) values ('Bob')", [], {});
  deliver(rows([1, 'Ada'], [5, 'Eve']), 8);
  await settled();
  overlay.fail('w');
  await settled();
  assert.deepEqual(shown, ['Ada (0)', 'Ada,Bob? (1)', 'Ada,Eve (0)']);
});

test('rows carry the marks of every pending write, and are plain', async () => {
  const { overlay, query, shown } = await watch();
  overlay.begin('one', "insert into todo (id, title) values (2, 'Bob')", [], { key: 'id' });
  overlay.begin('two', "update todo set title = 'Bert' where id = 2", [], {});
  await settled();
  assert.deepEqual(shown.at(-1), 'Ada,Bert?? (2)', 'results that follow at once are told as one');
  overlay.confirm('one', 8);
  await settled();
  assert.deepEqual(shown.at(-1), 'Ada,Bert? (1)');
  assert.deepEqual(Reflect.ownKeys(query.initialResults.rows[0]), ['id', 'title']);
  assert.deepEqual(pendingOf(query.initialResults.rows[0]), []);
});

for (const [what, column, key, found] of [
  ['bytes', 17, Uint8Array.of(2), String.raw`\x02`],
  ['text for a number', 23, '2', '2'],
  ['NULL, in whose place there will be a number', 23, null, '2'],
]) {
  test(`a row that a result has already is shown once, also where its key is ${what}`, async () => {
    const { overlay, shown, deliver } = await watch('select id, title from todo order by title');
    const result = (...todos) => resultMessages([['id', column], ['title', 25]], todos, `SELECT ${todos.length}`);
    overlay.begin('w', 'insert into todo (id, title) values (?, ?)', [key, 'Bob'], { key: 'id' });
    deliver(result([found, 'Bob'], [found.replace('2', '3'), 'Cid']), 8);
    await settled();
    assert.equal(shown.at(-1).match(/Bob/g).length, 1);
    overlay.confirm('w', 8);
    await settled();
    assert.equal(shown.at(-1), 'Bob,Cid (0)');
  });
}

test('rows whose keys are NULL are shown each', async () => {
  const { overlay, shown } = await watch();
  for (const title of ['Bob', 'Cid']) overlay.begin(title, 'insert into todo (id, title) values (?, ?)', [null, title], { key: 'id' });
  await settled();
  assert.equal(shown.at(-1).match(/\?/g).length, 2);
});

test('a result that does not come by itself is asked for, once', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { overlay, page, shown, deliver } = await watch();
  overlay.begin('w', "update todo set title = 'Ada' where id = 1", [], {});
  overlay.confirm('w', 8);
  for (let i = 0; i < 3; i++) {
    t.mock.timers.tick(60);
    // The machine has a clock of its own, which the timers only wake.
    const endMs = performance.now() + 60;
    while (performance.now() < endMs);
  }
  assert.deepEqual(page.refreshed, [1]);
  deliver(rows([1, 'Ada']), 8);
  await settled();
  assert.equal(shown.at(-1), 'Ada (0)');
});

test('a function that throws is reported, and nothing is shown of its write', async (t) => {
  const reported = mock.fn();
  globalThis.reportError = reported;
  t.after(() => delete globalThis.reportError);
  const { overlay, shown } = await watch();
  const broken = () => {
    throw new Error('broken');
  };
  overlay.begin('broken', '', [], { patch: broken });
  overlay.begin('works', '', [], { patch: (before, { sql }) => [...before, { id: 2, title: sql.slice(0, 6) }] });
  await settled();
  assert.equal(reported.mock.callCount() > 0, true);
  assert.deepEqual([overlay.isShown('broken'), overlay.isShown('works')], [false, true]);
  assert.equal(shown.at(-1), 'Ada,select? (1)');
});

test('an ended query is told nothing more', async () => {
  const { overlay, query, shown, page } = await watch();
  overlay.begin('w', "insert into todo (title) values ('Bob')", [], {});
  await query.unsubscribe();
  await settled();
  assert.deepEqual([shown, page.unsubscribed], [['Ada (0)'], [1]]);
  assert.equal(overlay.isShown('w'), false);
});
