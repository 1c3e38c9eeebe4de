// A database of SQLite, asked from a tab that does not lead.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { agreedLeader, openAll, splitByRole } from '../harness/group.mjs';
import { until } from '../harness/wait.mjs';

async function openTwo(browser, dataDir) {
  const tabs = await browser.openTabs(2);
  await openAll(tabs, dataDir);
  const { leader, followers } = await splitByRole(tabs);
  return [leader, followers[0]];
}

browserTest('of two engines only the one is loaded that is asked for', {}, async ({ browser, server }) => {
  const ofSqlite = ['sqlite.js', 'sqlite-engine.js', 'sqlite3.wasm'];
  const ofPglite = ['engine.js', 'pglite.wasm', 'pglite.data', 'blank.data'];
  for (const [dataDir, expected] of [['sqlite:loaded', ofSqlite], ['memory://loaded', ofPglite]]) {
    const before = server.requests.length;
    const tab = await browser.openTab();
    await openAll([tab], dataDir);
    const names = server.requests.slice(before).map((path) => path.split('/').at(-1).split('?')[0]);
    assert.deepEqual([...ofSqlite, ...ofPglite].filter((name) => names.includes(name)), expected, dataDir);
    await tab.close();
  }
});

browserTest('values come back as they were, from every tab', {}, async ({ browser }) => {
  const [, follower] = await openTwo(browser, 'sqlite:values');
  const report = await follower.run(async () => {
    const { db } = app;
    await db.exec('create table kept (name text primary key, value)');
    const values = {
      null: null,
      integer: -7,
      large: Number.MAX_SAFE_INTEGER,
      beyond: 2n ** 53n,
      most: 2n ** 63n - 1n,
      least: -(2n ** 63n),
      real: 0.1,
      huge: 1e300,
      infinity: -Infinity,
      text: 'Grüße, 世界 🌍',
      empty: '',
      blob: new Uint8Array([0, 255, 128]),
      emptyBlob: new Uint8Array(),
    };
    for (const [name, value] of Object.entries(values)) {
      await db.query('insert into kept values (:name, :value)', { name, value });
    }
    const { rows } = await db.query('select name, value from kept');
    const back = Object.fromEntries(rows.map(({ name, value }) => [name, value]));
    const show = (value) => (value instanceof Uint8Array ? `bytes ${[...value]}` : `${typeof value} ${value}`);
    const differing = Object.keys(values).filter((name) => show(values[name]) !== show(back[name]));
    const bigints = await db.query('select 1 as one, 2.5 as half', [], { bigints: true });
    const others = await db.query('select $2 as second, $1 as first, ? as third', [true, new Date(0), { a: [1] }]);
    const failed = await Promise.all(
      [[], [1, 2], { x: 1, y: 2 }, { z: 1 }, [2n ** 63n]].map((params) =>
        db.query(Array.isArray(params) ? 'select ?' : 'select :x', params).then(
          () => 'ran',
          ({ code, outcome }) => `${code} ${outcome}`,
        ),
      ),
    );
    const isIsolated = crossOriginIsolated || typeof SharedArrayBuffer !== 'undefined';
    return { isIsolated, differing, one: typeof bigints.rows[0].one, half: bigints.rows[0].half, others: others.rows, failed };
  });
  assert.equal(report.isIsolated, false, 'nothing here needs shared memory');
  assert.deepEqual(report.differing, []);
  assert.deepEqual([report.one, report.half], ['bigint', 2.5]);
  assert.deepEqual(report.others, [{ second: '1970-01-01T00:00:00.000Z', first: 1, third: '{"a":[1]}' }]);
  assert.deepEqual(new Set(report.failed), new Set(['INVALID_ARGUMENT notRun']));
});

