// The code blocks of the coordination guide (S2), as it prints them but for the imports: pages/coordination-guide has one
// file for each. What a block takes for granted (`db`, `loadData`, tables, …) is a global or is made here. Two blocks
// cannot run: a list of statements, and one whose SQL is `INSERT ...`. The shape of LeaderInfo is in documents-app, where
// `repositories` compiles it.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { leads, openCoordinationTab, openCoordinationTabs } from '../harness/coordination-tabs.mjs';
import { until } from '../harness/wait.mjs';

const FILE = 'myapp.db';
const USERS = 'create table users (id integer primary key, name text, active int)';

/** Begins a block in a tab, with `app.db` as its `db` and names as its other globals; `blockEnds` waits for it. */
const beginBlock = (tab, name, globals = {}) =>
  tab.run(
    (wanted) => {
      const { db, Database, MultiTabDatabase } = app;
      Object.assign(window, { db, Database, MultiTabDatabase }, wanted.globals);
      app.kept.block = import(`/coordination-guide/${wanted.name}.js`);
      app.kept.block.catch(() => {});
    },
    { name, globals },
  );

const blockEnds = (tab) => tab.run(() => app.kept.block.then(() => true));

async function runBlock(tab, name, globals) {
  await beginBlock(tab, name, globals);
  await blockEnds(tab);
}

const says = (tab, text) => until(`${tab.name} says ${text}`, async () => tab.log.some((line) => line.includes(text)));
const rows = async (tab, sql) => (await tab.run((text) => app.db.execute(text), sql)).rows;
const queue = (tab, sql) => tab.run((text) => app.db.queueWrite(text), sql);

/** A tab without an open database, once tables have been made in one. */
async function openPrepared(browser, file, ...statements) {
  const tab = await openCoordinationTab(browser, file);
  for (const sql of statements) await tab.run((text) => app.db.execute(text), sql);
  await tab.run(() => app.db.close());
  return tab;
}

browserTest('S2: the quick start, by itself and with the wrapper', {}, async ({ browser }) => {
  const first = await openPrepared(browser, FILE, USERS);
  await runBlock(first, 'quick-start');
  const second = await openCoordinationTab(browser, FILE);
  await runBlock(second, 'quick-start');
  assert.deepEqual(await rows(second, 'select name from users'), [{ name: 'Alice' }], 'the tab that leads has written');
  await queue(second, "insert into users (name) values ('told')");
  await says(first, 'Data changed: insert');
  await first.close();
  await second.run(() => app.db.close());

  const third = await openCoordinationTab(browser);
  await second.close();
  await runBlock(third, 'quick-start-wrapper');
  const last = await openCoordinationTab(browser, FILE);
  await queue(last, "insert into users (name) values ('told again')");
  await says(third, 'Refresh UI');
  const names = (await rows(last, 'select name from users order by id')).map(({ name }) => name);
  assert.deepEqual(names, ['Alice', 'told', 'Alice', 'told again']);
});

browserTest('S2: leadership, notices, the queue and the two ways out of a refusal', {}, async ({ browser }) => {
  const [first, second] = await openCoordinationTabs(browser, 2, FILE);
  await first.run((sql) => app.db.execute(sql), USERS);
  await runBlock(first, 'leader-election');
  await second.run(() => (window.loadData = () => (app.kept.isLoaded = true)));
  await runBlock(second, 'notices');
  await queue(first, "insert into users (name) values ('Ada')");
  await until('data is loaded', () => second.run(() => app.kept.isLoaded === true));
  await says(second, 'Change type: insert');
  await runBlock(second, 'queue');
  assert.deepEqual(await rows(first, 'select name, active from users order by id'), [
    { name: 'Ada', active: 1 },
    { name: 'Bob', active: 1 },
  ]);
  await second.run(() => (app.db.write = app.db.execute));
  await runBlock(second, 'refused-requests', { sql: "insert into users (name) values ('requested')" });
  await leads(second);
  await beginBlock(first, 'refused');
  await second.close();
  await blockEnds(first);
  await leads(first);
  await first.run(() => (app.db.write = app.db.execute));
  await runBlock(first, 'refused-waits', { sql: "insert into users (name) values ('waited')" });
  await runBlock(first, 'refused-option');
  await runBlock(first, 'constructor', { dbName: 'constructed.db', options: {} });
  const names = (await rows(first, 'select name from users order by id')).map(({ name }) => name);
  assert.deepEqual(names, ['Ada', 'Bob', 'requested', 'waited']);
});

