// What one tab sets, such as search_path and TimeZone, holds for that tab, whoever leads.

import assert from 'node:assert/strict';
import { longPgliteTest, newLeader, openPgliteTab, openPgliteTabs } from '../harness/pglite-tabs.mjs';
import { until } from '../harness/wait.mjs';

const IDB = { dataDir: 'idb://app' };

/** A setting as a tab has it. */
async function setting(tab, name) {
  const { rows } = await tab.run((of) => app.pg.query('select current_setting($1) as value', [of]), name);
  return rows[0].value;
}

longPgliteTest('a time zone and a search path are those of the tab that set them, also after failover', async ({ browser }) => {
  const [first, second] = await openPgliteTabs(browser, 2, IDB);
  const third = await openPgliteTab(browser, IDB);
  const initial = await setting(first, 'TimeZone');
  await second.run(async () => {
    await app.pg.exec("create schema own; create table own.note (text text); set search_path to own, public");
    await app.pg.query("set timezone to 'Asia/Tokyo'");
    await app.pg.query("insert into note values ('mine')");
  });
  await third.run(() => app.pg.query("select set_config('TimeZone', 'America/Lima', false)"));
  const of = (tab) => Promise.all([setting(tab, 'TimeZone'), setting(tab, 'search_path')]);
  const check = async () => {
    for (let round = 0; round < 3; round++) {
      assert.deepEqual(await of(second), ['Asia/Tokyo', 'own, public']);
      assert.deepEqual(await of(third), ['America/Lima', 'public']);
    }
    assert.deepEqual((await second.run(() => app.pg.query('select text from note'))).rows, [{ text: 'mine' }]);
    const { error } = await third.run(() => app.attempt(() => app.pg.query('select text from note')));
    assert.equal(error.code, '42P01');
  };
  await check();
  assert.deepEqual(await of(first), [initial, 'public']);
  await first.crash();
  await newLeader([second, third]);
  await check();
  await second.run(() => app.pg.exec('reset timezone; reset search_path'));
  assert.deepEqual(await of(second), [initial, 'public']);
});

longPgliteTest('a setting counts in transactions, and is undone with one', async ({ browser }) => {
  const [first, second] = await openPgliteTabs(browser, 2, IDB);
  const seen = await second.run(async () => {
    const zone = async (at = app.pg) => (await at.query("select current_setting('TimeZone') as zone")).rows[0].zone;
    const zones = {};
    await app.pg.query("set timezone to 'Asia/Tokyo'");
    zones.inside = await app.pg.transaction((tx) => zone(tx));
    await app.pg.transaction(async (tx) => {
      await tx.query("set timezone to 'America/Lima'");
      zones.changed = await zone(tx);
      await tx.rollback();
    });
    zones.undone = await zone();
    await app.pg.transaction(async (tx) => {
      await tx.query("set local timezone to 'America/Lima'");
      zones.local = await zone(tx);
    });
    zones.afterLocal = await zone();
    await app.pg.transaction((tx) => tx.query("set timezone to 'America/Lima'"));
    zones.kept = await zone();
    return zones;
  });
  assert.deepEqual(seen, {
    inside: 'Asia/Tokyo',
    changed: 'America/Lima',
    undone: 'Asia/Tokyo',
    local: 'America/Lima',
    afterLocal: 'Asia/Tokyo',
    kept: 'America/Lima',
  });
  assert.notEqual(await setting(first, 'TimeZone'), 'America/Lima');
});

longPgliteTest('a live query shows its results as its tab has set, and another tab as it has', async ({ browser }) => {
  const [first, second] = await openPgliteTabs(browser, 2, IDB);
  const follow = (tab, zone) =>
    tab.run(async (wanted) => {
      if (wanted !== null) await app.pg.query(`set timezone to '${wanted}'`);
      app.kept.seen = [];
      const query = "select title, '2026-01-01 00:00:00+00'::timestamptz::text as at from todo order by id";
      await app.pg.live.query(query, [], ({ rows }) => app.kept.seen.push(rows.map((row) => row.at).join()));
    }, zone);
  await follow(first, null);
  await follow(second, 'Asia/Tokyo');
  await first.run(() => app.pg.query("insert into todo (title) values ('a')"));
  const last = (tab) => tab.run(() => app.kept.seen.at(-1));
  await until('the second tab has seen it', async () => (await last(second)) === '2026-01-01 09:00:00+09');
  await until('the first tab has seen it', async () => (await last(first)) === '2026-01-01 00:00:00+00');
  await first.crash();
  await newLeader([second]);
  await second.run(() => app.pg.query("insert into todo (title) values ('b')"));
  await until('it goes on', async () => (await last(second)) === '2026-01-01 09:00:00+09,2026-01-01 09:00:00+09');
});

longPgliteTest('a setting that no longer makes sense fails the calls of its own tab only', async ({ browser }) => {
  const [first, second] = await openPgliteTabs(browser, 2, IDB);
  await first.run(() => app.pg.exec('create role guest'));
  await second.run(() => app.pg.query('set session authorization guest'));
  assert.deepEqual((await second.run(() => app.pg.query('select session_user::text as who'))).rows, [{ who: 'guest' }]);
  assert.deepEqual((await first.run(() => app.pg.query('select session_user::text as who'))).rows, [
    { who: 'postgres' },
  ]);
  await first.run(() => app.pg.exec('drop role guest'));
  const { error } = await second.run(() => app.attempt(() => app.pg.query('select 1')));
  assert.match(error.message, /guest/);
  assert.deepEqual((await first.run(() => app.pg.query('select 1 as one'))).rows, [{ one: 1 }]);
});