browserTest('a database is in memory where its path says so, and only there', {}, async ({ browser }) => {
  for (const [dataDir, isInMemory] of [['sqlite::memory:name', true], ['sqlite:memory:name', false]]) {
    const [leader, follower] = await openTwo(browser, dataDir);
    await follower.run(() => app.db.exec('create table kept (a); insert into kept values (1)'));
    const storage = await follower.run(() => app.db.mode.storage);
    assert.equal(storage === 'memory', isInMemory, `${dataDir} is in ${storage}`);
    assert.deepEqual(await leader.run(async () => (await app.db.query('select a from kept')).rows), [{ a: 1 }]);
    await Promise.all([leader, follower].map((tab) => tab.run(() => app.db.close())));
    await leader.run((path) => app.open(path), dataDir);
    const tables = await leader.run(async () => (await app.db.query('select name from sqlite_schema')).rows);
    assert.deepEqual(tables, isInMemory ? [] : [{ name: 'kept' }]);
  }
});

browserTest('dates, JSON, random numbers and full-text search are there', {}, async ({ browser }) => {
  const [, follower] = await openTwo(browser, 'sqlite:functions-of-sqlite');
  const { rows } = await follower.run(() =>
    app.db.query("select datetime('now') as at, json_extract('{\"a\":1}', '$.a') as a, length(randomblob(4)) as size"),
  );
  assert.deepEqual([rows[0].a, rows[0].size], [1, 4]);
  assert.ok(Math.abs(Date.parse(`${rows[0].at}Z`) - Date.now()) < 60_000);
  await follower.run(() =>
    app.db.exec("create virtual table note using fts5 (text); insert into note values ('water the plants'), ('sweep')"),
  );
  await follower.run(() => app.startLive("select text from note where note match 'plants' order by rank"));
  await follower.run(() => app.db.query("insert into note values ('more plants')"));
  await until('the search follows', () => follower.run(() => app.live.rows.length === 2));
});

browserTest('settings hold for all tabs, and under the next leader', {}, async ({ browser }) => {
  const [leader, follower] = await openTwo(browser, 'sqlite:settings');
  await follower.run(() =>
    app.db.exec(`
      pragma foreign_keys = on;
      create table parent (id integer primary key);
      create table child (parent integer references parent deferrable initially deferred)`),
  );
  const orphan = (tab) => tab.run(() => app.attempt(() => app.db.query('insert into child values (1)')));
  assert.equal((await orphan(leader)).error.sqlState, '23503');
  await leader.crash();
  await agreedLeader([follower]);
  assert.equal((await orphan(follower)).error.sqlState, '23503');
  const committed = await follower.run(() =>
    app.attempt(() =>
      app.db.transaction(async (tx) => {
        await tx.query('insert into child values (1)');
        await tx.query('insert into parent values (1)');
      }),
    ),
  );
  assert.equal(committed.error, undefined, 'a deferred check waits for the commit');
});

browserTest('what would break the promises is refused by name, and harms nobody', {}, async ({ browser }) => {
  const [leader, follower] = await openTwo(browser, 'sqlite:refused');
  await leader.run(() => app.db.exec('create table note (text text)'));
  for (const [sql, code, message] of [
    ["attach 'x' as y", 'UNSUPPORTED', /ATTACH/],
    ['create temp table x (a)', 'UNSUPPORTED', /CREATE TEMP/],
    ['pragma journal_mode = wal', 'UNSUPPORTED', /PRAGMA journal_mode/],
    ['pragma synchronous = 0', 'UNSUPPORTED', /PRAGMA synchronous/],
    ['pragma writable_schema = on', 'UNSUPPORTED', /PRAGMA writable_schema/],
    ['create table temp.x (a)', 'UNSUPPORTED', /CREATE TEMP/],
    ["vacuum into 'x'", 'UNSUPPORTED', /VACUUM INTO/],
    ['begin', 'TX_UNMANAGED', /transaction\(\)/],
    ['savepoint a', 'TX_UNMANAGED', /transaction\(\)/],
    ['select 1; select 2', 'SQL_ERROR', /exec\(\)/],
    ['selec 1', 'SQL_ERROR', /syntax error/],
  ]) {
    for (const run of ['query', 'exec']) {
      if (run === 'exec' && ['begin', 'savepoint a', 'select 1; select 2'].includes(sql)) continue;
      const { error } = await follower.run(([how, text]) => app.attempt(() => app.db[how](text)), [run, sql]);
      assert.equal(error?.code, code, `${run} ${sql}`);
      assert.match(error.message, message);
    }
  }
  const inside = await follower.run(() => app.attempt(() => app.db.transaction((tx) => tx.query('commit'))));
  assert.equal(inside.error.code, 'UNSUPPORTED');
  const { error } = await follower.run(() => app.attempt(() => app.db.live.query('delete from note', [], () => {})));
  assert.equal(error.code, 'LIVE_UNSUPPORTED');
  await follower.run(() => app.db.query("insert into note values ('unharmed')"));
  const rows = await leader.run(() => app.db.query('select text from note').then((result) => result.rows));
  assert.deepEqual(rows, [{ text: 'unharmed' }]);
});

