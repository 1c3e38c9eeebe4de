import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './support/bundle.mjs';
import { Death, FakeDisk } from './support/fakeDisk.mjs';
import { bytesOf, contentOf } from './support/pageContent.mjs';
import { Prng } from './support/prng.mjs';

const { MAX_FILE_BYTES, PAGE_BYTES } = await load('engine/pageFiles.ts');
const { encodeFrame } = await load('engine/frames.ts');
const { PageDisk } = await load('engine/pageDisk.ts');

/** Small enough for a checkpoint every few flushes, and for pages to be read again and again. */
const LOG_BYTES = 6 * PAGE_BYTES;
const RESIDENT_PAGES = 3;

function filesOf(disk) {
  return { log: disk.open('log'), pages: disk.open('pages'), maps: [disk.open('map 0'), disk.open('map 1')] };
}

function open(disk) {
  return new PageDisk(filesOf(disk), LOG_BYTES, RESIDENT_PAGES);
}

/** All there is in one text. */
function textOf({ files }) {
  return JSON.stringify(Object.entries(contentOf(files)).sort());
}

/** Changes some files. */
function change(files, prng) {
  const { root } = files;
  const live = [...root.children.values()];
  const name = `f${prng.below(5)}`;
  const file = live.length > 0 ? prng.pick(live) : files.add(root, name, 'file');
  switch (prng.below(8)) {
    case 0:
      return void (root.children.has(name) || files.add(root, name, 'file'));
    case 1:
      return files.remove(file);
    case 2:
      return files.move(file, root, name);
    case 3:
      return files.resize(file, prng.below(PAGE_BYTES * 6));
    default: {
      const bytes = new Uint8Array(prng.below(PAGE_BYTES * 2)).map(() => prng.below(256));
      files.write(file, prng.below(6) === 0 ? bytes.fill(0) : bytes, prng.below(PAGE_BYTES * 5));
    }
  }
}

/** The last ones were once not survived. */
const SEEDS = [...Array.from({ length: 60 }, (_, i) => i + 1), 1268, 3080, 3477];

for (const seed of SEEDS) {
  test(`what was flushed is there after a death at any moment, and nothing by halves: seed ${seed}`, () => {
    const prng = new Prng(seed);
    const disk = new FakeDisk();
    let paged = open(disk);
    /** What may be found after a death: what was flushed last at the level that outlives it, and all that came later. */
    let afterProcess = [textOf(paged)];
    let afterMachine = [...afterProcess];
    for (let life = 0; life < 12; life++) {
      if (life > 0) disk.operationsUntilDeath = prng.below(40);
      try {
        for (;;) {
          for (let i = prng.below(6); i > 0; i--) change(paged.files, prng);
          const content = textOf(paged);
          const level = prng.below(3) === 0 ? 'memory' : 'disk';
          if (prng.below(8) === 0) disk.operationsUntilFailure = prng.below(4);
          disk.sizeLimit = prng.below(8) === 0 ? 0 : Infinity;
          afterProcess.push(content);
          afterMachine.push(content);
          try {
            paged.flush(level);
            afterProcess = [content];
            if (level === 'disk') afterMachine = [content];
          } catch (error) {
            if (error instanceof Death) throw error;
            assert.ok(['QuotaExceededError', 'InvalidStateError'].includes(error.name), error);
          }
          assert.equal(textOf(paged), content);
          if (life === 0 && prng.below(12) === 0) throw new Death();
        }
      } catch (error) {
        if (!(error instanceof Death)) throw error;
      }
      disk.revive();
      const isPowerLost = prng.below(2) === 0;
      if (isPowerLost) disk.loseUnflushed(prng);
      paged = open(disk);
      const found = textOf(paged);
      const possible = isPowerLost ? afterMachine : afterProcess;
      assert.ok(possible.includes(found), `life ${life}: found what never was, or is over`);
      afterProcess = [found];
      // What has been found is not on the disk for that.
      if (isPowerLost) afterMachine = [found];
      assert.equal(textOf(open(disk)), found);
    }
  });
}

