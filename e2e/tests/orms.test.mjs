// Drizzle and Kysely on a shared database: migrations, relations, transactions, in two tabs.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { browserTest } from '../harness/browser-test.mjs';
import { viteApp } from '../harness/built-app.mjs';
import { until } from '../harness/wait.mjs';

const app = viteApp(fileURLToPath(new URL('../orm-app', import.meta.url)));
const options = { mounts: { '/orms/': `${app.outDir}/` }, isLong: true };

async function openTwo(browser, search = '') {
  await app.build();
  const tabs = [];
  for (let i = 0; i < 2; i++) {
    const tab = await browser.openTab(`/orms/${search}`);
    await until('the page is there', () => tab.page.evaluate(() => globalThis.app?.isLoaded === true));
    tabs.push(tab);
  }
  return tabs;
}

/** The leader dies while the other tab has a transaction open; resolves with how that ends. */
async function dieInTransaction(first, second, hold) {
  const ending = second.run(hold);
  await until('the transaction is open', () => second.run(() => app.held.isHeld));
  await first.crash();
  await second.run(() => app.held.letGo());
  return ending;
}

const migrationsFolder = fileURLToPath(new URL('../orm-app/drizzle', import.meta.url));
/** What Drizzle itself would keep of the migrations in that folder. */
const known = readMigrationFiles({ migrationsFolder }).map(({ hash, folderMillis }) => ({ hash, created_at: folderMillis }));

browserTest('Drizzle migrates, reads relations and runs transactions, and goes on with another leader', options, async ({
  browser,
}) => {
  const [first, second] = await openTwo(browser);
  await Promise.all([first, second].map((tab) => tab.run(() => app.drizzle.migrate())));
  assert.deepEqual(await first.run(() => app.drizzle.migrations()), known, 'two tabs at once migrate once');
  assert.deepEqual(await second.run(() => app.drizzle.write('Ada')), { id: 1, name: 'Ada' });
  const book = (id, title) => ({ id, title, isRead: false, authorId: 1 });
  const read = [{ id: 1, name: 'Ada', books: [book(1, 'Ada I'), book(2, 'Ada II')] }];
  assert.deepEqual(await first.run(() => app.drizzle.read()), read);
  assert.equal(await first.run(() => app.drizzle.unique()), '23505');
  const rolledBack = await second.run(() => app.drizzle.rollBack());
  assert.deepEqual(rolledBack.names, ['Ada', 'outer']);
  assert.match(rolledBack.failed, /\w/);
  assert.equal(await dieInTransaction(first, second, () => app.drizzle.hold()), 'TX_ABORTED_FAILOVER');
  assert.deepEqual(await second.run(() => app.drizzle.change()), [
    { books: { ...book(1, 'Ada I'), isRead: true }, authors: { id: 1, name: 'Ada' } },
  ]);
  const authors = await second.run(() => app.drizzle.read());
  assert.deepEqual(authors.map(({ name }) => name), ['Ada', 'outer'], 'nothing of the open transaction is there');
});

browserTest('Drizzle migrates in init, before any tab is served', options, async ({ browser }) => {
  const [first, second] = await openTwo(browser, '?migrates=init');
  assert.deepEqual(await second.run(() => app.drizzle.read()), []);
  assert.deepEqual(await first.run(() => app.drizzle.migrations()), known);
  await first.crash();
  assert.deepEqual(await second.run(() => app.drizzle.write('Ada')), { id: 1, name: 'Ada' });
  assert.deepEqual(await second.run(() => app.drizzle.migrations()), known, 'the next leader has nothing to migrate');
});

browserTest('Kysely migrates, joins and runs transactions, and goes on with another leader', options, async ({
  browser,
}) => {
  const [first, second] = await openTwo(browser);
  const migrated = ['1 owner: Success', '2 pet: Success'];
  const results = await Promise.all([first, second].map((tab) => tab.run(() => app.kysely.migrate())));
  assert.deepEqual(
    results.toSorted((a, b) => a.length - b.length),
    [[], migrated],
    'two tabs at once migrate once',
  );
  assert.deepEqual(await second.run(() => app.kysely.write('Ada')), { owner: { id: 1, name: 'Ada' }, count: 2 });
  const cats = [{ pet: "Ada's cat", owner: 'Ada', length: 9 }];
  assert.deepEqual(await first.run(() => app.kysely.read()), cats);
  assert.deepEqual(await first.run(() => app.kysely.rollBack()), { failed: 'no', names: ['Ada', 'outer'] });
  assert.deepEqual(await second.run(() => app.kysely.tables()), ['owner', 'pet']);
  assert.equal(await dieInTransaction(first, second, () => app.kysely.hold()), 'TX_ABORTED_FAILOVER');
  assert.deepEqual(await second.run(() => app.kysely.read()), cats);
  const names = await second.run(() => app.kysely.names());
  assert.deepEqual(names, ['Ada', 'outer'], 'nothing of the open transaction is there');
  assert.deepEqual(await second.run(() => app.kysely.onBuiltIn()), { rows: [{ n: 1 }], count: 1, isOpen: true });
});