browserTest('S2: patterns 1 to 3: the leader writes, wait for leadership, queue from any tab', {}, async ({ browser }) => {
  const first = await openPrepared(
    browser,
    FILE,
    'create table logs (message text)',
    'create table data (value int)',
    'create table events (type text, data text)',
    'create table large_table (processed int)',
    'insert into large_table values (0)',
  );
  await runBlock(first, 'leader-only');
  const second = await openCoordinationTab(browser);
  await beginBlock(second, 'wait');
  await first.close();
  await blockEnds(second);
  const third = await openCoordinationTab(browser, FILE);
  await runBlock(third, 'queue-from-any-tab');
  await says(third, 'Write completed successfully');
  const [kept] = await rows(
    third,
    'select (select message from logs) as log, (select value from data) as value, (select type from events) as event, processed from large_table',
  );
  assert.deepEqual(kept, { log: 'User action', value: 42, event: 'click', processed: 1 });
});

browserTest('S2: patterns 4 to 6: every tab shows it, a single tab, leadership handed on', {}, async ({ browser }) => {
  const chat = await openPrepared(browser, 'chat.db', 'create table messages (id integer primary key, text text)');
  await chat.run(() => (window.renderMessages = (messages) => (app.kept.messages = messages)));
  await runBlock(chat, 'real-time');
  const other = await openCoordinationTab(browser, 'chat.db');
  await queue(other, "insert into messages (text) values ('hello')");
  await until('the message is shown', () => chat.run(() => app.kept.messages?.[0]?.text === 'hello'));

  await other.run(() => app.open('single-tab.db'));
  await other.run(() => app.db.execute('create table data (value int)'));
  await runBlock(chat, 'single-tab');
  assert.deepEqual(await rows(other, 'select value from data'), [{ value: 1 }]);

  await chat.run(() => {
    app.kept.calls = [];
    window.enableWriteUI = () => app.kept.calls.push('enabled');
    window.disableWriteUI = () => app.kept.calls.push('disabled');
  });
  const calls = (expected) =>
    until(`the page was ${expected}`, () => chat.run((wanted) => app.kept.calls.join() === wanted, expected));
  await runBlock(chat, 'hand-off', { isCurrentlyLeader: false });
  await calls('enabled');
  await other.run((file) => app.open(file), FILE);
  await other.run(() => app.db.requestLeadership());
  await calls('enabled,disabled');
});

browserTest('S2: pending writes, metrics, transactions and batches', {}, async ({ browser }) => {
  const tab = await openCoordinationTab(browser);
  await tab.run((file) => app.wrap(file), FILE);
  await tab.run((sql) => app.db.execute(sql), USERS.replace(', active int', ''));
  await tab.run(() => app.db.execute('create table items (item text)'));
  await runBlock(tab, 'pending-writes');
  await runBlock(tab, 'metrics');
  await says(tab, 'leadership_changes: 1');
  await runBlock(tab, 'transaction');
  // The block writes an item as a value first, and then as a statement.
  await runBlock(tab, 'batch', { items: ["INSERT INTO items VALUES ('a')", "INSERT INTO items VALUES ('b')"] });
  assert.deepEqual(await rows(tab, 'select name from users order by id'), [{ name: 'Alice' }, { name: 'Bob' }]);
  assert.equal((await rows(tab, 'select item from items')).length, 4);
});
