// One Chromium with a profile of its own. Every tab gets its own renderer process, so that killing or stopping one
// process is killing or stopping one tab; opening a tab checks that.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { Tab } from './tab.mjs';
import { until, within } from './wait.mjs';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--site-per-process',
  // Without it a renderer waits in stock and the process of a new tab cannot be told by comparing before and after.
  '--disable-features=SpareRendererForSitePerProcess',
];

const OPEN_TIMEOUT_MS = 30_000;
/** How long a page is kept busy to be told from the other processes. */
const BUSY_MS = 300;
const run = promisify(execFile);

/** Whether this user may mount a small disk for a profile: only root may, and not in every container. */
export async function canMountDisks() {
  const folder = await mkdtemp(join(tmpdir(), 'tabularium-disk-'));
  const isMounted = await mountDisk(folder, 1).then(
    () => true,
    () => false,
  );
  if (isMounted) await run('umount', [folder]);
  await rm(folder, { recursive: true });
  return isMounted;
}

const mountDisk = (folder, sizeMb) => run('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'tmpfs', folder]);

export class Browser {
  /**
   * @param {object} options
   * @param {string} options.url where paths given to `openTab` begin
   * @param {boolean} [options.hasBackForwardCache] the driver turns the cache off by default
   * @param {number} [options.diskMb] the profile is on a disk of its own, of this size
   * @param {boolean} [options.isPrivate] all tabs are in one private window
   */
  static async launch({ url, hasBackForwardCache = false, diskMb, isPrivate = false }) {
    const profile = await mkdtemp(join(tmpdir(), 'tabularium-e2e-'));
    const browser = new Browser(url, profile, { hasBackForwardCache, isPrivate });
    if (diskMb !== undefined) {
      await mountDisk(profile, diskMb);
      browser.#hasDisk = true;
    }
    await browser.start();
    return browser;
  }

  /** Every tab opened here since the last `turnTo`, the closed and crashed ones included: their logs outlive them. */
  tabs = [];
  #url;
  #profile;
  #hasBackForwardCache;
  #isPrivate;
  #hasDisk = false;
  #context;
  #privateWindow;
  #devtools;
  #pid;
  #opening = Promise.resolve();

  constructor(url, profile, { hasBackForwardCache, isPrivate }) {
    this.#url = url;
    this.#profile = profile;
    this.#hasBackForwardCache = hasBackForwardCache;
    this.#isPrivate = isPrivate;
  }

  /** Starts the browser on its profile: at first, and again after `kill`. */
  async start() {
    this.#context = await chromium.launchPersistentContext(this.#profile, {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      headless: true,
      args: FLAGS,
      ignoreDefaultArgs: this.#hasBackForwardCache ? ['--disable-back-forward-cache'] : [],
    });
    const browser = this.#context.browser();
    this.#devtools = await browser.newBrowserCDPSession();
    // What the driver calls a new context is what Chromium calls an incognito window.
    if (this.#isPrivate) {
      this.#privateWindow = await browser.newContext();
      // The window's first page starts a process besides its own.
      await this.#privateWindow.newPage();
    }
    [this.#pid] = await this.#pidsOf('browser');
  }

  /** Kills the browser with all its processes. What is in the profile stays for the next `start`. */
  async kill() {
    for (const tab of this.tabs) {
      tab.isOpen = false;
    }
    const closed = new Promise((resolve) => this.#context.once('close', resolve));
    // The driver starts the browser as the leader of a process group.
    process.kill(-this.#pid, 'SIGKILL');
    await within(10_000, 'the killed browser is gone', closed);
  }

  /** Opens a tab at `path`. `initScripts` run in the page before anything else; they are files. */
  openTab(path = '/', { initScripts = [] } = {}) {
    // One after the other, or the new process could belong to either.
    const opened = this.#opening.then(() => this.#openTab(path, initScripts));
    this.#opening = opened.catch(() => {});
    return opened;
  }

  /** Opens `count` tabs at `path`. */
  async openTabs(count, path = '/', options = {}) {
    const tabs = [];
    for (let index = 0; index < count; index++) {
      tabs.push(await this.openTab(path, options));
    }
    return tabs;
  }

  /** Goes on with another origin, which finds nothing of the last one's storage. */
  turnTo(url) {
    this.#url = url;
    this.tabs = [];
  }

  /** Closes all tabs, the crashed and stopped ones too. */
  async closeTabs() {
    this.#continueTabs();
    const pages = this.tabs.map((tab) => tab.page).filter((page) => !page.isClosed());
    await within(20_000, 'all tabs close', Promise.all(pages.map((page) => page.close())));
  }

  async close() {
    this.#continueTabs();
    await within(20_000, 'the browser closes', this.#context.close()).catch((error) => console.error(error.message));
    if (this.#hasDisk) await run('umount', ['--lazy', this.#profile]);
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #continueTabs() {
    for (const tab of this.tabs) {
      tab.continue();
    }
  }

  async #openTab(path, initScripts) {
    const before = new Set(await this.#pidsOf('renderer'));
    const page = await within(OPEN_TIMEOUT_MS, 'a new tab', (this.#privateWindow ?? this.#context).newPage());
    for (const script of initScripts) {
      await page.addInitScript({ path: script });
    }
    const tab = new Tab(this.tabs.length + 1, page);
    this.tabs.push(tab);
    await page.goto(this.#url + path, { timeout: OPEN_TIMEOUT_MS });
    tab.pid = await until(`${tab.name} has a process of its own`, async () => {
      const added = (await this.#pidsOf('renderer')).filter((pid) => !before.has(pid));
      return added.length === 1 ? added[0] : added.length > 1 && this.#busiest(added, page);
    });
    return tab;
  }

  /** Which of these is the page's own: another tab's broker may have got its process at the same time. */
  async #busiest(pids, page) {
    const before = await this.#cpuTimes();
    await page.evaluate((busyMs) => {
      for (const endMs = performance.now() + busyMs; performance.now() < endMs; );
    }, BUSY_MS);
    const after = await this.#cpuTimes();
    const busySeconds = (pid) => after.get(pid) - before.get(pid);
    const [first, second] = pids.toSorted((a, b) => busySeconds(b) - busySeconds(a));
    return busySeconds(first) - busySeconds(second) > BUSY_MS / 2000 && first;
  }

  async #cpuTimes() {
    const { processInfo } = await this.#devtools.send('SystemInfo.getProcessInfo');
    return new Map(processInfo.map(({ id, cpuTime }) => [id, cpuTime]));
  }

  async #pidsOf(type) {
    const { processInfo } = await this.#devtools.send('SystemInfo.getProcessInfo');
    return processInfo.filter((info) => info.type === type).map((info) => info.id);
  }
}
