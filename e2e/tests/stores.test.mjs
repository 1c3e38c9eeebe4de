// The engine's stores by themselves: workers open them without an election, so that two can have one store at a time.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { PGLITE } from '../harness/paths.mjs';
import { stop } from '../harness/stopping.mjs';
import { idbNameOf } from '../harness/stores.mjs';
import { sleep, until } from '../harness/wait.mjs';

const IS_LONG = Boolean(process.env.LONG);
/** Sixty openings one after the other take minutes where one takes seconds. */
const LONG_TEST_MS = 900_000;
const MAKE_TABLE = 'create table kept (id int primary key, filling text)';
const IDS = 'select string_agg(id::text, \',\' order by id) from kept';

/** A page whose workers are called by name. */
async function openStores(browser) {
  const tab = await browser.openTab('/stores.html');
  await tab.page.waitForFunction('globalThis.app !== undefined');
  return {
    tab,
    call: (worker, operation, argument) =>
      tab.run(([name, what, how]) => app.call(name, what, how), [worker, operation, argument], { timeoutMs: 60_000 }),
    terminate: (worker) => tab.run((name) => app.terminate(name), worker),
    /** Begins what has no end. */
    start: (worker, operation, argument) =>
      tab.run(([name, what, how]) => void app.call(name, what, how).catch(() => {}), [worker, operation, argument]),
    folders: (path) =>
      tab.run(async (name) => {
        const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(name);
        const found = {};
        for await (const [entry, handle] of folder.entries()) {
          found[entry] = [];
          for await (const inner of handle.keys()) found[entry].push(inner);
        }
        return found;
      }, path),
  };
}

const mounts = { mounts: { '/pglite/': PGLITE } };

const storesTest = (name, body, options) =>
  browserTest(name, { ...mounts, ...options }, async ({ browser, t }) => body(await openStores(browser), t));
const longStoresTest = (name, body) => storesTest(name, body, { isLong: true, timeoutMs: LONG_TEST_MS });

for (const dataDir of ['idb://app', 'opfs-ahp://deep/app']) {
  const flushedTest = dataDir.startsWith('idb') ? longStoresTest : storesTest;
  flushedTest(`what was flushed at either level is there after a worker's death: ${dataDir}`, async (stores) => {
    const { isFresh } = await stores.call('first', 'open', { dataDir });
    assert.equal(isFresh, true);
    await stores.call('first', 'exec', MAKE_TABLE);
    await stores.call('first', 'exec', 'insert into kept values (1)');
    await stores.call('first', 'flush', 'disk');
    await stores.call('first', 'exec', 'insert into kept values (2)');
    await stores.call('first', 'flush', 'memory');
    await stores.terminate('first');
    const reopened = await stores.call('second', 'open', { dataDir });
    assert.deepEqual([reopened.isFresh, reopened.storage], [false, dataDir.startsWith('idb') ? 'idb' : 'opfs']);
    assert.deepEqual(await stores.call('second', 'exec', IDS), ['1,2']);
    await stores.call('second', 'close');
    await stores.call('third', 'open', { dataDir });
    assert.deepEqual(await stores.call('third', 'exec', IDS), ['1,2']);
  });

  longStoresTest(`a database whose making was cut short is made anew: ${dataDir}`, async (stores) => {
    for (const afterMs of IS_LONG ? [300, 1000, 2000, 2500, 3000] : [300, 2000]) {
      await stores.start('maker', 'open', { dataDir });
      await sleep(afterMs);
      await stores.terminate('maker');
    }
    await stores.call('last', 'open', { dataDir });
    await stores.call('last', 'exec', MAKE_TABLE);
    await stores.call('last', 'flush', 'disk');
    await stores.terminate('last');
    const { isFresh } = await stores.call('again', 'open', { dataDir });
    assert.equal(isFresh, false);
  });
}

