// The example with React and Vite, built by Vite, in two tabs.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { browserTest } from '../harness/browser-test.mjs';
import { viteApp } from '../harness/built-app.mjs';
import { until } from '../harness/wait.mjs';

const app = viteApp(fileURLToPath(new URL('../../examples/vite-react', import.meta.url)));

const titles = (tab) => tab.page.locator('li span').allTextContents();
const shows = (tab, expected) =>
  until(`${tab.name} shows ${expected}`, async () => (await titles(tab)).join() === expected.join());
const role = (tab) => tab.page.locator('[data-status=role]').textContent();

async function add(tab, title) {
  await tab.page.getByPlaceholder('What is to be done?').fill(title);
  await tab.page.getByRole('button', { name: 'Add' }).click();
}

browserTest(
  'examples/vite-react: two tabs, the leader is closed, and the other one goes on',
  { mounts: { '/example/': `${app.outDir}/` }, isLong: true },
  async ({ browser }) => {
    await app.build();
    const first = await browser.openTab('/example/');
    await until('the first tab leads', async () => (await role(first)) === 'leader');
    const second = await browser.openTab('/example/');
    await until('the second tab follows', async () => (await role(second)) === 'follower');
    await add(second, 'from the second');
    await add(first, 'from the first');
    await shows(first, ['from the second', 'from the first']);
    await shows(second, ['from the second', 'from the first']);
    await first.page.close();
    await add(second, 'after');
    await shows(second, ['from the second', 'from the first', 'after']);
    await until('the second tab leads', async () => (await role(second)) === 'leader');
    const third = await browser.openTab('/example/');
    await shows(third, ['from the second', 'from the first', 'after']);
    await third.page.getByRole('checkbox').first().click();
    await until('it is done', async () => (await second.page.locator('.done').count()) === 1);
    await third.page.getByRole('button', { name: 'Delete after' }).click();
    await shows(second, ['from the second', 'from the first']);
    assert.equal(await second.page.locator('[data-status=storage]').textContent(), 'idb');
  },
);
