// The code blocks of a guide to PGlite in many tabs of a Next.js app (S0), written for PGlite's own worker, run with
// nothing but the imports changed. docs/compat.md has the list of what it promises; `repositories` has the other one (S1).

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