for (const dataDir of ['idb://app', 'opfs-ahp://app']) {
  longStoresTest(`what a page store could not write comes with the next flush: ${dataDir}`, async (stores) => {
    await stores.call('first', 'open', { dataDir });
    await stores.call('first', 'exec', MAKE_TABLE);
    await stores.call('first', 'exec', 'insert into kept values (1)');
    await stores.call('first', 'refuseNextWrite');
    await assert.rejects(stores.call('first', 'flush', 'disk'), { code: 'STORAGE_FULL' });
    await stores.call('first', 'exec', 'insert into kept values (2)');
    await stores.call('first', 'flush', 'disk');
    await stores.terminate('first');
    await stores.call('second', 'open', { dataDir });
    assert.deepEqual(await stores.call('second', 'exec', IDS), ['1,2']);
  });

  longStoresTest(`a page store holds large flushes and small ones over each other: ${dataDir}`, async (stores) => {
    const sum = "select count(*) || ' ' || sum(n) from wide";
    await stores.call('first', 'open', { dataDir });
    const rows = "select 1 as n, repeat('x', 900) as x from generate_series(1, 8000)";
    await stores.call('first', 'exec', `create table wide as ${rows}`);
    await stores.call('first', 'flush', 'disk');
    let worker = 'first';
    for (let round = 1; round <= (IS_LONG ? 6 : 3); round++) {
      await stores.call(worker, 'exec', 'update wide set n = n + 1 where ctid in (select ctid from wide limit 20)');
      await stores.call(worker, 'exec', 'checkpoint');
      await stores.call(worker, 'flush', 'memory');
      await stores.call(worker, 'exec', 'update wide set n = n + 1');
      await stores.call(worker, 'exec', round % 2 === 0 ? 'vacuum full wide' : 'checkpoint');
      if (round % 3 === 0) await stores.call(worker, 'refuseNextWrite');
      await stores.call(worker, 'flush', 'disk').catch((error) => assert.equal(error.code, 'STORAGE_FULL'));
      await stores.call(worker, 'exec', 'update wide set n = n + 1 where ctid in (select ctid from wide limit 20)');
      await stores.call(worker, 'exec', 'checkpoint');
      await stores.call(worker, 'flush', 'disk');
      const expected = await stores.call(worker, 'exec', sum);
      await stores.terminate(worker);
      worker = `after round ${round}`;
      await stores.call(worker, 'open', { dataDir });
      assert.deepEqual(await stores.call(worker, 'exec', sum), expected);
    }
    assert.deepEqual(await stores.call(worker, 'exec', 'select sum(length(x)) from wide'), [String(8000 * 900)]);
  });
}

storesTest('a page store is closed to everybody but the last who opened it', async (stores) => {
  const dataDir = 'idb://app';
  await stores.call('old', 'open', { dataDir });
  await stores.call('old', 'exec', MAKE_TABLE);
  await stores.call('old', 'flush', 'disk');
  const { epoch } = await stores.call('new', 'open', { dataDir });
  assert.equal(epoch, 2);
  await stores.call('old', 'exec', 'insert into kept values (1)');
  for (const level of ['disk', 'memory', 'disk']) {
    await assert.rejects(stores.call('old', 'flush', level), { code: 'FENCED' });
  }
  await stores.call('new', 'exec', 'insert into kept values (2)');
  await stores.call('new', 'flush', 'disk');
  await stores.call('old', 'close');
  await stores.call('new', 'close');
  await stores.call('next', 'open', { dataDir });
  assert.deepEqual(await stores.call('next', 'exec', IDS), ['2']);
});

