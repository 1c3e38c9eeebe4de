// The frame of every test: its own server and so its own origin, a limit in time, and what the tabs said when it fails.
// The tests of a file share a browser, which takes seconds to start; a failed test leaves none behind.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Browser, canMountDisks } from './browser.mjs';
import { DIST, PAGES } from './paths.mjs';
import { startServer } from './server.mjs';
import { within } from './wait.mjs';

const LINES_PER_TAB = 60;

let shared;
after(() => shared?.close());

/**
 * Declares a test.
 *
 * @param {string} name what holds, as a sentence
 * @param {object} options `timeoutMs`; `isLong` leaves it to the long run; `hasBackForwardCache`, `diskMb` and `isPrivate` for the
 *   browser; `mounts`, `hidden` and `preludes` for the server
 * @param {(world: { browser: Browser, server: { url: string, requests: string[] }, t: object }) => Promise<void>} body
 */
export function browserTest(name, options, body) {
  const { timeoutMs = 180_000, isLong, mounts, hidden, preludes, hasBackForwardCache, diskMb, isPrivate } = options;
  test(name, { skip: isLong && !process.env.LONG && 'one of the long run: LONG=1' }, async (t) => {
    if (!existsSync(join(DIST, 'index.js'))) {
      throw new Error(`${DIST}/index.js is missing: build the library first`);
    }
    if (diskMb !== undefined && !(await canMountDisks())) {
      t.skip('a full disk needs a small one, which this user may not mount');
      return;
    }
    const server = await startServer({
      mounts: { '/': PAGES, '/tabularium/': DIST, ...mounts },
      hidden,
      preludes,
    });
    const isShared = !hasBackForwardCache && diskMb === undefined && !isPrivate;
    const browser = isShared
      ? await sharedBrowser(server.url)
      : await Browser.launch({ url: server.url, hasBackForwardCache, diskMb, isPrivate });
    try {
      await within(timeoutMs, name, body({ browser, server, t }));
      if (isShared) await browser.closeTabs();
      else await browser.close();
    } catch (error) {
      for (const tab of browser.tabs) {
        console.error(await tab.describe(LINES_PER_TAB));
      }
      if (isShared) shared = undefined;
      await browser.close();
      throw error;
    } finally {
      await server.close();
    }
  });
}

async function sharedBrowser(url) {
  if (shared === undefined) shared = await Browser.launch({ url });
  else shared.turnTo(url);
  return shared;
}
