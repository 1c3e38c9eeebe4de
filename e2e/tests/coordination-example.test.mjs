// examples/coordination in two tabs: each of its patterns.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { browserTest } from '../harness/browser-test.mjs';
import { until } from '../harness/wait.mjs';

const mounts = { '/coordination/': fileURLToPath(new URL('../../examples/coordination/', import.meta.url)) };

const role = (tab) => tab.page.locator('body').getAttribute('data-role');
const messages = (tab) => tab.page.locator('#messages li').allTextContents();
const said = (tab, text) => until(`${tab.name} says ${text}`, async () => (await tab.page.locator('#log').textContent()).includes(text));
const shows = (tab, expected) =>
  until(`${tab.name} shows ${expected}`, async () => (await messages(tab)).join() === expected.join());

async function send(tab, text, button = 'Send') {
  await tab.page.locator('#text').fill(text);
  await tab.page.getByRole('button', { name: button, exact: true }).click();
}

browserTest('S2-26, S2-27, S2-28, S2-29, S2-31: examples/coordination in two tabs', { mounts }, async ({ browser }) => {
  const first = await browser.openTab('/coordination/');
  await until('the first tab leads', async () => (await role(first)) === 'leader');
  const second = await browser.openTab('/coordination/');
  await until('the second tab follows', async () => (await role(second)) === 'follower');

  await send(first, 'written by the leader', 'Write as leader');
  await shows(second, ['written by the leader']);
  await send(second, 'refused', 'Write as leader');
  await said(second, 'WRITE_PERMISSION_DENIED');
  await send(second, 'queued by a follower');
  await shows(first, ['queued by a follower', 'written by the leader']);
  assert.equal(await second.page.locator('[data-metric=write_conflicts]').textContent(), '1');

  const unconfirmed = () => second.page.locator('#messages .unconfirmed').allTextContents();
  await first.stop();
  await send(second, 'sent meanwhile');
  await shows(second, ['sent meanwhile', 'queued by a follower', 'written by the leader']);
  assert.deepEqual(await unconfirmed(), ['sent meanwhile']);
  assert.equal(await second.page.locator('#pending').textContent(), '1 pending');
  first.continue();
  await until('it is confirmed', async () => (await unconfirmed()).length === 0);
  await shows(first, ['sent meanwhile', 'queued by a follower', 'written by the leader']);

  await second.page.getByRole('checkbox').check();
  await send(second, 'allowed', 'Write as leader');
  await shows(first, ['allowed', 'sent meanwhile', 'queued by a follower', 'written by the leader']);

  await second.page.getByRole('button', { name: 'Ask for it' }).click();
  await said(second, 'This tab leads now');
  await said(first, 'Another tab leads now');
  await first.page.getByRole('button', { name: 'Wait for it' }).click();
  await second.close();
  await said(first, 'Wait for leadership: done');
  await send(first, 'after', 'Write as leader');
  await shows(first, ['after', 'allowed', 'sent meanwhile', 'queued by a follower', 'written by the leader']);
});