longStoresTest('a page store forgets the seals of the dead only', async (stores) => {
  const sealsOf = async (change) => {
    const request = indexedDB.open('tabularium/app');
    await new Promise((resolve) => (request.onsuccess = resolve));
    const transaction = request.result.transaction(['meta', 'seals'], 'readwrite');
    const seals = transaction.objectStore('seals');
    if (change) transaction.objectStore('meta').put(change.meta, 'store');
    for (const [epoch, holder] of change?.seals ?? []) seals.put(holder, epoch);
    const keys = seals.getAllKeys();
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    request.result.close();
    return keys.result;
  };
  const dataDir = 'idb://app';
  await stores.call('old', 'open', { dataDir, session: 'old' });
  const seals = [[1, 'old'], [2, 'dead'], [3, true], [999, 'dead']];
  await stores.tab.run(sealsOf, { meta: { format: 1, epoch: 1000, isWhole: true, session: 'dead' }, seals });
  assert.equal((await stores.call('new', 'open', { dataDir, session: 'new' })).epoch, 1001);
  assert.deepEqual(await stores.tab.run(sealsOf), [0, 1, 3, 999, 1000]);
  await assert.rejects(stores.call('old', 'flush', 'disk'), { code: 'FENCED' });
  await stores.terminate('old');
  await until('the old seal is gone', async () => {
    await stores.call('next', 'open', { dataDir, session: 'next' });
    await stores.terminate('next');
    return !(await stores.tab.run(sealsOf)).includes(1);
  });
});

storesTest('a store stays whole that another opening had read when it was not', async (stores) => {
  const dataDir = 'idb://app';
  await stores.call('old', 'open', { dataDir });
  await stores.call('old', 'exec', `${MAKE_TABLE}; insert into kept values (1)`);
  await stores.call('old', 'flush', 'disk');
  assert.equal((await stores.call('paused', 'openAfterPause', { dataDir })).isFresh, false);
  assert.deepEqual(await stores.call('paused', 'exec', IDS), ['1']);
  await stores.call('paused', 'flush', 'disk');
  await assert.rejects(stores.call('old', 'flush', 'disk'), { code: 'FENCED' });
  await stores.terminate('paused');
  await stores.call('next', 'open', { dataDir });
  assert.deepEqual(await stores.call('next', 'exec', IDS), ['1']);
});

longStoresTest("a store that PGlite made is opened as it is, is fenced, and stays PGlite's", async (stores) => {
  const dataDir = 'idb://app';
  await stores.call('plain', 'plain', { dataDir, sql: `${MAKE_TABLE}; insert into kept values (1)` });
  await stores.terminate('plain');
  const { storage, epoch } = await stores.call('old', 'open', { dataDir });
  assert.deepEqual([storage, epoch], ['idb-files', 1]);
  await stores.call('old', 'exec', 'insert into kept values (2)');
  await stores.call('old', 'flush', 'memory');
  await stores.call('old', 'flush', 'disk');
  await stores.call('new', 'open', { dataDir });
  await assert.rejects(stores.call('old', 'flush', 'disk'), { code: 'FENCED' });
  await stores.call('old', 'exec', 'insert into kept values (3)');
  await assert.rejects(stores.call('old', 'flush', 'disk'), { code: 'FENCED' });
  await stores.call('new', 'exec', 'insert into kept values (4)');
  await stores.call('new', 'flush', 'disk');
  await stores.call('old', 'close');
  await stores.terminate('new');
  const { rows } = await stores.call('plain', 'plain', { dataDir, sql: IDS });
  assert.deepEqual(rows, [{ string_agg: '1,2,4' }]);
});

longStoresTest('a store that PGlite made becomes a page store when asked, and stays as it was', async (stores) => {
  const dataDir = 'idb://app';
  await stores.call('plain', 'plain', { dataDir, sql: `${MAKE_TABLE}; insert into kept values (1)` });
  await stores.start('cut short', 'open', { dataDir, convert: true });
  await sleep(600);
  await stores.terminate('cut short');
  const { storage, isFresh } = await stores.call('first', 'open', { dataDir, convert: true });
  assert.deepEqual([storage, isFresh], ['idb', false]);
  await stores.call('first', 'exec', 'insert into kept values (2)');
  await stores.call('first', 'flush', 'disk');
  await stores.terminate('first');
  assert.equal((await stores.call('second', 'open', { dataDir })).storage, 'idb');
  assert.deepEqual(await stores.call('second', 'exec', IDS), ['1,2']);
  const { rows } = await stores.call('plain', 'plain', { dataDir, sql: IDS });
  assert.deepEqual(rows, [{ string_agg: '1' }]);
});

