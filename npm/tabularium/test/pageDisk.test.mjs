import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './support/bundle.mjs';
import { Death, FakeDisk } from './support/fakeDisk.mjs';
import { bytesOf, contentOf } from './support/pageContent.mjs';
import { Prng } from './support/prng.mjs';

const { PAGE_BYTES } = await load('engine/pageFiles.ts');
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
