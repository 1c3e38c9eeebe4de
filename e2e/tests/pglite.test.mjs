// The interface of PGlite's multi-tab worker, in real tabs.

import assert from 'node:assert/strict';
import { newLeader, openPgliteTab, openPgliteTabs, pgliteTest } from '../harness/pglite-tabs.mjs';

const IDB = { dataDir: 'idb://app', id: 'app-db', meta: { appName: 'T3 Chat', version: '1.0.0' } };

pgliteTest('tabs share the PGlite that init has made, and go on when the leader is closed', async ({ browser }) => {
  const [first, second] = await openPgliteTabs(browser, 2, IDB);
  assert.deepEqual(await first.run(() => [app.pg.isLeader, app.leaderChanges]), [true, [true]]);
  assert.deepEqual(await second.run(() => [app.pg.isLeader, app.leaderChanges]), [false, []]);
  const added = await second.run(() =>
    app.pg.query('insert into todo (title) values ($1) returning *', ['from the second tab']),
  );
  assert.deepEqual(added.rows, [{ id: 1, title: 'from the second tab', done: false }]);
  assert.deepEqual(await first.run(async () => (await app.pg.sql`select title from todo`).rows), [
    { title: 'from the second tab' },
  ]);
  const [started] = await second.run(async () => (await app.pg.query('select options from started')).rows);
  assert.deepEqual(started.options, IDB);

  await first.close();
  assert.equal(await newLeader([second]), second);
  await second.run(() => app.pg.query("insert into todo (title) values ('after')"));
  const titles = await second.run(async () => (await app.pg.query('select title from todo order by id')).rows);
  assert.deepEqual(titles.map((row) => row.title), ['from the second tab', 'after']);
  assert.deepEqual(await second.run(() => app.leaderChanges), [true]);
});
