// A whole database of SQLite as a file, and functions in JavaScript.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { agreedLeader, openAll, splitByRole } from '../harness/group.mjs';
import { until } from '../harness/wait.mjs';

const SQL = `
  create table note (id integer primary key, text text not null);
  create index note_by_text on note (text);
  insert into note (text) values ('one'), ('two')`;

async function openTwo(browser, options = 'sqlite:files') {
  const tabs = await browser.openTabs(2);
  await openAll(tabs, options);
  const { leader, followers } = await splitByRole(tabs);
  return [leader, followers[0]];
}

const texts = (tab) =>
  tab.run(async () => (await app.db.query('select text from note order by id')).rows.map(({ text }) => text));

/** Exports in a tab and keeps the bytes there. */
const exportIn = (tab) =>
  tab.run(async () => {
    const { exportFile } = await import('/tabularium/sqlite-page.js');
    globalThis.file = await exportFile(app.db);
    return new TextDecoder('latin1').decode(file.subarray(0, 15));
  });

/** Imports what a tab keeps, after a change to it; gives how that ended. */
const importIn = (tab, change = '') =>
  tab.run(async (how) => {
    const { importFile } = await import('/tabularium/sqlite-page.js');
    const bytes = file.slice();
    if (how === 'text') bytes.set(new TextEncoder().encode('not a database at all'));
    if (how === 'damaged') bytes.fill(0xff, 8192, 8192 + 4096);
    if (how === 'newer') bytes[18] = 3;
    const given = how === 'cut' ? bytes.subarray(0, 5000) : bytes;
    return importFile(app.db, given).then(
      () => 'done',
      ({ code, outcome, message }) => ({ code, outcome, message }),
    );
  }, change);

browserTest('a follower exports the database while others write, and imports it again in all tabs', {}, async ({ browser }) => {
  const [leader, follower] = await openTwo(browser);
  await leader.run((sql) => app.db.exec(sql), SQL);
  await follower.run(() => app.startLive('select text from note order by id'));
  await leader.run(() => {
    globalThis.held = app.db.transaction(async (tx) => {
      await tx.query("insert into note (text) values ('in a transaction')");
      await new Promise((resolve) => (globalThis.letGo = resolve));
    });
  });
  await until('the transaction is open', () => leader.run(() => globalThis.letGo !== undefined));
  const exporting = exportIn(follower);
  await leader.run(() => (letGo(), held));
  assert.equal(await exporting, 'SQLite format 3');
  const expected = ['one', 'two', 'in a transaction'];
  await follower.run(() => app.db.exec("delete from note; insert into note (text) values ('later')"));
  assert.equal(await importIn(follower), 'done');
  assert.deepEqual(await texts(leader), expected);
  await until('the live query shows what was imported', () => follower.run(() => app.live.rows.length === 3));
  await leader.crash();
  await agreedLeader([follower]);
  assert.deepEqual(await texts(follower), expected, 'the next leader has it');
  assert.deepEqual(
    await follower.run(async () => (await app.db.query('select name from sqlite_schema order by name')).rows),
    [{ name: 'note' }, { name: 'note_by_text' }],
    'nothing of the library is in the database',
  );
});

browserTest('a file that is no whole database is refused, and nothing is changed', {}, async ({ browser }) => {
  const [leader, follower] = await openTwo(browser);
  await leader.run((sql) => app.db.exec(sql), SQL);
  await exportIn(follower);
  for (const [change, message] of [
    ['text', /no database of SQLite/],
    ['cut', /a part of it is missing/],
    ['newer', /newer version of SQLite/],
    ['damaged', /damaged|malformed/],
  ]) {
    const error = await importIn(follower, change);
    assert.deepEqual([error.code, error.outcome], ['INVALID_ARGUMENT', 'notRun'], change);
    assert.match(error.message, message);
  }
  assert.deepEqual(await texts(leader), ['one', 'two']);
});

browserTest('functions of the worker are called by SQL, from every tab and under every leader', {}, async ({ browser }) => {
  const tabs = await browser.openTabs(2);
  for (const tab of tabs) {
    await tab.run(() =>
      app.open({
        dataDir: 'sqlite:functions',
        worker: () => new Worker('/sqlite-worker.js', { type: 'module', name: 'own' }),
      }),
    );
  }
  const { leader, followers } = await splitByRole(tabs);
  await leader.run(() => app.db.exec('create table note (title text); create index slugs on note (slug(title))'));
  const slug = (tab, title) => tab.run((of) => app.db.query('select slug(?) as slug', [of]).then(({ rows }) => rows), title);
  assert.deepEqual(await slug(followers[0], 'Hello, World'), [{ slug: 'hello-world' }]);
  const error = await followers[0].run(() => app.attempt(() => app.db.query('select fails()')));
  assert.match(error.error.message, /not today/);
  await leader.run(() => app.db.exec("create table page (path text check (path = slug(path))); insert into page values ('a-b')"));
  await exportIn(followers[0]);
  assert.equal(await importIn(followers[0]), 'done', 'a database whose own checks and indexes call the functions');
  await leader.crash();
  assert.deepEqual(await slug(followers[0], 'Again!'), [{ slug: 'again-' }]);
});
