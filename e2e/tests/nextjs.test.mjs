// The example with Next.js, installed, built and served by its own tools, in two tabs.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Browser } from '../harness/browser.mjs';
import { until } from '../harness/wait.mjs';

const run = promisify(execFile);
const EXAMPLE = fileURLToPath(new URL('../../examples/nextjs', import.meta.url));
const LIBRARY = fileURLToPath(new URL('../../npm/tabularium', import.meta.url));

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const heading = (tab) => tab.page.locator('h1').textContent();
const messages = (tab) => tab.page.locator('li').allTextContents();

async function send(tab, text) {
  await tab.page.getByPlaceholder('A message').fill(text);
  await tab.page.getByRole('button', { name: 'Send' }).click();
}

test(
  'examples/nextjs: built by Next.js, two tabs at /test, the leader is closed, and the other one goes on',
  { skip: process.env.LONG ? false : 'installing Next.js takes long; LONG=1 runs it', timeout: 900_000 },
  async (t) => {
    const place = mkdtempSync(join(tmpdir(), 'tabularium-nextjs-'));
    t.after(() => rmSync(place, { recursive: true, force: true }));
    const root = join(place, 'app');
    cpSync(EXAMPLE, root, { recursive: true, filter: (path) => !/node_modules|\.next\b/.test(path) });
    const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', place], { cwd: LIBRARY });
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
    await run('npm', ['install', '--no-audit', '--no-fund', join(place, stdout.trim())], { cwd: root, env });
    const next = join(root, 'node_modules/next/dist/bin/next');
    await run(process.execPath, [next, 'build'], { cwd: root, env });
    const port = await freePort();
    const server = spawn(process.execPath, [next, 'start', '-p', String(port)], { cwd: root, env, stdio: 'ignore' });
    t.after(() => server.kill());
    const url = `http://localhost:${port}/`;
    await until('Next.js serves', () => fetch(url).then((response) => response.ok, () => false));
    const html = await (await fetch(`${url}test`)).text();
    assert.match(html, /Opening/, 'the page is rendered on the server, without a database');

    const browser = await Browser.launch({ url });
    t.after(() => browser.close());
    const first = await browser.openTab('/test');
    await until('the first tab leads', async () => (await heading(first)) === 'This tab leads');
    const second = await browser.openTab('/test');
    await until('the second tab follows', async () => (await heading(second)) === 'This tab follows');
    await send(second, 'from the second');
    await until('the first tab shows it', async () => (await messages(first)).join() === 'from the second');
    await first.page.close();
    await send(second, 'after');
    await until('the second tab shows both', async () => (await messages(second)).join() === 'from the second,after');
    await until('the second tab leads', async () => (await heading(second)) === 'This tab leads');
    await second.page.getByRole('button', { name: 'Sync' }).click();
    await until('both are marked', async () => (await second.page.locator('li.synced').count()) === 2);
  },
);
