// The built library works through a bundler, and as static files from any folder.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { browserTest } from '../harness/browser-test.mjs';
import { agreedLeader, openAll } from '../harness/group.mjs';
import { DIST } from '../harness/paths.mjs';
import { until } from '../harness/wait.mjs';

const built = mkdtempSync(join(tmpdir(), 'tabularium-bundled-'));
after(() => rmSync(built, { recursive: true, force: true }));

browserTest(
  'an application built with Vite, without settings for the library',
  { mounts: { '/bundled/': `${built}/` }, isLong: true },
  async ({ browser }) => {
    await build({
      root: fileURLToPath(new URL('../bundled-app', import.meta.url)),
      configFile: false,
      base: './',
      logLevel: 'error',
      build: { outDir: built, emptyOutDir: true, target: 'es2022' },
    });
    const tabs = await browser.openTabs(2, '/bundled/');
    await until('both tabs have opened', async () => {
      const states = await Promise.all(tabs.map((tab) => tab.page.evaluate('typeof app')));
      return states.every((state) => state === 'object');
    });
    await agreedLeader(tabs);
    await Promise.all(
      tabs.map((tab, index) =>
        tab.run((name) => app.db.query('insert into visits values ($1)', [name]), `tab ${index}`),
      ),
    );
    for (const tab of tabs) {
      const { rows } = await tab.run(() => app.db.query('select tab from visits order by tab'));
      assert.deepEqual(rows, [{ tab: 'tab 0' }, { tab: 'tab 1' }]);
    }
  },
);

const FOLDER = '/some/deep/folder/';
browserTest(
  'static files in any folder, without import map',
  { mounts: { [FOLDER]: DIST, '/tabularium/': '/nonexistent' } },
  async ({ browser, server }) => {
    const tabs = await browser.openTabs(2, `/?library=${FOLDER}index.js`);
    await openAll(tabs, 'idb://anywhere');
    await agreedLeader(tabs);
    for (const tab of tabs) {
      assert.deepEqual((await tab.run(() => app.db.query('select 1 as one'))).rows, [{ one: 1 }]);
    }
    const stray = server.requests.filter((path) => !path.startsWith(FOLDER) && path.includes('tabularium'));
    assert.deepEqual(stray, []);
  },
);
