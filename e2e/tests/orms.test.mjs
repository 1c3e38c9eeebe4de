// Drizzle and Kysely on a shared database: migrations, relations, transactions, in two tabs.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { browserTest } from '../harness/browser-test.mjs';
import { viteApp } from '../harness/built-app.mjs';
import { until } from '../harness/wait.mjs';

const app = viteApp(fileURLToPath(new URL('../orm-app', import.meta.url)));
const options = { mounts: { '/orms/': `${app.outDir}/` } };

async function openTwo(browser) {
  await app.build();
  const tabs = [];
  for (let i = 0; i < 2; i++) {
    const tab = await browser.openTab('/orms/');
    await until('the page is there', () => tab.page.evaluate(() => globalThis.app?.isLoaded === true));
    tabs.push(tab);
  }
  return tabs;
}

browserTest('Drizzle migrates, reads relations and runs transactions, and goes on with another leader', options, async ({
  browser,
}) => {
  const [first, second] = await openTwo(browser);
  assert.equal(await second.run(() => app.drizzle.migrate()), 3);
  assert.equal(await first.run(() => app.drizzle.migrate()), 3, 'what was migrated is not migrated again');
  assert.deepEqual(await second.run(() => app.drizzle.write('Ada')), { id: 1, name: 'Ada' });
  const book = (id, title) => ({ id, title, isRead: false, authorId: 1 });
  const read = [{ id: 1, name: 'Ada', books: [book(1, 'Ada I'), book(2, 'Ada II')] }];
  assert.deepEqual(await first.run(() => app.drizzle.read()), read);
  assert.equal(await first.run(() => app.drizzle.unique()), '23505');
  const rolledBack = await second.run(() => app.drizzle.rollBack());
  assert.deepEqual(rolledBack.names, ['Ada', 'outer']);
  assert.match(rolledBack.failed, /\w/);
  await first.crash();
  assert.deepEqual(await second.run(() => app.drizzle.change()), [
    { books: { ...book(1, 'Ada I'), isRead: true }, authors: { id: 1, name: 'Ada' } },
  ]);
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
  await first.crash();
  assert.deepEqual(await second.run(() => app.kysely.read()), cats);
});
