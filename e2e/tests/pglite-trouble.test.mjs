// What an application can do wrong with PGliteWorker: each ends with an error that says what to do, and harms nobody.

import assert from 'node:assert/strict';
import { longPgliteTest, newLeader, openPgliteTab, openPgliteTabs, pgliteTest } from '../harness/pglite-tabs.mjs';

const IDB = { dataDir: 'idb://app' };

/** Opens a tab without waiting until it is ready, and returns what becomes of that. */
async function openingOf(browser, options) {
  const tab = await browser.openTab('/pglite/index.html');
  await tab.run(() => app.attempt(() => {}));
  return { tab, opening: tab.run((wanted) => app.attempt(() => app.open(wanted)), options, { timeoutMs: 60_000 }) };
}

async function titles(tab) {
  const { rows } = await tab.run(() => app.pg.query('select title from todo order by id'));
  return rows.map((row) => row.title);
}

longPgliteTest('an init that throws is heard by the tab that waits, and the next one tries', async ({ browser }) => {
  const failing = await openingOf(browser, { ...IDB, meta: { fails: 'no such migration' } });
  const { error } = await failing.opening;
  assert.equal(error.code, 'ENGINE_UNAVAILABLE');
  assert.match(error.message, /no such migration/);
  const tab = await openPgliteTab(browser, IDB);
  await tab.run(() => app.pg.query("insert into todo (title) values ('works')"));
  assert.deepEqual(await titles(tab), ['works']);
});

longPgliteTest('an init that never returns is given up, and the next tab tries', async ({ browser }) => {
  const hanging = await openingOf(browser, {
    ...IDB,
    meta: { hangs: true },
    script: '/pglite/impatient-worker.js',
  });
  const { tab, opening } = await openingOf(browser, IDB);
  const { error } = await hanging.opening;
  assert.equal(error.code, 'ENGINE_UNAVAILABLE');
  assert.match(error.message, /initTimeoutMs/);
  assert.equal((await opening).error, undefined);
  assert.deepEqual(await titles(tab), []);
});

longPgliteTest('an init that fails in the tab that takes over leaves it to another', async ({ browser }) => {
  const first = await openPgliteTab(browser, IDB);
  await first.run(() => app.pg.query("insert into todo (title) values ('kept')"));
  const { tab: bad, opening } = await openingOf(browser, { ...IDB, meta: { fails: 'not here' } });
  assert.equal((await opening).error, undefined);
  const good = await openPgliteTab(browser, IDB);
  await first.crash();
  await newLeader([good]);
  assert.deepEqual(await titles(good), ['kept']);
  const { error } = await bad.run(() => app.attempt(() => app.pg.query('select 1')));
  assert.ok(error === undefined || error.code === 'ENGINE_UNAVAILABLE', error?.message);
});

const AHP = { dataDir: 'opfs-ahp://app' };

/** Has a worker hold the files of a closed database that is kept in the origin private file system. */
async function holdFiles(browser) {
  const tab = await browser.openTab('/stores.html');
  await tab.page.waitForFunction('globalThis.app !== undefined');
  assert.ok((await tab.run(() => app.call('dead', 'holdFiles', 'app/data'))) > 100);
  return { letGoIn: (delayMs) => tab.run((ms) => void setTimeout(() => app.terminate('dead'), ms), delayMs) };
}

async function withOneTodo(browser) {
  const tab = await openPgliteTab(browser, AHP);
  await tab.run(() => app.pg.query("insert into todo (title) values ('kept')"));
  await tab.close();
}

longPgliteTest('the next leader waits for the files of a dead one, which are freed later than its lock', async ({ browser }) => {
  await withOneTodo(browser);
  const dead = await holdFiles(browser);
  await dead.letGoIn(1000);
  const tab = await openPgliteTab(browser, AHP);
  assert.deepEqual(await titles(tab), ['kept']);
});

longPgliteTest('files that stay open elsewhere are named as the cause, and are free for the next one', async ({ browser }) => {
  await withOneTodo(browser);
  const other = await holdFiles(browser);
  const { opening } = await openingOf(browser, AHP);
  const { error } = await opening;
  assert.equal(error.code, 'ENGINE_UNAVAILABLE');
  assert.match(error.message, /Access Handle/);
  await other.letGoIn(0);
  const tab = await openPgliteTab(browser, AHP);
  assert.deepEqual(await titles(tab), ['kept']);
});

