// What goes wrong around a database of SQLite ends in a clear error, in bounded time, and costs nothing acknowledged.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { openAll, splitByRole } from '../harness/group.mjs';
import { prelude } from '../harness/paths.mjs';
import { until } from '../harness/wait.mjs';

const DISK_MB = 400;
const BALLAST_MB = 120;
const WITHOUT_FILES = { preludes: { '/tabularium/worker.js': prelude('no-sync-access') } };

/** Takes some of the disk, to be given back later. */
const takeRoom = (tab) =>
  tab.run(async (sizeMb) => {
    const root = await navigator.storage.getDirectory();
    const writable = await (await root.getFileHandle('ballast', { create: true })).createWritable();
    await writable.write(new Uint8Array(sizeMb * 2 ** 20));
    await writable.close();
  }, BALLAST_MB);

const giveRoom = (tab) => tab.run(async () => (await navigator.storage.getDirectory()).removeEntry('ballast'));

const idsOf = (tab) => tab.run(async () => (await app.db.query('select id from note order by id')).rows.map(({ id }) => id));

/** Has eight writers write without pause until each has been refused twice; what each write was told, by its id. */
const writeUntilFull = (tab) =>
  tab.run(
    async () => {
      const acknowledged = [];
      const refused = [];
      app.endings = [];
      const writer = async (number) => {
        for (let i = 0, refusals = 0; refusals < 2; i++) {
          const id = number * 1000 + i;
          try {
            await app.db.query('insert into note values (?, randomblob(1000000))', [id]);
            acknowledged.push(id);
          } catch ({ code, outcome, settled }) {
            refusals++;
            refused.push({ id, code });
            const ending = settled?.then(
              () => 'committed',
              (error) => error.outcome,
            );
            app.endings.push(Promise.resolve(ending ?? outcome).then((ended) => ({ id, ended })));
          }
        }
      };
      await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(writer));
      return { acknowledged, refused };
    },
    undefined,
    { timeoutMs: 120_000 },
  );

/** Once there is room, writes go on, and what was refused for now is told to be kept after all. */
async function checkGoingOn(tab) {
  await until('writes work again', () =>
    tab.run(() =>
      app.db.query('insert into note values (null, null)').then(
        () => true,
        () => false,
      ),
    ),
  );
  const endings = await tab.run(() => Promise.all(app.endings), undefined, { timeoutMs: 60_000 });
  const ids = await idsOf(tab);
  for (const { id, ended } of endings) assert.equal(ids.includes(id), ended === 'committed', `${id}: ${ended}`);
}

// Chromium goes on refusing transactions of IndexedDB when a disk that was full to the last byte has room again, for
// longer than a test can wait; files can be written at once.
for (const { storage, options, goesOn } of [
  { storage: 'opfs', options: {}, goesOn: true },
  { storage: 'idb', options: WITHOUT_FILES, goesOn: false },
]) {
  browserTest(
    `a disk that fills up amid many writes, on ${storage}: those fail with STORAGE_FULL, and what was acknowledged stays`,
    { ...options, diskMb: DISK_MB, isLong: storage === 'idb' },
    async ({ browser }) => {
      const tabs = await browser.openTabs(2);
      await openAll(tabs, { dataDir: 'sqlite:full', durability: 'disk' });
      const {
        followers: [follower],
      } = await splitByRole(tabs);
      assert.equal(await follower.run(() => app.db.mode.storage), storage);
      await follower.run(() => app.db.exec('create table note (id integer primary key, body blob)'));
      await takeRoom(follower);

      const { acknowledged, refused } = await writeUntilFull(follower);
      assert.ok(acknowledged.length > 0, 'some fit');
      assert.deepEqual(new Set(refused.map(({ code }) => code)), new Set(['STORAGE_FULL']));
      const read = await idsOf(follower);
      assert.deepEqual(
        acknowledged.filter((id) => !read.includes(id)),
        [],
        'reads go on',
      );

      await giveRoom(follower);
      if (goesOn) await checkGoingOn(follower);
      for (const tab of tabs) await tab.close();

      const late = await browser.openTab();
      await late.run(() => app.open('sqlite:full'));
      const kept = await idsOf(late);
      assert.deepEqual(
        acknowledged.filter((id) => !kept.includes(id)),
        [],
        'what was acknowledged is kept',
      );
      const { rows } = await late.run(() => app.db.query('pragma integrity_check'));
      assert.deepEqual(rows, [{ integrity_check: 'ok' }]);
    },
  );
}

browserTest('files that a dying tab still holds are asked for again, and within a bound said to be in use', { isLong: true }, async ({ browser }) => {
  const [maker, holder] = await browser.openTabs(2);
  await maker.run(() => app.open('sqlite:held'));
  await maker.run(() => app.db.exec(`create table note (text text); insert into note values ('kept')`));
  await maker.run(() => app.db.close());
  await maker.close();
  const count = await holder.run(
    () =>
      new Promise((resolve) => {
        app.holder = new Worker('/holding-worker.js', { type: 'module' });
        app.holder.onmessage = ({ data }) => resolve(data);
        app.holder.postMessage('hold');
      }),
  );
  assert.ok(count > 0);
  const tab = await browser.openTab();
  await assert.rejects(
    tab.run(() => app.open('sqlite:held')),
    { code: 'STORAGE_IN_USE' },
  );
  await tab.run(() => void (app.opening = app.open('sqlite:held')));
  await holder.run(() => app.holder.postMessage('release'));
  await tab.run(() => app.opening);
  assert.deepEqual((await tab.run(() => app.db.query('select text from note'))).rows, [{ text: 'kept' }]);
});
