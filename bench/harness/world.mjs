// A server, a browser, and in it tabs of every library, opened when a scenario first asks for them.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Browser } from '../../e2e/harness/browser.mjs';
import { DIST, PAGES as E2E_PAGES, PGLITE, SQLITE } from '../../e2e/harness/paths.mjs';
import { startServer } from '../../e2e/harness/server.mjs';
import './isolation.mjs';
import { Notes } from './notes.mjs';
import { bundleSqlocal } from './sqlocal-bundle.mjs';

const PAGES = fileURLToPath(new URL('../pages/', import.meta.url));
const OPEN_TIMEOUT_MS = 90_000;

export class World {
  static async start() {
    const sqlocal = await bundleSqlocal();
    const server = await startServer({
      mounts: {
        '/': PAGES,
        '/plain-error.js': join(E2E_PAGES, 'plain-error.js'),
        '/tabularium/': DIST,
        '/pglite/': PGLITE,
        '/sqlite/': SQLITE,
        '/sqlocal/': sqlocal,
        // It asks for its worker by a name that only a bundler understands.
        '/sqlocal/worker': join(sqlocal, 'worker.js'),
      },
    });
    return new World(server, await Browser.launch({ url: server.url }), sqlocal);
  }

  #server;
  #browser;
  #sqlocal;
  #groups = new Map();
  #storeCount = 0;

  constructor(server, browser, sqlocal) {
    this.#server = server;
    this.#browser = browser;
    this.#sqlocal = sqlocal;
  }

  /** Opens one tab. The first tab of a store is opened with `leads` and alone, so that it is the leader. */
  async openTab(adapter, dataDir, { leads = false } = {}) {
    const address = new URLSearchParams({ adapter, dataDir, ...(leads && { leads: '1' }) });
    const tab = await this.#browser.openTab(`/index.html?${address}`);
    await tab.run(() => app.firstResultMs, null, { timeoutMs: OPEN_TIMEOUT_MS });
    return tab;
  }

  /** Opens tabs of one store, the leader first. */
  async openGroup(adapter, dataDir, count) {
    const tabs = [];
    while (tabs.length < count) {
      tabs.push(await this.openTab(adapter, dataDir, { leads: tabs.length === 0 }));
    }
    return tabs;
  }

  /** The first `count` tabs of the group that the scenarios share, the leader first. */
  async tabs(adapter, storage, count) {
    const key = `${adapter} ${storage}`;
    const tabs = this.#groups.get(key)?.tabs ?? [];
    const dataDir = this.sharedStore(adapter, storage);
    while (tabs.length < count) {
      tabs.push(await this.openTab(adapter, dataDir, { leads: tabs.length === 0 }));
    }
    this.#groups.set(key, { ...this.#groups.get(key), tabs });
    return tabs.slice(0, count);
  }

  /** The table that the scenarios share in that group. */
  async notes(adapter, storage) {
    const key = `${adapter} ${storage}`;
    const [witness] = await this.tabs(adapter, storage, 1);
    const group = this.#groups.get(key);
    group.notes ??= await Notes.create(witness);
    return group.notes;
  }

  /** The path of the store of that group. */
  sharedStore(adapter, storage) {
    return pathOf(storage, `bench-${adapter}`);
  }

  /** The path of a store that nobody has opened yet. */
  freshStore(storage) {
    return pathOf(storage, `bench-store-${++this.#storeCount}`);
  }

  /** What the tabs wrote to their consoles, for the report of a failure. */
  async describe() {
    const open = this.#browser.tabs.filter(({ isOpen }) => isOpen);
    return (await Promise.all(open.map((tab) => tab.describe(10)))).join('\n');
  }

  async close() {
    await this.#browser.close();
    await this.#server.close();
    await rm(this.#sqlocal, { recursive: true });
  }
}

function pathOf(storage, name) {
  return storage === 'sqlite' ? `sqlite:${name}` : `${storage}://${name}`;
}
