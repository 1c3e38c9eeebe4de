// The code blocks of two documents that were written for PGlite's own worker run with nothing but the imports changed:
// a guide to PGlite in many tabs of a Next.js app (S0), and an architecture with a client and repositories (S1).
// docs/compat.md has the list of what they promise.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { browserTest } from '../harness/browser-test.mjs';
import { viteApp } from '../harness/built-app.mjs';
import { until } from '../harness/wait.mjs';

const app = viteApp(fileURLToPath(new URL('../documents-app', import.meta.url)));
const options = { mounts: { '/documents/': `${app.outDir}/` } };

async function opened(browser, document) {
  const tab = await browser.openTab(`/documents/?document=${document}`);
  await until('the page is there', () => tab.page.evaluate(() => globalThis.app?.isLoaded === true));
  return tab;
}

browserTest('S0: the client, the worker, the hook and the events of the guide', options, async ({ browser }) => {
  await app.build();
  const badge = (tab) => tab.page.locator('#badge').textContent();
  const first = await opened(browser, 'nextjs');
  await until('the first tab leads', async () => (await badge(first)) === 'leader');
  const second = await opened(browser, 'nextjs');
  await second.run(() => app.client.waitReady);
  assert.equal(await badge(second), 'follower');
  assert.equal(await second.run(() => app.client.mode.storage), 'opfs-ahp', 'the filesystem of init wins');
  await second.run(() => app.client.exec('create table note (text text)'));
  await second.run(() => app.client.query("insert into note values ('kept')"));
  await second.run(() => app.client.syncToFs());
  await first.close();
  await until('the second tab leads', async () => (await badge(second)) === 'leader');
  assert.deepEqual((await second.run(() => app.client.query('select text from note'))).rows, [{ text: 'kept' }]);
  await until('the console says what init has asked for', () =>
    [first, second].some((tab) => tab.log.some((line) => line.includes('relaxedDurability'))),
  );
  const log = second.log.join('\n');
  assert.match(log, /Is leader: false/);
  assert.equal(log.match(/Leader changed: true/g).length, 1);
});

browserTest('S1: the client, the repositories and the worker of the architecture', options, async ({ browser }) => {
  await app.build();
  const first = await opened(browser, 'architecture');
  assert.deepEqual(await first.run(() => [app.users, app.user === undefined]), [[], true]);
  const second = await opened(browser, 'architecture');
  const crud = await second.run(() => app.crud());
  assert.deepEqual(crud.allTodos, []);
  assert.deepEqual(crud.newTodo, { id: 1, title: 'Learn PGlite', done: false });
  await first.run(async () => {
    await app.db.init();
    await app.repositories.todos.add('seen in every tab');
    app.person = await app.repositories.users.add('Ada', 'ada@example.org');
  });
  assert.deepEqual(await first.run(() => app.person), { id: 1, name: 'Ada', email: 'ada@example.org' });
  const last = (tab) => tab.run(() => app.shown.at(-1)?.map((todo) => todo.title).join());
  for (const tab of [first, second]) {
    await until(`${tab.name} shows it`, async () => (await last(tab)) === 'seen in every tab');
  }
  await first.close();
  await second.run(() => app.repositories.todos.toggle(2));
  assert.deepEqual(await second.run(() => app.repositories.todos.getAll()), [
    { id: 2, title: 'seen in every tab', done: true },
  ]);
  await until('the live query goes on', () => second.run(() => app.shown.at(-1)[0].done));
  assert.deepEqual(await second.run(() => app.repositories.users.getAll()), [
    { id: 1, name: 'Ada', email: 'ada@example.org' },
  ]);
});

browserTest('S1: a client is opened once, cleaned up as a whole, and opened again', options, async ({ browser }) => {
  await app.build();
  const tab = await opened(browser, 'architecture');
  const seen = await tab.run(async () => {
    const { db, repositories, shown } = app;
    await Promise.all([db.init(), db.init()]);
    const ends = [await db.liveQuery('select 1 as one', [], (rows) => (app.ones = rows))];
    await db.transaction(async (tx) => {
      await tx.query("insert into todos (title) values ('in a transaction')");
    });
    const refused = await repositories.todos.update(1, { nothing: true }).catch((error) => error.code);
    const updated = await repositories.todos.update(1, { title: 'changed' });
    const found = await repositories.todos.getById(1);
    await db.close();
    const closed = await db.query('select 1').catch((error) => error.code);
    ends[0]();
    const before = shown.length;
    await db.init();
    const reopened = await db.queryOne('select title from todos where id = $1', [1]);
    await repositories.todos.add('not followed any more');
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { ones: app.ones, refused, updated, found, closed, reopened, isQuiet: shown.length === before };
  });
  const row = { id: 1, title: 'changed', done: false };
  assert.deepEqual(seen, {
    ones: [{ one: 1 }],
    refused: 'INVALID_ARGUMENT',
    updated: row,
    found: row,
    closed: 'CLOSED',
    reopened: { title: 'changed' },
    isQuiet: true,
  });
});

browserTest('S1: a client without options works in every tab', options, async ({ browser }) => {
  await app.build();
  const tabs = [await opened(browser, 'architecture'), await opened(browser, 'architecture')];
  for (const tab of tabs) {
    await tab.run(async () => {
      app.plain = new app.DatabaseClient();
      await app.plain.query('create table if not exists visit (tab int)');
      await app.plain.liveQuery('select count(*)::int as n from visit', [], ([{ n }]) => (app.visits = n));
    });
  }
  for (const tab of tabs) await tab.run(() => app.plain.query('insert into visit values (1)'));
  for (const tab of tabs) await until(`${tab.name} sees both`, () => tab.run(() => app.visits === 2));
});
