import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './support/bundle.mjs';

const { PAGE_BYTES, PageFiles, pageKey } = await load('engine/pageFiles.ts');
const { PageLog } = await load('engine/pageLog.ts');

const LIMITS = { recordsMax: 4, wasteMinPages: 10 };

/** A log whose store was made whole with one file of so many pages. */
function filledLog(pageCount) {
  const files = new PageFiles();
  const file = files.add(files.root, 'f', 'file');
  files.write(file, new Uint8Array(PAGE_BYTES * pageCount).fill(1), 0);
  const log = new PageLog(LIMITS);
  log.written(log.whole(files));
  files.settle(files.takeChanges(), true);
  return { files, file, log };
}

function change(files, file, page, value) {
  files.write(file, Uint8Array.of(value), PAGE_BYTES * page);
  return files.takeChanges();
}

test('a flush is one record, also with files, folders and pages of zeros in it', () => {
  const { files, file, log } = filledLog(3);
  const folder = files.add(files.root, 'd', 'folder');
  files.resize(file, PAGE_BYTES * 5);
  const { records, removed, firstKey } = log.changed(files, change(files, file, 1, 7));
  assert.deepEqual([records.length, removed, firstKey], [1, undefined, 2]);
  const [{ keys, zeroKeys, bytes, nodes, isComplete }] = records;
  assert.deepEqual([...keys], [pageKey(file.id, 1)]);
  assert.deepEqual([...zeroKeys], [pageKey(file.id, 3), pageKey(file.id, 4)]);
  assert.deepEqual([bytes.length, bytes[0], isComplete], [PAGE_BYTES, 7, false]);
  assert.deepEqual(nodes.map(({ id }) => id).sort(), [file.id, folder.id]);
});

test('a record has bytes of its own: the files may change while it is written', () => {
  const { files, file, log } = filledLog(3);
  const { records } = log.changed(files, change(files, file, 1, 7));
  change(files, file, 1, 8);
  assert.equal(records[0].bytes[0], 7);
});

test('many pages are spread over several records', () => {
  const { files, file, log } = filledLog(1);
  files.write(file, new Uint8Array(PAGE_BYTES * 300).fill(2), 0);
  const { records } = log.changed(files, files.takeChanges());
  assert.deepEqual(
    records.map(({ keys }) => keys.length),
    [128, 128, 44],
  );
});

test('what many flushes wrote is packed, each page once, in place of their records', () => {
  const { files, file, log } = filledLog(20);
  for (let value = 1; value <= LIMITS.recordsMax; value++) {
    const writing = log.changed(files, change(files, file, value % 2, value));
    assert.equal(writing.removed, undefined);
    log.written(writing);
  }
  const packing = log.changed(files, change(files, file, 7, 99));
  assert.deepEqual(packing.removed, [2, 1 + LIMITS.recordsMax]);
  const [{ keys, isComplete }] = packing.records;
  assert.deepEqual(new Set(keys), new Set([0, 1, 7].map((page) => pageKey(file.id, page))));
  assert.ok(isComplete);
  log.written(packing);
  assert.equal(log.changed(files, change(files, file, 0, 5)).removed, undefined);
});

test('a log of which most counts no longer is written anew', () => {
  const { files, file, log } = filledLog(10);
  const rewrite = () => {
    files.write(file, new Uint8Array(PAGE_BYTES * 10).fill(3), 0);
    const writing = log.changed(files, files.takeChanges());
    log.written(writing);
    return writing;
  };
  const all = [rewrite(), rewrite(), rewrite()].map(({ removed }) => removed?.[1]);
  assert.deepEqual(all, [undefined, undefined, undefined]);
  const { removed, records } = rewrite();
  assert.deepEqual(removed, [0, Infinity]);
  assert.deepEqual(
    records.map(({ keys }) => keys.length),
    [10],
  );
});