test('a death after a checkpoint that failed finds all, wherever both were', () => {
  for (let failsAt = 0; failsAt < 8; failsAt++) {
    for (let diesAt = 0; diesAt < 10; diesAt++) {
      const disk = new FakeDisk();
      const paged = open(disk);
      const { files } = paged;
      const file = files.add(files.root, 'f', 'file');
      paged.flush('disk');
      const fill = (byte, page, count) => files.write(file, new Uint8Array(count * PAGE_BYTES).fill(byte), page * PAGE_BYTES);
      fill(1, 0, 3);
      fill(2, 1, 1);
      paged.flush('disk');
      const earlier = textOf(paged);
      fill(3, 3, 4);
      disk.operationsUntilFailure = failsAt;
      try {
        paged.flush('disk');
      } catch (error) {
        assert.equal(error.name, 'InvalidStateError');
      }
      disk.operationsUntilFailure = Infinity;
      const before = textOf(paged);
      fill(0, 0, 1);
      const after = textOf(paged);
      disk.operationsUntilDeath = diesAt;
      try {
        paged.flush('disk');
      } catch (error) {
        assert.ok(error instanceof Death);
      }
      disk.revive();
      const found = textOf(open(disk));
      const isWhole = [after, before, ...(failsAt < 2 ? [earlier] : [])].includes(found);
      assert.ok(isWhole, `failed at ${failsAt}, died at ${diesAt}`);
    }
  }
});

test('takes no more room than the files, the log and a little', () => {
  const disk = new FakeDisk();
  const paged = open(disk);
  const file = paged.files.add(paged.files.root, 'f', 'file');
  const size = (name) => disk.open(name).getSize();
  for (let round = 0; round < 200; round++) {
    paged.files.write(file, new Uint8Array(PAGE_BYTES).fill(round + 1), (round % 10) * PAGE_BYTES);
    paged.flush('disk');
  }
  assert.ok(size('pages') <= 20 * PAGE_BYTES, `${size('pages')} bytes for ten pages`);
  assert.ok(size('log') <= LOG_BYTES + 2 * PAGE_BYTES);
  paged.files.resize(file, PAGE_BYTES);
  for (let round = 0; round < 10; round++) {
    paged.files.write(file, Uint8Array.of(round), 0);
    paged.flush('disk');
  }
  assert.ok(size('pages') <= 4 * PAGE_BYTES, `${size('pages')} bytes for one page`);
});

test('the log grows once for many flushes, and by single frames where there is room for no more', () => {
  for (const [sizeLimit, growthMax] of [
    [Infinity, 2],
    [20 * PAGE_BYTES, 100],
  ]) {
    const disk = new FakeDisk();
    const files = filesOf(disk);
    const paged = new PageDisk(files);
    const file = paged.files.add(paged.files.root, 'f', 'file');
    paged.flush('disk');
    disk.sizeLimit = sizeLimit;
    const sizes = new Set();
    for (let round = 1; round <= 15; round++) {
      paged.files.write(file, new Uint8Array(PAGE_BYTES).fill(round), 0);
      paged.flush('disk');
      sizes.add(files.log.getSize());
    }
    assert.ok(sizes.size <= growthMax, `${sizes.size} sizes`);
    assert.equal(textOf(new PageDisk(filesOf(disk))), textOf(paged));
  }
});

test('a removed file goes on for whoever has it open, also when its places are given away', () => {
  const disk = new FakeDisk();
  const paged = open(disk);
  const { files } = paged;
  const file = files.add(files.root, 'f', 'file');
  const content = new Uint8Array(9 * PAGE_BYTES).map((_byte, i) => 1 + (i >> 13));
  files.write(file, content, 0);
  paged.flush('disk');
  files.detach(file);
  files.remove(file);
  const other = files.add(files.root, 'g', 'file');
  for (let round = 0; round < 20; round++) {
    files.write(other, new Uint8Array(2 * PAGE_BYTES).fill(99), 2 * round * PAGE_BYTES);
    paged.flush('disk');
  }
  assert.deepEqual(bytesOf(files, file), content);
});

test('a removed file has all its pages in memory, also those that had been let go', () => {
  const disk = new FakeDisk();
  const before = open(disk);
  const content = new Uint8Array(9 * PAGE_BYTES).map((_byte, i) => 1 + (i >> 13));
  before.files.write(before.files.add(before.files.root, 'f', 'file'), content, 0);
  before.flush('disk');
  const { files } = open(disk);
  const file = files.root.children.get('f');
  files.detach(file);
  files.remove(file);
  assert.deepEqual(bytesOf(files, file), content);
});

test('what a page holds is never taken for a frame of the log', () => {
  const disk = new FakeDisk();
  const paged = open(disk);
  const { files } = paged;
  const file = files.add(files.root, 'f', 'file');
  paged.flush('disk');
  const planted = encodeFrame({ format: 1, seq: 1, previousSum: 0, flushedSeq: 1e15 }, {}, []).bytes;
  const content = new Uint8Array(PAGE_BYTES).fill(7);
  content.set(planted, 3 * planted.length);
  for (let round = 0; round < 12; round++) {
    files.write(file, round % 3 === 1 ? content : new Uint8Array(PAGE_BYTES).fill(round + 1), (round % 2) * 4 * PAGE_BYTES);
    paged.flush('disk');
    assert.equal(textOf(open(disk)), textOf(paged));
  }
});