browserTest('a stopped tab holds up nobody, and nothing it still writes counts', { isLong: true, timeoutMs: LONG_TEST_MS }, async ({ browser, t }) => {
  const dataDir = 'idb://app';
  const first = await openStores(browser);
  await first.call('maker', 'open', { dataDir });
  await first.call('maker', 'exec', MAKE_TABLE);
  await first.call('maker', 'close');
  await first.terminate('maker');
  const openMs = [];
  const rounds = IS_LONG ? 30 : 3;
  let kept = 0;
  for (let round = 1; round <= rounds; round++) {
    const stopped = await openStores(browser);
    const isOpening = round % 2 === 0;
    if (isOpening) {
      await stopped.start('old', 'open', { dataDir });
    } else {
      await stopped.call('old', 'open', { dataDir });
      const level = round % 4 === 1 ? 'disk' : 'memory';
      await stopped.start('old', 'insertForever', { level, from: kept });
    }
    await sleep(20 + Math.random() * 400);
    await stop(stopped.tab, first.tab, idbNameOf(dataDir));
    const next = await openStores(browser);
    openMs.push((await next.call('new', 'open', { dataDir })).openMs);
    const [seen] = await next.call('new', 'exec', 'select coalesce(max(id), 0) from kept');
    stopped.tab.continue();
    if (!isOpening) {
      // Its flush under way fails, and with it the rest.
      await until('the thawed leader is fenced', async () => (await stopped.call('old', 'ended')) === 'FENCED');
      const acknowledged = await stopped.terminate('old');
      assert.ok(Number(seen) >= acknowledged, `row ${acknowledged} was acknowledged, ${seen} was seen`);
    }
    kept = Number(seen) + 1;
    const flushed = isOpening ? null : await next.call('new', 'exec', `insert into kept values (${kept}, 'x')`);
    if (flushed !== null) await next.call('new', 'flush', 'disk');
    await next.tab.close();
    await stopped.tab.close();
    await first.call(`check ${round}`, 'open', { dataDir });
    const [last] = await first.call(`check ${round}`, 'exec', 'select coalesce(max(id), 0) from kept');
    assert.ok(Number(last) >= (isOpening ? kept - 1 : kept));
    kept = Number(last);
    await first.terminate(`check ${round}`);
  }
  t.diagnostic(`opened while the other was stopped, in ms: ${openMs.map(Math.round).join(' ')}`);
});

longStoresTest('a page store of a later version is left alone', async (stores) => {
  const metaOf = async (change) => {
    const request = indexedDB.open('tabularium/app');
    await new Promise((resolve) => (request.onsuccess = resolve));
    const meta = request.result.transaction('meta', 'readwrite').objectStore('meta');
    const read = meta.get('store');
    await new Promise((resolve) => (read.onsuccess = resolve));
    if (change) await new Promise((resolve) => (meta.put({ ...read.result, ...change }, 'store').onsuccess = resolve));
    request.result.close();
    return read.result;
  };
  await stores.call('first', 'open', { dataDir: 'idb://app' });
  await stores.terminate('first');
  await stores.tab.run(metaOf, { format: 3, novelty: true });
  const opening = stores.call('second', 'open', { dataDir: 'idb://app' });
  await assert.rejects(opening, { code: 'STORAGE_UNAVAILABLE', message: /format 3 is not known/ });
  assert.deepEqual(await stores.tab.run(metaOf), { format: 3, epoch: 1, novelty: true });
});

