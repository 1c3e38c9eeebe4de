import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { load } from './support/bundle.mjs';

const { SyncHandles } = await load('engine/syncHandles.ts');

/** How the fake file system fails: the name of a DOM exception for each operation that is to fail. */
let faults;
let openings;
let handles;

class FakeHandle {
  flushes = 0;
  closed = false;

  write(bytes) {
    if (faults.write) throw new DOMException('refused', faults.write);
    return bytes.byteLength;
  }

  flush() {
    if (faults.flush) throw new DOMException('refused', faults.flush);
    this.flushes++;
  }

  close() {
    this.closed = true;
  }
}

const BYTE = Uint8Array.of(1);
let files;

beforeEach(() => {
  faults = {};
  openings = 0;
  globalThis.FileSystemDirectoryHandle = class {
    async getFileHandle() {
      if (faults.find) throw new DOMException('refused', faults.find);
      return new FileSystemFileHandle();
    }

    async removeEntry() {}
  };
  globalThis.FileSystemFileHandle = class {
    async createSyncAccessHandle() {
      openings++;
      if (faults.open) throw new DOMException('held', faults.open);
      return new FakeHandle();
    }
  };
  files = new SyncHandles();
});
afterEach(() => files.close());

const openFile = async () => (await new FileSystemDirectoryHandle().getFileHandle('f')).createSyncAccessHandle();

test('flushes every file that was written, and only those', async () => {
  handles = [await openFile(), await openFile(), await openFile()];
  handles[0].write(BYTE);
  handles[2].write(BYTE);
  handles[2].close();
  files.flush();
  files.flush();
  assert.deepEqual(
    handles.map((handle) => handle.flushes),
    [1, 0, 0],
  );
});

test('a file that could not be flushed is flushed again', async () => {
  const handle = await openFile();
  handle.write(BYTE);
  faults.flush = 'UnknownError';
  assert.throws(() => files.flush(), { name: 'UnknownError' });
  faults = {};
  files.flush();
  assert.equal(handle.flushes, 1);
});

test('waits for a file that is held, but not for ever', async (t) => {
  faults.open = 'NoModificationAllowedError';
  setTimeout(() => (faults = {}), 120);
  await openFile();
  assert.ok(openings > 1);
  faults.open = 'NoModificationAllowedError';
  let nowMs = 0;
  t.mock.method(performance, 'now', () => (nowMs += 1000));
  await assert.rejects(openFile(), { name: 'NoModificationAllowedError' });
  await assert.rejects(files.failed, { code: 'STORAGE_IN_USE' });
});

test('notices a file that is gone', async () => {
  faults.find = 'NotFoundError';
  await assert.rejects(openFile(), { name: 'NotFoundError' });
  await assert.rejects(files.failed, { code: 'STORAGE_UNAVAILABLE' });
});

test('says that there is no space left, in the number that PostgreSQL knows', async () => {
  const handle = await openFile();
  const failure = files.nextWriteFailure();
  faults.write = 'QuotaExceededError';
  assert.throws(() => handle.write(BYTE), { code: 51 });
  await assert.rejects(failure, { name: 'QuotaExceededError' });
  assert.equal(files.isFull, true);
});

test('closes every file and gives the doors back', async () => {
  const handle = await openFile();
  const late = openFile();
  const closing = files.close();
  assert.equal(handle.closed, true);
  await assert.rejects(late, { code: 'STORAGE_UNAVAILABLE' });
  await closing;
  assert.ok((await openFile()) instanceof FakeHandle);
  assert.equal(Object.hasOwn(await openFile(), 'write'), false);
});