test('a page that says that it is a huge frame costs an opening no time', () => {
  const disk = new FakeDisk();
  const paged = new PageDisk(filesOf(disk));
  const { files } = paged;
  const file = files.add(files.root, 'f', 'file');
  paged.flush('disk');
  const header = encodeFrame({ format: 2, seq: 9, previousSum: 0, flushedSeq: 9 }, {}, []).bytes.slice(0, 64);
  new DataView(header.buffer).setFloat64(40, 2 ** 22, true);
  const content = new Uint8Array(700 * PAGE_BYTES);
  for (let at = 0; at < content.length; at += 512) content.set(header, at);
  files.write(file, content, 0);
  paged.flush('disk');
  files.write(file, Uint8Array.of(1), 0);
  paged.flush('disk');
  // Behind a frame that is damaged all is looked through for a later one.
  disk.open('log').write(Uint8Array.of(0), { at: 70 });
  assert.throws(() => new PageDisk(filesOf(disk)), { code: 'STORAGE_UNAVAILABLE' });
});

test('a store whose frames have no salt, from an earlier version, is opened and goes on', () => {
  const disk = new FakeDisk();
  const files = filesOf(disk);
  const nodes = [{ id: 1, parentId: 0, name: 'f', mode: 0o100600, mtimeMs: 0, sizeBytes: PAGE_BYTES }];
  const head = { format: 1, seq: 0, previousSum: 0, flushedSeq: 0 };
  files.maps[0].write(encodeFrame(head, { nodes }, []).bytes, { at: 0 });
  const meta = { removedIds: [], nodes: [], keys: [2 ** 20], zeroKeys: [] };
  const body = [new Uint8Array(PAGE_BYTES).fill(5)];
  files.log.write(encodeFrame({ ...head, seq: 1 }, meta, body).bytes, { at: 0 });
  const paged = open(disk);
  const file = paged.files.root.children.get('f');
  assert.deepEqual(bytesOf(paged.files, file), body[0]);
  for (let round = 0; round < 12; round++) {
    paged.files.write(file, new Uint8Array(PAGE_BYTES).fill(round), round * PAGE_BYTES);
    paged.flush('disk');
    assert.equal(textOf(open(disk)), textOf(paged));
  }
});

test('of two maps that could not be written neither is found later', () => {
  for (const second of ['InvalidStateError', 'QuotaExceededError']) {
    const disk = new FakeDisk();
    const paged = open(disk);
    const { files } = paged;
    const [a, b] = ['a', 'b'].map((name) => files.add(files.root, name, 'file'));
    const fill = (file, page, byte) => files.write(file, new Uint8Array(PAGE_BYTES).fill(byte), page * PAGE_BYTES);
    const flush = (failing, error) => {
      disk.failureOf = (name, operation) => (name.startsWith('map') && operation === failing ? error : undefined);
      try {
        paged.flush('disk');
      } catch (failure) {
        assert.equal(failure.name, error);
      }
    };
    paged.flush('disk');
    for (let page = 0; page < 4; page++) fill(b, page, 10 + page);
    paged.flush('disk');
    const acknowledged = bytesOf(files, b);
    for (let page = 4; page < 8; page++) fill(b, page, 10 + page);
    flush('flush', 'InvalidStateError');
    for (let page = 0; page < 9; page++) {
      fill(a, page, 98);
      flush('write', second);
    }
    disk.failureOf = () => undefined;
    const found = open(disk);
    const kept = bytesOf(found.files, found.files.root.children.get('b'));
    assert.deepEqual(kept.slice(0, acknowledged.length), acknowledged, second);
  }
});

test('a first flush that fails when its map is written is no reason to lose the next', () => {
  const disk = new FakeDisk();
  const paged = open(disk);
  const { files } = paged;
  const file = files.add(files.root, 'f', 'file');
  files.write(file, new Uint8Array(PAGE_BYTES).fill(1), 0);
  disk.open('pages').write(new Uint8Array(9 * PAGE_BYTES), { at: 0 }); // Left by a creation that was cut off.
  disk.failureOf = (name, operation) => (name === 'pages' && operation === 'truncate' ? 'InvalidStateError' : undefined);
  assert.throws(() => paged.flush('disk'), { name: 'InvalidStateError' });
  disk.failureOf = () => undefined;
  files.write(file, new Uint8Array(PAGE_BYTES).fill(2), 0);
  paged.flush('disk');
  assert.equal(textOf(open(disk)), textOf(paged));
});

