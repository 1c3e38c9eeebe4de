// How much a tab may ask for at once, and that no tab is kept waiting for all that another one asks for.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { openAll, splitByRole } from '../harness/group.mjs';

/** More than are done before another tab's message comes. */
const WRITE_COUNT = process.env.LONG ? 4000 : 1500;

async function openWithTable(browser, dataDir, tabCount) {
  const tabs = await browser.openTabs(tabCount);
  await openAll(tabs, { dataDir, deadlineMs: 120_000 });
  const { leader, followers } = await splitByRole(tabs);
  await leader.run(() => app.db.exec('create table item (id int, text text)'));
  return { leader, followers };
}

const rowCount = (tab) =>
  tab.run(() => app.db.query('select count(*)::int as count from item').then(({ rows }) => rows[0].count));

browserTest('ten thousand small calls of one tab are all served', { timeoutMs: 120_000, isLong: true }, async ({ browser }) => {
  const {
    followers: [follower],
  } = await openWithTable(browser, 'memory://many', 2);
  const insertAll = (count) => {
    const insert = (_, id) => app.db.query('insert into item values ($1, $2)', [id, 'small']);
    return Promise.all(Array.from({ length: count }, insert)).then((results) => results.length);
  };
  assert.equal(await follower.run(insertAll, 10_000, { timeoutMs: 100_000 }), 10_000);
  assert.equal(await rowCount(follower), 10_000);
});

browserTest('a tab that asks for more than it may is told so, and what it was told is so', { isLong: true }, async ({ browser }) => {
  const {
    leader,
    followers: [follower],
  } = await openWithTable(browser, 'memory://large', 2);
  const insertAll = () => {
    const text = 'x'.repeat(500_000); // A million bytes in the queue.
    const insert = (_, id) =>
      app.db.query('insert into item values ($1, $2)', [id, text]).then(
        () => 'done',
        ({ code, outcome }) => `${code} ${outcome}`,
      );
    return Promise.all(Array.from({ length: 80 }, insert));
  };
  const ends = await follower.run(insertAll);
  const doneCount = ends.filter((end) => end === 'done').length;
  assert.equal(doneCount, 67, 'as many as fit in 64 MiB');
  assert.deepEqual(ends.slice(doneCount), Array(80 - doneCount).fill('BUSY notRun'));
  assert.equal(await rowCount(leader), doneCount);
  assert.equal((await follower.run(insertAll)).filter((end) => end === 'done').length, doneCount, 'it may ask again');
});

for (const dataDir of ['idb://fair', 'opfs-ahp://fair']) {
  browserTest(`${dataDir}: a tab's read comes before the rest of another tab's writes`, { isLong: dataDir.startsWith('idb') }, async ({ browser }) => {
    const {
      leader,
      followers: [writer, reader],
    } = await openWithTable(browser, dataDir, 3);
    await writer.run((WRITE_COUNT) => {
      app.doneCount = 0;
      const insert = (_, id) => app.db.query('insert into item values ($1)', [id]).then(() => app.doneCount++);
      app.writes = Promise.all(Array.from({ length: WRITE_COUNT }, insert));
    }, WRITE_COUNT);
    await reader.run(() => app.db.query('select 1'));
    const doneCount = await writer.run(() => app.doneCount);
    assert.ok(doneCount < WRITE_COUNT, 'the reader was answered while the writer still waited');
    await writer.run(() => app.writes.then(() => true));
    assert.equal(await rowCount(leader), WRITE_COUNT);
  });
}

browserTest('a read comes before the rest of the live queries that a commit has changed', {}, async ({ browser }) => {
  const {
    leader: reader,
    followers: [watcher],
  } = await openWithTable(browser, 'memory://lively', 2);
  const queryCount = 15;
  await watcher.run(async (queryCount) => {
    app.told = () => {};
    const watch = (_, i) =>
      app.db.live.query(`select count(*) + ${i} from item, generate_series(1, 100000)`, [], () => app.told());
    await Promise.all(Array.from({ length: queryCount }, watch));
    app.toldCount = 0;
    app.allTold = new Promise((resolve) => {
      app.told = () => ++app.toldCount === queryCount && resolve();
    });
  }, queryCount);
  await reader.run(async () => {
    await app.db.query('insert into item values (1)');
    await app.db.query('select 1');
  });
  assert.ok((await watcher.run(() => app.toldCount)) < queryCount, 'the reader was answered while they still ran');
  await watcher.run(() => app.allTold);
});

browserTest('a batch is one transaction to everybody, whoever asks', {}, async ({ browser }) => {
  const { leader, followers } = await openWithTable(browser, 'idb://batches', 2);
  for (const tab of [leader, ...followers]) {
    const results = await tab.run(() =>
      app.db.batch([
        'truncate item',
        app.library.sql`insert into item select i, ${'text'} from generate_series(1, ${3}) as i`,
        { sql: 'select id from item where id > $1 order by id', params: [1] },
      ]),
    );
    assert.deepEqual(
      results.map(({ rows, affectedRows, level }) => [rows, affectedRows, level]),
      [
        [[], 0, 'disk'],
        [[], 3, 'disk'],
        [[{ id: 2 }, { id: 3 }], 0, 'disk'],
      ],
    );
    await assert.rejects(
      tab.run(() => app.db.batch(['delete from item', { sql: 'insert into item values ($1)', params: ['no number'] }])),
      { code: 'SQL_ERROR', outcome: 'rolledBack', batchIndex: 1 },
    );
    assert.equal(await rowCount(tab), 3);
  }
});
