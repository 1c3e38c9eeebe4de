import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { load } from './support/bundle.mjs';
import { FakeFolder } from './support/fakeFolder.mjs';

const { currentFolder, nextFolder } = await load('engine/generations.ts');
const fence = { check: async () => {} };

let root;

beforeEach(() => {
  root = new FakeFolder();
  Object.defineProperty(globalThis, 'navigator', {
    value: { storage: { getDirectory: async () => root } },
    configurable: true,
  });
});

/** Makes a folder, and in it the file that says that a generation is whole. */
async function generation(name) {
  const folder = await root.getDirectoryHandle(name, { create: true });
  folder.put('generation', '');
  return folder;
}

test('a store goes on in its newest whole generation', async () => {
  const first = await root.getDirectoryHandle('app', { create: true });
  assert.equal((await currentFolder('app')).handle, first);
  const next = await nextFolder('app', fence);
  assert.equal(next.path, 'app#2');
  assert.equal(next.handle, root.children.get('app#2'));
  const current = await currentFolder('app');
  assert.equal(current.path, 'app#2');
  assert.equal(current.handle, next.handle);
});

test('a store that is not there has no folder, and none is made by looking', async () => {
  assert.equal((await currentFolder('app')).handle, undefined);
  assert.equal((await currentFolder('sqlite#/app')).handle, undefined);
  assert.deepEqual([...root.children.keys()], []);
});

test('folders that are no generations are left alone, whatever they are called', async () => {
  const app = await root.getDirectoryHandle('app', { create: true });
  for (const name of ['app#', 'app#0', 'app#1', 'app#02', 'app#2e0', 'app#-2', 'app#2.5', 'apple#7']) await generation(name);
  const names = [...root.children.keys()];
  const { path, handle } = await currentFolder('app');
  assert.equal(path, 'app');
  assert.equal(handle, app);
  assert.deepEqual([...root.children.keys()], names);
});

test('the folder of a store is the one that the browser finds, also where it lists it in another spelling', async () => {
  const folder = await root.getDirectoryHandle('app', { create: true });
  const find = root.getDirectoryHandle;
  root.getDirectoryHandle = (name, options) => find.call(root, name.toLowerCase(), options);
  assert.equal((await currentFolder('App')).handle, folder);
});
