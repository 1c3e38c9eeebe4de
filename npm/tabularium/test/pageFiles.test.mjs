import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './support/bundle.mjs';
import { bytesOf, contentOf } from './support/pageContent.mjs';
import { Prng } from './support/prng.mjs';

const { PAGE_BYTES, PageFiles, pageKey } = await load('engine/pageFiles.ts');
const { PageLog } = await load('engine/pageLog.ts');

/** What a page store holds: its log, which may have to be put in order after every few records. */
class Store {
  records = new Map();
  #limits = { recordsMax: 5, wasteMinPages: 20 };
  #log = new PageLog(this.#limits);
  #isWhole = false;

  write(files, { hasFailed = false } = {}) {
    const changes = files.takeChanges();
    const writing = this.#isWhole ? this.#log.changed(files, changes) : this.#log.whole(files);
    files.settle(changes, !hasFailed);
    if (hasFailed) return;
    const [from, to] = writing.removed ?? [0, -1];
    for (const key of this.records.keys()) if (key >= from && key <= to) this.records.delete(key);
    writing.records.forEach((record, i) => this.records.set(writing.firstKey + i, structuredClone(record)));
    this.#log.written(writing);
    this.#isWhole = true;
  }

  /** Reads the files, and goes on from what was read. */
  reopen() {
    const files = new PageFiles();
    this.#log = new PageLog(this.#limits);
    this.#log.load(files, [...this.records.keys()], structuredClone([...this.records.values()]));
    return files;
  }
}

test('reads what was written, zeros in between, and nothing behind the end', () => {
  const files = new PageFiles();
  const file = files.add(files.root, 'f', 'file');
  files.write(file, Uint8Array.of(1, 2, 3), PAGE_BYTES * 2 - 1);
  assert.equal(file.sizeBytes, PAGE_BYTES * 2 + 2);
  const part = new Uint8Array(6).fill(99);
  assert.equal(files.read(file, part, PAGE_BYTES * 2 - 3), 5);
  assert.deepEqual([...part], [0, 0, 1, 2, 3, 99]);
  assert.equal(files.read(file, part, PAGE_BYTES * 9), 0);
  files.resize(file, 5);
  files.resize(file, PAGE_BYTES * 3);
  assert.ok(bytesOf(files, file).every((byte) => byte === 0));
});

test('tells only of pages and attributes that have changed', () => {
  const files = new PageFiles();
  const file = files.add(files.root, 'f', 'file');
  files.write(file, new Uint8Array(PAGE_BYTES * 100).fill(1), 0);
  files.settle(files.takeChanges(), true);
  files.write(file, Uint8Array.of(7), PAGE_BYTES * 42);
  const { removedIds, nodes, pages } = files.takeChanges();
  assert.deepEqual([removedIds, nodes], [[], []]);
  assert.deepEqual(
    pages.map(({ key, bytes }) => [key, bytes[0], bytes.length]),
    [[pageKey(file.id, 42), 7, PAGE_BYTES]],
  );
});

test('what was taken comes again with later changes when it could not be written', () => {
  const files = new PageFiles();
  const file = files.add(files.root, 'f', 'file');
  files.write(file, Uint8Array.of(1), 0);
  const first = files.takeChanges();
  files.write(file, Uint8Array.of(2), 0);
  files.write(file, Uint8Array.of(3), PAGE_BYTES);
  files.settle(first, false);
  const store = new Store();
  store.write(files);
  assert.deepEqual(contentOf(store.reopen()), contentOf(files));
});

test('a removed file goes on for whoever has it open, and leaves nothing behind', () => {
  const files = new PageFiles();
  const file = files.add(files.root, 'f', 'file');
  files.settle(files.takeChanges(), true);
  files.remove(file);
  files.write(file, Uint8Array.of(5), PAGE_BYTES);
  assert.equal(bytesOf(files, file)[PAGE_BYTES], 5);
  assert.deepEqual(files.takeChanges(), { removedIds: [file.id], nodes: [], pages: [] });
});

test('a number under which pages are kept is never given to another file', () => {
  const files = new PageFiles();
  files.load([], [{ key: pageKey(12, 3), bytes: new Uint8Array(PAGE_BYTES) }]);
  assert.equal(files.add(files.root, 'f', 'file').id, 13);
});

test('refuses files without their folder', () => {
  const node = { id: 3, parentId: 2, name: 'f', mode: 0, mtimeMs: 0, sizeBytes: 0 };
  assert.throws(() => new PageFiles().load([node], []), /folder of f is missing/);
});

for (let seed = 1; seed <= 40; seed++) {
  test(`files are as a plain model has them, and as a store holds them: seed ${seed}`, () => {
    const prng = new Prng(seed);
    const files = new PageFiles();
    const model = new Map();
    const folders = [files.root];
    const store = new Store();
    const liveFiles = () => folders.flatMap((folder) => [...folder.children.values()].filter((node) => !node.children));
    const keyOf = (node) => `${node.parent.id}/${node.name}`;
    for (let step = 0; step < 300; step++) {
      const live = liveFiles();
      const file = live.length > 0 ? prng.pick(live) : undefined;
      switch (file === undefined ? 0 : prng.below(9)) {
        case 0: {
          const parent = prng.pick(folders);
          const name = `n${prng.below(12)}`;
          if (parent.children.has(name)) break;
          const kind = prng.below(6) === 0 ? 'folder' : 'file';
          const node = files.add(parent, name, kind);
          if (kind === 'folder') folders.push(node);
          else model.set(keyOf(node), new Uint8Array(0));
          break;
        }
        case 1: {
          model.delete(keyOf(file));
          files.remove(file);
          break;
        }
        case 2: {
          const parent = prng.pick(folders);
          const name = `n${prng.below(12)}`;
          if (parent.children.get(name)?.children) break;
          const content = model.get(keyOf(file));
          model.delete(keyOf(file));
          files.move(file, parent, name);
          model.set(keyOf(file), content);
          break;
        }
        case 3: {
          const sizeBytes = prng.below(PAGE_BYTES * 4);
          const resized = new Uint8Array(sizeBytes);
          resized.set(model.get(keyOf(file)).subarray(0, sizeBytes));
          model.set(keyOf(file), resized);
          files.resize(file, sizeBytes);
          break;
        }
        case 4:
        case 5: {
          store.write(files, { hasFailed: prng.below(4) === 0 });
          // A leader dies, and the next one reads what it has written.
          if (prng.below(8) === 0) store.reopen();
          break;
        }
        default: {
          const position = prng.below(PAGE_BYTES * 4);
          const bytes = new Uint8Array(prng.below(PAGE_BYTES * 2)).fill(prng.below(3));
          const old = model.get(keyOf(file));
          const grown = new Uint8Array(Math.max(old.length, bytes.length === 0 ? 0 : position + bytes.length));
          grown.set(old);
          grown.set(bytes, bytes.length === 0 ? 0 : position);
          model.set(keyOf(file), grown);
          files.write(file, bytes, position);
        }
      }
    }
    for (const file of liveFiles()) assert.deepEqual(bytesOf(files, file), model.get(keyOf(file)));
    assert.equal(liveFiles().length, model.size);
    store.write(files);
    assert.deepEqual(contentOf(store.reopen()), contentOf(files));
    assert.ok(files.equals(store.reopen()));
    const whole = files.all();
    const again = new PageFiles();
    again.load(whole.nodes, whole.pages);
    assert.ok(files.equals(again));
  });
}