/** A store in the origin private file system, page by page or as PGlite made it, and the file its leader holds. */
for (const [storage, held] of [
  ['opfs', 'log#'],
  ['opfs-ahp', 'state.txt'],
]) {
  const dataDir = 'opfs-ahp://deep/app';
  const prepare = (stores) => (storage === 'opfs' ? undefined : makeWithPglite(stores, dataDir));

  longStoresTest(`who takes the lock shuts out the leader before, wherever that has come to: ${storage}`, async (stores) => {
    await prepare(stores);
    await stores.call('old', 'open', { dataDir });
    await stores.call('old', 'exec', MAKE_TABLE);
    await stores.call('old', 'flush', 'disk');
    // The lock manager says nothing against it: the store itself has to.
    await stores.call('new', 'open', { dataDir, isStolen: true });
    for (const level of ['disk', 'memory']) {
      await assert.rejects(stores.call('old', 'flush', level), { code: 'FENCED' });
    }
    await stores.call('new', 'exec', 'insert into kept values (1)');
    await stores.call('new', 'flush', 'disk');
    await stores.terminate('old');
    await stores.terminate('new');
    await stores.call('next', 'open', { dataDir });
    await stores.call('next', 'flush', 'disk');
    assert.deepEqual(await stores.call('next', 'exec', IDS), ['1']);
  });

  longStoresTest(`who takes the lock works on a copy, which no earlier leader can write to: ${storage}`, async (stores) => {
    await prepare(stores);
    for (const worker of ['old', 'new']) await stores.call(worker, 'openFilesAlone');
    await stores.call('old', 'open', { dataDir });
    await stores.call('old', 'exec', MAKE_TABLE);
    await stores.call('old', 'exec', 'insert into kept values (1)');
    await stores.call('old', 'flush', 'memory');
    await assert.rejects(stores.call('orderly', 'open', { dataDir }), { code: 'STORAGE_IN_USE' });
    await stores.call('old', 'loseLock');
    await stores.call('new', 'open', { dataDir, isStolen: true });
    await stores.call('old', 'exec', 'insert into kept values (2)');
    await assert.rejects(stores.call('old', 'flush', 'disk'), { code: 'FENCED' });
    await stores.call('new', 'exec', 'insert into kept values (3)');
    await stores.call('new', 'flush', 'disk');
    await stores.terminate('new');

    await stores.call('next', 'open', { dataDir });
    assert.deepEqual(await stores.call('next', 'exec', IDS), ['1,3']);
    // What the stopped leader holds is left to it.
    assert.ok((await stores.folders('deep')).app.includes(held));
    await stores.terminate('next');
    await stores.terminate('old');
    await stores.call('last', 'open', { dataDir });
    assert.deepEqual(await stores.call('last', 'exec', IDS), ['1,3']);
    const folders = await stores.folders('deep');
    assert.deepEqual(folders.app, []);
    assert.ok(folders['app#2'].includes(held));
  });

  browserTest(`who comes after a thief that died works on a copy as well: ${storage}`, { ...mounts, isLong: true }, async ({ browser, t }) => {
    const stopped = await openStores(browser);
    await prepare(stopped);
    await stopped.call('old', 'open', { dataDir, session: 'old' });
    await stopped.call('old', 'exec', MAKE_TABLE);
    await stopped.call('old', 'exec', 'insert into kept values (1)');
    await stopped.call('old', 'flush', 'disk');
    await stopped.call('old', 'loseLock');
    const stores = await openStores(browser);
    await stopped.tab.stop();
    await stores.start('thief', 'open', { dataDir, session: 'thief', isStolen: true });
    await sleep(100);
    await stores.terminate('thief');
    const { 'app#2': begun = [] } = await stores.folders('deep');
    assert.ok(!begun.includes('generation'), 'the thief made no copy');
    const { openMs } = await stores.call('next', 'open', { dataDir, session: 'next' });
    t.diagnostic(`opened in ${Math.round(openMs)} ms`);
    stopped.tab.continue();
    await stopped.call('old', 'exec', 'insert into kept values (2)');
    await assert.rejects(stopped.call('old', 'flush', 'disk'), { code: 'FENCED' });
    await stores.call('next', 'exec', 'insert into kept values (3)');
    await stores.call('next', 'flush', 'disk');
    await stores.terminate('next');
    await stopped.call('old', 'close');
    await stores.call('last', 'open', { dataDir, session: 'last' });
    assert.deepEqual(await stores.call('last', 'exec', IDS), ['1,3']);
    const { app, ...others } = await stores.folders('deep');
    assert.deepEqual([app, Object.keys(others)], [[], ['app#2']]);
  });

  longStoresTest(`files that no living leader holds are never copied: ${storage}`, async (stores) => {
    await prepare(stores);
    const names = async () => (await stores.folders('deep')).app.filter((entry) => entry.startsWith('leader'));
    await stores.call('first', 'open', { dataDir, session: 'first' });
    await stores.call('first', 'exec', MAKE_TABLE);
    await stores.call('first', 'flush', 'disk');
    await stores.terminate('first');
    assert.deepEqual(await names(), ['leader#first']);
    await stores.call('foreign', 'open', { dataDir });
    const opening = stores.call('refused', 'open', { dataDir, session: 'refused' });
    await assert.rejects(opening, { code: 'STORAGE_IN_USE' });
    await stores.terminate('foreign');
    await stores.call('second', 'open', { dataDir, session: 'second' });
    assert.deepEqual(await names(), ['leader#second']);
    assert.deepEqual(await stores.call('second', 'exec', IDS), [null]);
    await stores.call('second', 'close');
    assert.deepEqual(await names(), []);
    assert.deepEqual(Object.keys(await stores.folders('deep')), ['app']);
  });

  longStoresTest(`a copy that was not ended is not used, and goes: ${storage}`, async (stores) => {
    await prepare(stores);
    await stores.call('old', 'open', { dataDir });
    await stores.call('old', 'exec', MAKE_TABLE);
    await stores.call('old', 'flush', 'disk');
    for (const afterMs of IS_LONG ? [150, 500, 900] : [500]) {
      await stores.start('thief', 'open', { dataDir, isStolen: true });
      await sleep(afterMs);
      await stores.terminate('thief');
    }
    await stores.call('late thief', 'loseLock');
    await assert.rejects(stores.call('late thief', 'open', { dataDir, isStolen: true }), { code: 'FENCED' });
    await stores.terminate('old');
    await stores.call('next', 'open', { dataDir });
    assert.deepEqual(await stores.call('next', 'exec', IDS), [null]);
    const whole = Object.values(await stores.folders('deep')).filter((entries) => entries.includes(held));
    assert.equal(whole.length, 1);
  });
}

