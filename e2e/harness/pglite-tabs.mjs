// Tabs with an application that was written for PGlite's multi-tab worker.

import { browserTest } from './browser-test.mjs';
import { PGLITE } from './paths.mjs';
import { until } from './wait.mjs';

/** Declares a test of such tabs; PGlite itself is served under `/engine/`. */
export function pgliteTest(name, body, options = {}) {
  browserTest(name, { ...options, mounts: { '/engine/': `${PGLITE}/`, ...options.mounts } }, body);
}

/** Declares one that is left to the long run. */
export function longPgliteTest(name, body) {
  pgliteTest(name, body, { isLong: true });
}

/** Opens tabs that share a database, one after the other, so that the first one leads. */
export async function openPgliteTabs(browser, count, options, library = 'tabularium') {
  const tabs = [];
  for (let index = 0; index < count; index++) {
    tabs.push(await openPgliteTab(browser, options, library));
  }
  return tabs;
}

/** Opens one more tab. */
export async function openPgliteTab(browser, options, library = 'tabularium') {
  const tab = await browser.openTab(`/pglite/index.html?library=${library}`);
  await tab.page.waitForFunction('globalThis.app !== undefined');
  await tab.run((wanted) => app.open(wanted), options, { timeoutMs: 60_000 });
  return tab;
}

/** Waits until one of the tabs leads. */
export function newLeader(tabs) {
  return until('one of the tabs leads', async () => {
    for (const tab of tabs) {
      if (await tab.run(() => app.pg.isLeader)) {
        return tab;
      }
    }
    return false;
  });
}
