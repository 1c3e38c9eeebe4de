import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { load } from './support/bundle.mjs';

const { isHeldByDeposed, leaveName, removeNames, takeNameBack } = await load('engine/leaderNames.ts');
const { StoreFolder } = await load('engine/opfsFolders.ts');

/** The one folder there is, its files, and whether somebody has its list of files open. */
const names = new Set();
let isHeld;
let locks;

const folder = {
  async getDirectoryHandle() {
    return folder;
  },
  async getFileHandle(name, { create = false } = {}) {
    if (create) names.add(name);
    if (!names.has(name)) throw new DOMException('missing', 'NotFoundError');
    const createSyncAccessHandle = async () => {
      if (isHeld()) throw new DOMException('held', 'NoModificationAllowedError');
      return { close: () => {} };
    };
    return { createSyncAccessHandle };
  },
  async removeEntry(name) {
    if (!names.delete(name)) throw new DOMException('missing', 'NotFoundError');
  },
  async *keys() {
    yield* [...names];
  },
};

/** The folder as a store's. */
const store = new StoreFolder('app', folder);

beforeEach(() => {
  names.clear();
  names.add('state.txt');
  isHeld = () => true;
  locks = [];
  const query = async () => ({ held: locks });
  Object.defineProperty(globalThis, 'navigator', {
    value: { locks: { query }, storage: { getDirectory: async () => folder } },
    configurable: true,
  });
});

const lives = (session, mode = 'exclusive') => locks.push({ name: `tabularium/worker/${session}`, mode });

/** Makes every look at the clock half a second later than the one before. */
function hurry(t) {
  let nowMs = 0;
  t.mock.method(performance, 'now', () => (nowMs += 500));
}

test('a leader that left its name, lives and goes on holding the files was deposed', async (t) => {
  lives('old');
  await leaveName(store, 'old');
  hurry(t);
  assert.equal(await isHeldByDeposed(store, 'new'), true);
});

test('files that somebody lets go of in time need no copy', async () => {
  lives('old');
  await leaveName(store, 'old');
  let looks = 0;
  isHeld = () => ++looks < 4;
  assert.equal(await isHeldByDeposed(store, 'new'), false);
  assert.equal(looks, 4);
});

test('a leader that dies while it is being waited for was not deposed', async () => {
  lives('old');
  await leaveName(store, 'old');
  setTimeout(() => locks.pop(), 70);
  assert.equal(await isHeldByDeposed(store, 'new'), false);
});

test('who holds the files and is no leader that lives was not deposed', async (t) => {
  hurry(t);
  assert.equal(await isHeldByDeposed(store, 'new'), false, 'nobody left a name');
  await leaveName(store, 'dead');
  lives('somebody else');
  assert.equal(await isHeldByDeposed(store, 'new'), false, 'the name is that of a dead one');
  lives('dead', 'shared');
  assert.equal(await isHeldByDeposed(store, 'new'), false, 'its lock is a page that waited for its death');
  lives('new');
  await leaveName(store, 'new');
  assert.equal(await isHeldByDeposed(store, 'new'), false, 'the name is our own');
  lives('dead');
  await leaveName(store, 'dead');
  names.delete('state.txt');
  assert.equal(await isHeldByDeposed(store, 'new'), false, 'it was stopped before it opened a file');
});

test('names go when they are taken back, and when their leaders are dead', async () => {
  lives('one');
  for (const session of ['dead', 'one', 'two']) await leaveName(store, session);
  assert.deepEqual([...names].sort(), ['leader#one', 'leader#two', 'state.txt']);
  await takeNameBack(store, 'one');
  await takeNameBack(store, 'one');
  assert.deepEqual([...names].sort(), ['leader#two', 'state.txt']);
  await removeNames(folder);
  assert.deepEqual([...names], ['state.txt']);
});