/** Changes the list of files of the store `app`, in the page. */
async function changeList(change) {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('app');
  const file = await folder.getFileHandle('state.txt');
  const text = await (await file.getFile()).text();
  const [base, ...lines] = text.split('\n');
  if (change === 'cut') lines.push('{"opp":"unlink","args":["/PG_V');
  if (change === 'damage') lines.push('{"opp":"unl', '{"opp":"createPoolFile","args":["none"]}');
  const writable = await file.createWritable();
  await writable.write([base, ...lines].join('\n'));
  await writable.close();
}

/** Makes a store as PGlite does it by itself. */
async function makeWithPglite(stores, dataDir) {
  await stores.call('plain', 'plain', { dataDir, sql: 'select 1' });
  await stores.terminate('plain');
}

/** Makes a store whose list of files has to be mended before it can be read. */
async function makeTorn(stores, dataDir) {
  await makeWithPglite(stores, dataDir);
  await stores.call('maker', 'open', { dataDir });
  await stores.call('maker', 'exec', MAKE_TABLE);
  await stores.call('maker', 'flush', 'disk');
  await stores.terminate('maker');
  await stores.tab.run(changeList, 'cut');
}

longStoresTest('who comes after a leader that stopped while it mended the list of files works on a copy', async (stores) => {
  const dataDir = 'opfs-ahp://app';
  await makeTorn(stores, dataDir);
  await stores.call('old', 'openHalfway', { dataDir, session: 'old' });
  await stores.call('next', 'open', { dataDir, session: 'next' });
  assert.deepEqual(await stores.call('next', 'exec', IDS), [null]);
  await stores.terminate('old');
  await stores.terminate('next');
  await stores.call('last', 'open', { dataDir, session: 'last' });
  assert.deepEqual(await stores.call('last', 'exec', IDS), [null]);
});