test('what is dirty is in memory until it is written, whatever else is read for a flush', () => {
  let reachedCount = 0;
  for (let resident = 1; resident < 8; resident++) {
    for (let pageCount = 1; pageCount < 9; pageCount++) {
      for (let readCount = 0; readCount < 6; readCount++) {
        const disk = new FakeDisk();
        const paged = new PageDisk(filesOf(disk), LOG_BYTES, resident);
        const { files } = paged;
        const [f, g, h] = ['f', 'g', 'h'].map((name) => files.add(files.root, name, 'file'));
        paged.flush('disk');
        files.write(h, new Uint8Array(4 * PAGE_BYTES).fill(9), 0);
        paged.flush('disk');
        files.write(f, new Uint8Array(PAGE_BYTES).fill(1), 0);
        files.write(g, new Uint8Array(pageCount * PAGE_BYTES).fill(30), 0);
        for (let i = 0; i < readCount; i++) files.read(h, new Uint8Array(1), (i % 4) * PAGE_BYTES);
        const fail = (failing, error) => {
          disk.failureOf = (name, operation) => (name === failing && operation === 'write' ? error : undefined);
          try {
            paged.flush('disk');
            return false;
          } catch {
            return true;
          }
        };
        if (!fail('pages', 'InvalidStateError') || g.pages.every(Boolean)) continue;
        reachedCount++;
        files.write(f, new Uint8Array(PAGE_BYTES).fill(3), 0);
        fail('log', 'QuotaExceededError');
        disk.failureOf = () => undefined;
        assert.equal(bytesOf(files, f)[0], 3, `${resident} ${pageCount} ${readCount}`);
        paged.flush('disk');
        assert.equal(textOf(open(disk)), textOf(paged));
      }
    }
  }
  assert.ok(reachedCount > 50, `${reachedCount} times`);
});

test('a page that is written whole is not read before', () => {
  const disk = new FakeDisk();
  const before = open(disk);
  before.files.write(before.files.add(before.files.root, 'f', 'file'), new Uint8Array(4 * PAGE_BYTES).fill(1), 0);
  before.flush('disk');
  const paged = open(disk);
  disk.failureOf = (_name, operation) => (operation === 'read' ? 'InvalidStateError' : undefined);
  const file = paged.files.root.children.get('f');
  paged.files.write(file, new Uint8Array(2 * PAGE_BYTES).fill(2), PAGE_BYTES);
  assert.throws(() => paged.files.write(file, Uint8Array.of(2), 3 * PAGE_BYTES), { name: 'InvalidStateError' });
  disk.failureOf = () => undefined;
  paged.flush('disk');
  assert.deepEqual([0, 1, 2, 3].map((page) => bytesOf(paged.files, file)[page * PAGE_BYTES]), [1, 2, 2, 1]);
});

test('a file ends where the numbers of its pages do', () => {
  const { files } = open(new FakeDisk());
  const file = files.add(files.root, 'f', 'file');
  assert.throws(() => files.write(file, Uint8Array.of(1), MAX_FILE_BYTES), RangeError);
  assert.equal(file.sizeBytes, 0);
});

test('a log that was damaged is no short one', () => {
  const disk = new FakeDisk();
  const paged = open(disk);
  const file = paged.files.add(paged.files.root, 'f', 'file');
  for (let round = 0; round < 4; round++) {
    paged.files.write(file, Uint8Array.of(round), 0);
    paged.flush('disk');
  }
  disk.open('log').write(Uint8Array.of(99), { at: 700 });
  assert.throws(() => open(disk), { code: 'STORAGE_UNAVAILABLE', message: /log of pages is damaged/ });
});

test('a newer map that was damaged is not the older one', () => {
  const disk = new FakeDisk();
  const paged = open(disk);
  const file = paged.files.add(paged.files.root, 'f', 'file');
  let newest = 0;
  const maps = () => [0, 1].map((i) => Buffer.from(disk.bytesOf(`map ${i}`)).toString('hex'));
  for (let round = 0; round < 20; round++) {
    const before = maps();
    paged.files.write(file, Uint8Array.of(round), 0);
    paged.flush('disk');
    maps().forEach((map, i) => (newest = map === before[i] ? newest : i));
  }
  paged.files.write(file, Uint8Array.of(99), 0);
  paged.flush('disk');
  disk.open(`map ${newest}`).write(Uint8Array.of(99), { at: 70 });
  assert.throws(() => open(disk), { code: 'STORAGE_UNAVAILABLE', message: /log of pages is damaged/ });
});
