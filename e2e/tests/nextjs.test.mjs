// The example with Next.js, installed, built and served by its own tools, in two tabs.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

const skip = process.env.LONG ? false : 'installing Next.js takes long; LONG=1 runs it';
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };

/** The example in a place of its own, with what it needs installed. */
async function installed(t) {
  const place = mkdtempSync(join(tmpdir(), 'tabularium-nextjs-'));
  t.after(() => rmSync(place, { recursive: true, force: true }));
  const root = join(place, 'app');
  cpSync(EXAMPLE, root, { recursive: true, filter: (path) => !/node_modules|\.next\b/.test(path) });
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', place], { cwd: LIBRARY });
  await run('npm', ['install', '--no-audit', '--no-fund', join(place, stdout.trim())], { cwd: root, env });
  return root;
}

/** Builds and serves it, and returns a browser beside the address. */
async function served(t, root, ...options) {
  const next = join(root, 'node_modules/next/dist/bin/next');
  await run(process.execPath, [next, 'build', ...options], { cwd: root, env });
  const port = await freePort();
  const server = spawn(process.execPath, [next, 'start', '-p', String(port)], { cwd: root, env, stdio: 'ignore' });
  t.after(() => server.kill());
  const url = `http://localhost:${port}/`;
  await until('Next.js serves', () => fetch(url).then((response) => response.ok, () => false));
  const browser = await Browser.launch({ url });
  t.after(() => browser.close());
  return { url, browser };
}

test(
  'examples/nextjs: built by Next.js, two tabs at /test, the leader is closed, and the other one goes on',
  { skip, timeout: 900_000 },
  async (t) => {
    const { url, browser } = await served(t, await installed(t));
    const html = await (await fetch(`${url}test`)).text();
    assert.match(html, /Opening/, 'the page is rendered on the server, without a database');
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

/** The guide's settings for webpack; what has a comment is not in them, but PGlite 0.5.16 needs it there. */
const WEBPACK_SETTINGS = `
import type { NextConfig } from 'next';

const nextConfig: NextConfig = {
  async headers() {
    return [
      {
        headers: [
          { key: 'Cross-Origin-Embedder-Policy', value: 'require-corp' },
          { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
        ],
        source: '/(.*)',
      },
    ];
  },
  serverExternalPackages: ['@electric-sql/pglite'],
  webpack: (config, { isServer, webpack }) => {
    if (!isServer) {
      config.output.globalObject = 'self';
      config.resolve.fallback = { ...config.resolve.fallback, fs: false, path: false, crypto: false };
      // PGlite asks for node:module where webpack knows no such names.
      config.resolve.fallback.module = false;
      config.plugins.push(
        new webpack.NormalModuleReplacementPlugin(/^node:/, (resource: { request: string }) => {
          resource.request = resource.request.slice('node:'.length);
        }),
      );
    }
    return config;
  },
};
export default nextConfig;
`;

test("examples/nextjs: with the guide's settings for webpack and its headers", { skip, timeout: 900_000 }, async (t) => {
  const root = await installed(t);
  writeFileSync(join(root, 'next.config.ts'), WEBPACK_SETTINGS);
  const { url, browser } = await served(t, root, '--webpack');
  const { headers } = await fetch(`${url}test`);
  assert.equal(headers.get('cross-origin-embedder-policy'), 'require-corp');
  const first = await browser.openTab('/test');
  await until('the first tab leads', async () => (await heading(first)) === 'This tab leads');
  const second = await browser.openTab('/test');
  await send(second, 'over webpack');
  await until('the first tab shows it', async () => (await messages(first)).join() === 'over webpack');
});
