// The todo app in Java beside the one in TypeScript: two tabs, one database.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { browserTest } from '../harness/browser-test.mjs';
import { viteApp } from '../harness/built-app.mjs';
import { until } from '../harness/wait.mjs';

const pathOf = (relative) => fileURLToPath(new URL(`../../examples/${relative}`, import.meta.url));
const app = viteApp(pathOf('java-todo'));
const mounts = { '/java/': `${app.outDir}/`, '/todo/': `${pathOf('todo')}/` };

const titles = (tab) => tab.page.locator('#todos .todo-title').allTextContents();
const shows = (tab, expected) =>
  until(`${tab.name} shows ${expected}`, async () => (await titles(tab)).join() === expected.join());
const role = (tab) => tab.page.locator('#pill').getAttribute('data-role');

async function add(tab, title) {
  await tab.page.locator('#title').fill(title);
  await tab.page.locator('#add button').click();
}

for (const [name, first, second] of [
  ['Java leads', '/java/', '/todo/'],
  ['TypeScript leads', '/todo/', '/java/'],
]) {
  browserTest(`the todo apps in Java and in TypeScript share a list, ${name}`, { mounts, isLong: true }, async ({ browser }) => {
    await app.build();
    const leader = await browser.openTab(first);
    await until('the first tab leads', async () => (await role(leader)) === 'leader');
    const follower = await browser.openTab(second);
    await until('the second tab follows', async () => (await role(follower)) === 'follower');
    await add(leader, 'from the leader');
    await shows(follower, ['from the leader']);
    await add(follower, 'from the follower');
    for (const tab of [leader, follower]) {
      await shows(tab, ['from the follower', 'from the leader']);
    }
    await follower.page.locator('#todos input[type=checkbox]').first().click();
    await until('it is done in the other', async () =>
      (await leader.page.locator('.todo[data-done=true]').count()) === 1,
    );
    await leader.page.close();
    await add(follower, 'after');
    await shows(follower, ['after', 'from the follower', 'from the leader']);
    await until('the second tab leads', async () => (await role(follower)) === 'leader');
    await follower.page.locator('#clear').click();
    await shows(follower, ['after', 'from the leader']);
  });
}

browserTest('the todo app in Java says what went wrong, and keeps what was written', { mounts, isLong: true }, async ({ browser }) => {
  await app.build();
  const tab = await browser.openTab('/java/');
  await until('the tab leads', async () => (await role(tab)) === 'leader');
  await add(tab, 'x'.repeat(121));
  await until('the error is shown', async () => (await tab.page.locator('#note').isVisible()) === true);
  assert.match(await tab.page.locator('#note-text').textContent(), /^SQL_ERROR: .*todo_title_length/);
  assert.equal(await tab.page.locator('#title').inputValue(), 'x'.repeat(121));
  assert.deepEqual(await titles(tab), []);
});
