// examples/todo in two tabs: its panel of metrics, which asks for nothing while it is closed.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { browserTest } from '../harness/browser-test.mjs';
import { sleep, until } from '../harness/wait.mjs';

const mounts = { '/': fileURLToPath(new URL('../../examples/todo/', import.meta.url)) };

const figure = async (tab, id) => Number(await tab.page.locator(`#metric-${id}`).textContent());

async function opened(browser) {
  const tab = await browser.openTab();
  await tab.page.locator('body[data-state="open"] #write:enabled').waitFor({ state: 'attached' });
  await tab.page.evaluate(() => {
    const metrics = db.metrics.bind(db);
    globalThis.askedCount = 0;
    db.metrics = () => (globalThis.askedCount++, metrics());
  });
  return tab;
}

browserTest('the panel of metrics follows while it is open, and asks for nothing while it is closed', { mounts, isLong: true }, async ({ browser }) => {
  await opened(browser);
  const tab = await opened(browser);
  const askedCount = () => tab.page.evaluate('askedCount');
  await sleep(2500);
  assert.equal(await askedCount(), 0);

  await tab.page.getByText('Metrics').click();
  await until('calls are shown', async () => (await figure(tab, 'calls')) > 0);
  const [calls, flushes] = [await figure(tab, 'calls'), await figure(tab, 'flushes')];
  await tab.page.getByLabel('New entry').fill('counted');
  await tab.page.getByLabel('New entry').press('Enter');
  await until('the write and its flush are shown', async () =>
    (await figure(tab, 'calls')) > calls && (await figure(tab, 'flushes')) > flushes,
  );
  assert.match(await tab.page.locator('#metric-request').textContent(), /ms · .*m?s$/);

  await tab.page.getByText('Metrics').click();
  await until('nothing is asked any more', async () => {
    const before = await askedCount();
    await sleep(2500);
    return (await askedCount()) === before;
  });

  const early = await browser.openTab();
  await early.page.locator('#metrics summary').evaluate((summary) => summary.click());
  await until('a panel that was opened before the database follows too', async () => (await figure(early, 'calls')) > 0);
});