longStoresTest('a list of files that a dying leader still holds is mended when it is free', async (stores) => {
  const dataDir = 'opfs-ahp://app';
  await makeTorn(stores, dataDir);
  await stores.call('dying', 'openHalfway', { dataDir });
  const opening = stores.call('next', 'open', { dataDir });
  await sleep(500);
  await stores.terminate('dying');
  await opening;
  assert.deepEqual(await stores.call('next', 'exec', IDS), [null]);
});

longStoresTest('a list of files is read up to a line that was cut off, and not when it is damaged', async (stores) => {
  const dataDir = 'opfs-ahp://app';
  await makeWithPglite(stores, dataDir);
  await stores.call('first', 'open', { dataDir });
  await stores.call('first', 'exec', MAKE_TABLE);
  await stores.call('first', 'flush', 'disk');
  await stores.terminate('first');
  await stores.tab.run(changeList, 'cut');
  await stores.call('second', 'open', { dataDir });
  assert.deepEqual(await stores.call('second', 'exec', IDS), [null]);
  await stores.terminate('second');
  await stores.tab.run(changeList, 'damage');
  const opening = stores.call('third', 'open', { dataDir });
  await assert.rejects(opening, { code: 'STORAGE_UNAVAILABLE', message: /list of files is damaged/ });
});

for (const [dataDir, level, maker] of [
  ['idb://app', 'disk'],
  ['idb://app', 'memory'],
  ['opfs-ahp://app', 'disk'],
  ['opfs-ahp://app', 'memory'],
  ['opfs-ahp://app', 'disk', 'PGlite'],
  ['opfs-ahp://app', 'memory', 'PGlite'],
]) {
  const what = `${dataDir} to ${level}${maker === undefined ? '' : `, made by ${maker}`}`;
  longStoresTest(`what was acknowledged survives a death at any moment: ${what}`, async (stores, t) => {
    if (maker !== undefined) await makeWithPglite(stores, dataDir);
    await stores.call('maker', 'open', { dataDir });
    await stores.call('maker', 'exec', MAKE_TABLE);
    await stores.call('maker', 'close');
    await stores.terminate('maker');
    let acknowledged = 0;
    const deaths = IS_LONG ? 60 : 4;
    for (let death = 1; death <= deaths; death++) {
      const name = `worker ${death}`;
      await stores.call(name, 'open', { dataDir });
      const [count] = await stores.call(name, 'exec', 'select count(*) from kept where length(filling) > 0');
      const [last] = await stores.call(name, 'exec', 'select coalesce(max(id), 0) from kept');
      assert.ok(Number(last) >= acknowledged, `row ${acknowledged} was acknowledged, ${last} is the last one there`);
      assert.equal(count, last);
      await stores.call(name, 'exec', 'set enable_seqscan = off');
      assert.deepEqual(await stores.call(name, 'exec', 'select count(*) from kept where id > 0'), [last]);
      await stores.start(name, 'insertForever', { level, from: Number(last), hasHaste: death % 2 === 0 });
      await sleep(20 + Math.random() * 400);
      acknowledged = Math.max(Number(last), await stores.terminate(name));
    }
    t.diagnostic(`${deaths} deaths, ${acknowledged} rows acknowledged`);
  });
}

browserTest('a store that PGlite made says how it could be faster', { ...mounts, isLong: true }, async ({ browser }) => {
  const tab = await browser.openTab();
  await tab.run(async () => {
    const { PGlite } = await import('/pglite/index.js');
    const pg = await PGlite.create('idb://made');
    await pg.exec('create table kept (id int); insert into kept values (1)');
    await pg.close();
    await app.open('idb://made');
  }, null, { timeoutMs: 60_000 });
  assert.deepEqual(await tab.run(async () => (await app.db.query('select id from kept')).rows), [{ id: 1 }]);
  await until('the advice is in the console', () => tab.log.some((line) => line.includes('convert: true')));
});