longPgliteTest('another store than the declared one is locked too, and refused where it is open', async ({ browser }) => {
  const declared = await openPgliteTab(browser, { dataDir: 'idb://one' });
  const { tab, opening } = await openingOf(browser, { dataDir: 'idb://two', meta: { opens: 'idb://one' } });
  const { error } = await opening;
  assert.equal(error.code, 'STORAGE_MISMATCH');
  assert.match(error.message, /idb:\/\/one/);
  await declared.run(() => app.pg.query("insert into todo (title) values ('unharmed')"));
  assert.deepEqual(await titles(declared), ['unharmed']);
  await tab.close();
  const alone = await openPgliteTab(browser, { dataDir: 'idb://three', meta: { opens: 'idb://four' } });
  const late = await openingOf(browser, { dataDir: 'idb://four' });
  const busy = await late.opening;
  assert.equal(busy.error.code, 'STORAGE_IN_USE');
  await alone.run(() => app.pg.query("insert into todo (title) values ('alone')"));
});

longPgliteTest('a tab with the built-in engine is not let in among those whose application makes it', async ({ browser }) => {
  const [pglite] = await openPgliteTabs(browser, 1, IDB);
  const { error } = await pglite.run(() =>
    app.attempt(async () => {
      const { Tabularium } = await import('/tabularium/index.js');
      await Tabularium.open('idb://app');
    }),
  );
  assert.equal(error.code, 'STORAGE_IN_USE');
});

pgliteTest('a worker of another library, or none, is named as the cause', async ({ browser }) => {
  for (const [script, pattern] of [
    ['/pglite/pglite-worker.js', /@electric-sql\/pglite\/worker/],
    ['/pglite/nowhere.js', /could not be loaded/],
  ]) {
    const { tab, opening } = await openingOf(browser, { ...IDB, script });
    const { error } = await opening;
    assert.equal(error.code, 'WORKER_FAILED', script);
    assert.match(error.message, pattern);
    await tab.close();
  }
});

pgliteTest('options that contradict each other say which one to drop', async ({ browser }) => {
  const tab = await browser.openTab('/pglite/index.html');
  for (const [options, pattern] of [
    [{ dataDir: 'idb://app', fs: {} }, /Drop fs/],
    [{ dataDir: '' }, /dataDir must be a string/],
    [{ ...IDB, relaxedDurability: true, durability: 'disk' }, /Drop relaxedDurability/],
    [{ ...IDB, extensions: { vector: 'url' } }, /The extension vector is a URL/],
  ]) {
    const { error } = await tab.run(
      (given) =>
        app.attempt(async () => {
          const isUrl = given.extensions !== undefined;
          const extensions = isUrl ? { extensions: { vector: new URL('/vector.tar.gz', location.href) } } : {};
          await app.open({ ...given, ...extensions });
        }),
      options,
    );
    assert.equal(error.code, 'INVALID_ARGUMENT');
    assert.equal(error.outcome, 'notRun');
    assert.match(error.message, pattern);
  }
});

longPgliteTest('an archive that the page gives is loaded into an empty store, and not again', async ({ browser }) => {
  const [first] = await openPgliteTabs(browser, 1, { dataDir: 'idb://from' });
  await first.run(async () => {
    await app.pg.query("insert into todo (title) values ('packed')");
    const archive = await app.pg.dumpDataDir();
    await app.pg.close();
    app.kept.archive = archive;
    await app.open({ dataDir: 'idb://to', loadDataDir: archive });
    await app.pg.query("insert into todo (title) values ('later')");
  });
  assert.deepEqual(await titles(first), ['packed', 'later']);
  const second = await browser.openTab('/pglite/index.html');
  await second.run(() => app.attempt(() => app.open({ dataDir: 'idb://to', loadDataDir: new Blob(['of no use']) })));
  assert.deepEqual(await titles(second), ['packed', 'later']);
  await first.close();
  await newLeader([second]);
  assert.deepEqual(await titles(second), ['packed', 'later']);
});

longPgliteTest('the path decides who shares a database, and one path has one id', async ({ browser }) => {
  const first = await openPgliteTab(browser, { dataDir: 'idb://one', id: 'a' });
  const elsewhere = await openPgliteTab(browser, { dataDir: 'idb://two', id: 'a' });
  await first.run(() => app.pg.query("insert into todo (title) values ('in one')"));
  assert.deepEqual(await titles(elsewhere), []);
  assert.deepEqual(await Promise.all([first, elsewhere].map((tab) => tab.run(() => app.pg.isLeader))), [true, true]);
  const { opening } = await openingOf(browser, { dataDir: 'idb://one', id: 'b' });
  assert.equal((await opening).error.code, 'STORAGE_IN_USE');
  const same = await openPgliteTab(browser, { dataDir: 'idb://one', id: 'a' });
  assert.deepEqual(await titles(same), ['in one']);
});
