import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './support/bundle.mjs';
import { FakeFolder } from './support/fakeFolder.mjs';

const { copyFolder } = await load('engine/folderCopy.ts');

async function store(contents) {
  const source = new FakeFolder();
  source.put('list', 'list');
  source.put('other', 'not asked for');
  const data = await source.getDirectoryHandle('data', { create: true });
  for (const [name, text] of Object.entries(contents)) data.put(name, text);
  const target = new FakeFolder();
  const copy = () => copyFolder(source, target, { files: ['list', 'spare'], folder: 'data' });
  return { source, data, target, copy, copied: () => target.children.get('data').content() };
}

test('copies what is asked for, to the disk', async () => {
  const { data, target, copy, copied } = await store({ a: 'one', b: '', c: 'three' });
  await data.getDirectoryHandle('inner', { create: true });
  await copy();
  assert.deepEqual(copied(), { a: 'one', b: '', c: 'three' });
  assert.deepEqual(Object.keys(target.content()).sort(), ['data', 'list']);
  assert.equal(target.children.get('data').children.get('a').isFlushed, true);
});

test('copies again what has changed meanwhile, and drops what has gone', async () => {
  const { data, copy, copied } = await store({ a: 'one', b: 'two', c: 'three' });
  const changes = [
    () => data.put('a', 'a later', 2000),
    () => data.put('b', '', 2000),
    () => data.children.delete('c'),
    () => data.put('d', 'new', 2000),
  ];
  data.onRead = () => changes.shift()?.();
  await copy();
  assert.deepEqual(copied(), { a: 'a later', b: '', d: 'new' });
});

test('does not trust the time of a change that is just a moment old', async () => {
  const { data, copy, copied } = await store({ a: 'one' });
  const justNowMs = Date.now();
  data.put('a', 'two', justNowMs);
  let reads = 0;
  data.onRead = () => ++reads === 1 && queueMicrotask(() => data.put('a', 'six', justNowMs));
  await copy();
  assert.ok(reads > 1);
  assert.deepEqual(copied(), { a: 'six' });
});

test('is no copy when the disk took a part of a file only', async () => {
  const { target, copy } = await store({ a: 'one' });
  (await target.getDirectoryHandle('data', { create: true })).roomBytes = 2;
  await assert.rejects(copy(), { name: 'QuotaExceededError' });
});

test('gives up on a source that goes on changing', async () => {
  const { data, copy } = await store({ a: 'one' });
  let nowMs = 5000;
  data.onRead = () => data.put('a', 'again', nowMs++);
  await assert.rejects(copy(), { code: 'STORAGE_IN_USE' });
});