browserTest('scripts are one transaction, or those that they say', {}, async ({ browser }) => {
  const [, follower] = await openTwo(browser, 'sqlite:scripts');
  const count = () => follower.run(() => app.db.query('select count(*) as n from note').then(({ rows }) => rows[0].n));
  await follower.run(() => app.db.exec('create table note (text text unique)'));
  const fails = (sql) => follower.run((text) => app.attempt(() => app.db.exec(text)), sql);
  const whole = await fails("insert into note values ('a'); insert into note values ('a')");
  assert.deepEqual([whole.error.sqlState, whole.error.outcome], ['23505', 'rolledBack']);
  assert.equal(await count(), 0);
  const parts = await fails("begin; insert into note values ('a'); commit; insert into note values ('b'), ('a')");
  assert.equal(parts.error.outcome, 'unknown');
  assert.match(parts.error.message, /stays/);
  assert.equal(await count(), 1);
  const open = await fails("begin; insert into note values ('c')");
  assert.equal(open.error.code, 'TX_UNMANAGED');
  assert.equal(await count(), 1);
  const results = await follower.run(() =>
    app.db.exec("-- two results\ninsert into note values ('é'), ('d'); vacuum; select count(*) as n from note; ;"),
  );
  assert.deepEqual(results.map(({ command, affectedRows }) => [command, affectedRows]), [['INSERT', 2], ['VACUUM', 0], ['SELECT', 0]]);
  const { error } = await fails("select 'é'; selec 1");
  assert.equal(error.position, 13);
  const many = await follower.run(async () => {
    const sql = Array.from({ length: 20_000 }, (_, i) => `insert into note values ('n${i}');`).join('\n');
    return (await app.db.exec(sql)).length;
  });
  assert.equal(many, 20_000);
});

browserTest('a transaction whose leader dies leaves nothing, and a huge row goes through', {}, async ({ browser }) => {
  const [leader, follower] = await openTwo(browser, 'sqlite:failing-over');
  await leader.run(() => app.db.exec('create table note (bytes blob)'));
  await follower.run(() => app.startLive('select count(*) as n from note'));
  await follower.run(() => {
    app.kept = app.db.transaction(async (tx) => {
      await tx.query('insert into note values (x\'00\')');
      await new Promise((resolve) => (globalThis.letGo = resolve));
      await tx.query('insert into note values (x\'01\')');
    });
    app.kept.catch(() => {});
  });
  await until('the transaction is open', () => follower.run(() => globalThis.letGo !== undefined));
  await leader.crash();
  await follower.run(() => letGo());
  const { error } = await follower.run(() => app.attempt(() => app.kept));
  assert.equal(error.code, 'TX_ABORTED_FAILOVER');
  const size = await follower.run(async () => {
    await app.db.query('insert into note values (?)', [new Uint8Array(20_000_000).fill(7)]);
    const { rows } = await app.db.query('select bytes from note');
    return [rows.length, rows[0].bytes.length, rows[0].bytes[19_999_999]];
  });
  assert.deepEqual(size, [1, 20_000_000, 7]);
  await until('the live query goes on', () => follower.run(() => app.live.rows[0]?.n === 1));
});
