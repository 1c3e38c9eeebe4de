// The hooks for React and Vue, over both kinds of database, and PGlite's own hooks over ours.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { browserTest } from '../harness/browser-test.mjs';
import { viteApp } from '../harness/built-app.mjs';
import { until } from '../harness/wait.mjs';

const app = viteApp(fileURLToPath(new URL('../hooks-app', import.meta.url)));
const options = { mounts: { '/hooks/': `${app.outDir}/` }, isLong: true };

const shows = (tab, id, expected) =>
  until(`${tab.name} shows ${expected} in ${id}`, async () => {
    const text = await tab.page.locator(`#${id}`).textContent();
    return expected instanceof RegExp ? expected.test(text) : text === expected;
  });

async function opened(browser, kind) {
  const tab = await browser.openTab(`/hooks/?kind=${kind}`);
  await until('the page is there', () => tab.page.evaluate(() => globalThis.app !== undefined));
  return tab;
}

for (const kind of ['tabularium', 'pglite']) {
  browserTest(`hooks over ${kind}: status and live rows, parameters, errors, leaving`, options, async ({ browser }) => {
    await app.build();
    const first = await opened(browser, kind);
    await shows(first, 'status', 'true,true,leader,0');
    const second = await opened(browser, kind);
    await shows(second, 'status', 'true,false,follower,0');
    await shows(second, 'vue-status', 'true,follower');
    await second.run(() => app.query("insert into item values ('a'), ('b')"));
    for (const tab of [first, second]) {
      await shows(tab, 'rows', 'a,b');
      await shows(tab, 'vue-rows', 'a,b');
    }

    const waiting = second.run(() => app.query('select pg_sleep(0.5)'));
    await shows(second, 'status', 'true,false,follower,1');
    await waiting;
    await shows(second, 'status', 'true,false,follower,0');

    await second.run(() => app.show({ sql: 'select v from item where v = $1', params: ['b'] }));
    await shows(second, 'rows', 'b');
    await second.run(() => app.show({ params: ['a'] }));
    await shows(second, 'rows', 'a');
    const renders = await second.run(() => app.renders());
    await second.run(() => app.show({ params: ['a'] }));
    await second.run(() => new Promise((resolve) => setTimeout(resolve, 200)));
    assert.ok((await second.run(() => app.renders())) - renders <= 2, 'equal parameters begin nothing new');
    await second.run(() => app.limit(1));
    await shows(second, 'vue-rows', 'a');

    await second.run(() => app.show({ sql: 'select v from nowhere', params: [] }));
    await shows(second, 'rows', /^error: .*nowhere/);
    await second.run(() => app.show({ sql: 'select v from item order by v', params: [] }));
    await shows(second, 'rows', 'a,b');

    await first.crash();
    await shows(second, 'status', 'true,true,leader,0');
    await shows(second, 'vue-status', 'true,leader');
    await second.run(() => app.query("insert into item values ('c')"));
    await shows(second, 'rows', 'a,b,c');
    await second.run(() => app.show({ isShown: false }));
    assert.equal(await second.page.locator('#rows').count(), 0);
    await second.run(() => app.query("insert into item values ('d')"));
    await second.run(() => app.show({ isShown: true }));
    await shows(second, 'rows', 'a,b,c,d');
  });
}

browserTest('a database that cannot be opened is an error in every hook', options, async ({ browser }) => {
  await app.build();
  const tab = await opened(browser, 'failing');
  await shows(tab, 'status', 'error: no database today');
  await shows(tab, 'rows', 'error: no database today');
  assert.equal(await tab.page.locator('[data-status=state]').textContent(), 'no database today');
});

browserTest("PGlite's own hooks work over PGliteWorker", options, async ({ browser }) => {
  await app.build();
  const first = await opened(browser, 'pglite');
  await shows(first, 'status', 'true,true,leader,0');
  const second = await opened(browser, 'pglite');
  await shows(second, 'status', 'true,false,follower,0');
  await second.run(() => app.underPgliteHooks());
  await shows(second, 'theirs', '');
  await first.run(() => app.query("insert into item values ('x')"));
  await shows(second, 'theirs', 'x');
  await shows(second, 'kept', 'x');
  await first.crash();
  await second.run(() => app.query("insert into item values ('y')"));
  await shows(second, 'theirs', 'x,y');
  await shows(second, 'kept', 'x,y');
});
