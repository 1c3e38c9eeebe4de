// That a statement which the engine has prepared never means anything else than a fresh one would.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineUnderTest, newStore, rowsOf } from './pglite.mjs';

describe('prepared statements', () => {
  let store;
  let engine;

  before(async () => {
    store = await newStore();
    engine = new EngineUnderTest(store);
    await engine.open();
    await engine.run('create table item (id int primary key, name text); insert into item values (1, $$one$$)');
  });

  // An idle PGlite has a timer, which would keep the process.
  after(() => store.pg.close());

  async function names() {
    const { rows } = await store.pg.query("select name from pg_prepared_statements where name ~ '^tabularium_[0-9]'");
    return rows.map(({ name }) => name);
  }

  let lastNumber = 1000;
  const note = () => ({ slot: 0, session: 'nobody', number: ++lastNumber });

  async function repeat(count, run) {
    let last;
    for (let i = 0; i < count; i++) last = await run();
    return last;
  }

  test('one that comes again is prepared, and takes one exchange', async () => {
    const select = () => engine.rows('select name from item where id = $1', [1]);
    await repeat(5, select);
    const execs = engine.execs;
    assert.deepEqual(await select(), [['one']]);
    assert.equal(engine.execs, execs + 1);
    assert.equal((await names()).length, 1);
  });

  test('many texts leave no more statements in the engine than are remembered', async () => {
    for (let i = 0; i < 250; i++) await repeat(2, () => engine.rows(`select ${i}`));
    await repeat(2, () => engine.rows('select 250'));
    assert.ok((await names()).length <= 202, `${(await names()).length}`);
  });

  test('a text too long to be remembered leaves no statement in the engine', async () => {
    await engine.run('create sequence counter');
    const count = `select nextval('counter') /* ${'x'.repeat(20_000)} */`;
    await repeat(4, () => engine.noted(count, note()));
    await repeat(2, () => engine.rows('select 1 as last'));
    assert.equal((await names()).length, 1);
    await engine.run('drop sequence counter');
  });

  test('what a read leaves in a temporary table is told, and is a commit', async () => {
    await engine.run(`create temp table hit (id int);
      create function hit_once() returns int language sql as 'insert into pg_temp.hit values (1) returning id';
      create view hitting as select hit_once() as n`);
    const { readSet } = await engine.watch('select count(*) from hit');
    const { hasWritten, tables } = await engine.noted('select n from hitting', note());
    assert.deepEqual([hasWritten, tables], [true, readSet]);
    await engine.unwatch([]);
    await engine.run('drop view hitting; drop function hit_once; drop table hit');
  });

  test('a change of the schema shows in the next answer', async () => {
    const all = () => engine.rows('select * from item');
    assert.deepEqual(await repeat(3, all), [['1', 'one']]);
    await engine.run('alter table item add column extra int default 5');
    assert.deepEqual(await all(), [['1', 'one', '5']]);
    await engine.run('alter table item drop column extra');
    assert.deepEqual(await all(), [['1', 'one']]);
  });

  test('a change of the schema inside a transaction shows in it, and its rollback after it', async () => {
    const all = () => engine.rows('select * from item');
    await repeat(3, all);
    await engine.begin();
    await engine.query('alter table item add column extra int');
    assert.deepEqual(await all(), [['1', 'one', null]]);
    await engine.rollback();
    assert.deepEqual(await all(), [['1', 'one']]);
  });

  test('a type that a function changes is the type of the next insert, also inside a transaction', async () => {
    await engine.run(`create table flexible (value int);
      create function widen() returns void language sql as 'alter table flexible alter value type text using value::text'`);
    const insert = (value) => engine.query('insert into flexible values ($1)', [value]);
    await repeat(3, () => insert(1));
    await engine.begin();
    await insert(2);
    await engine.query('(select widen())'); // No tab takes this for a read.
    assert.equal((await insert('three')).failure, null);
    await engine.commit();
    assert.deepEqual(await engine.rows('select max(value) from flexible'), [['three']]);
  });

  describe('what was learned in a transaction does not outlive it', () => {
    const at = new Date('2026-05-05T17:45:00Z');
    const insert = () => engine.query('insert into moment values ($1)', [at]);

    before(() =>
      engine.run(`create schema days; create table moment (at timestamptz); create table days.moment (at date);
        create table parent (id int primary key);
        create table child (id int references parent deferrable initially deferred)`),
    );

    afterEach(() => engine.run("reset search_path; reset timezone; truncate moment, days.moment"));

    const times = () => engine.rows("select at at time zone 'UTC' from moment");

    test('though a setting of its own made another table be meant', async () => {
      await engine.begin();
      await engine.query('set local search_path = days');
      await insert();
      await engine.commit();
      await insert();
      assert.deepEqual(await times(), [['2026-05-05 17:45:00']]);
    });

    test('nor a plan that was made by a setting of its own', async () => {
      const noon = () => engine.query("insert into moment values (timestamptz '2026-01-01 12:00')");
      await engine.query("set timezone = 'UTC'");
      await engine.begin();
      await engine.query("set local timezone = 'Asia/Tokyo'");
      for (let i = 0; i < 3; i++) await noon();
      await engine.commit();
      await engine.query('delete from moment');
      await noon();
      assert.deepEqual(await times(), [['2026-01-01 12:00:00']]);
    });

    test('nor what a commit that failed has undone', async () => {
      await engine.begin();
      await engine.query('alter table moment alter at type date');
      await insert();
      await engine.query('insert into child values (1)');
      assert.equal((await engine.commit()).failure.code, 'SQL_ERROR');
      await insert();
      assert.deepEqual(await times(), [['2026-05-05 17:45:00']]);
    });

    test('nor what was learned in a batch that was refused', async () => {
      const { failure } = await engine.batch(
        [
          { sql: 'set local search_path = days' },
          { sql: 'insert into moment values ($1)', params: [at] },
          { sql: 'insert into nowhere values ($1)', params: [at] },
        ],
        note(),
      );
      assert.equal(failure.code, 'SQL_ERROR');
      await insert();
      assert.deepEqual(await times(), [['2026-05-05 17:45:00']]);
    });

    test('nor does it outlive a change in a batch of more texts than are remembered', async () => {
      await engine.run('create table widened (at date)');
      const insert = { sql: 'insert into widened values ($1)', params: [at] };
      const widen = { sql: 'alter table widened alter at type timestamptz' };
      const others = Array.from({ length: 210 }, (_, i) => ({ sql: `select ${i} as other` }));
      assert.equal((await engine.batch([insert, widen, insert, ...others], note())).failure, null);
      const times = 'select extract(hour from at) from widened where at::time > $$00:00$$';
      assert.equal((await engine.rows(times)).length, 1);
      await engine.run('drop table widened');
    });

    test('nor holds what was known before it in a batch that changes what names mean', async () => {
      await engine.query('set search_path = days');
      await insert();
      const sets = [{ sql: 'set local search_path = public' }, { sql: "select set_config('search_path', 'public', true)" }];
      for (const set of sets) {
        const { failure } = await engine.batch([set, { sql: 'insert into moment values ($1)', params: [at] }], note());
        assert.equal(failure, null);
      }
      await engine.run('reset search_path');
      assert.deepEqual(await times(), [['2026-05-05 17:45:00'], ['2026-05-05 17:45:00']]);
    });
  });

  test('a parameter that is refused leaves no more statements in the engine', async () => {
    const find = (value) => engine.query('select 1 from item where id = $1', [value]);
    const serialize = store.pg.serializers[23];
    store.pg.serializers[23] = (value) => {
      if (value < 0) throw new Error('negative');
      return serialize(value);
    };
    await repeat(3, () => find(1));
    const before = (await names()).length;
    for (let i = 0; i < 2; i++) {
      await delay(1_010); // What is prepared is used for a second.
      assert.equal((await find(-1)).failure.code, 'INVALID_ARGUMENT');
      await repeat(2, () => find(1));
    }
    store.pg.serializers[23] = serialize;
    assert.equal((await names()).length, before);
  });

  test('a table that hides another one is meant from its first moment', async () => {
    await engine.run('create table shadowed (id int); insert into shadowed values (1)');
    const ids = () => engine.rows('select id from shadowed');
    for (const make of ['create temp table shadowed as select 2 as id', 'select 2 as id into temp shadowed']) {
      assert.deepEqual(await repeat(3, ids), [['1']]);
      assert.equal((await engine.query(make)).failure, null);
      assert.deepEqual(await ids(), [['2']]);
      await engine.run('drop table pg_temp.shadowed');
    }
    assert.deepEqual(await ids(), [['1']]);
  });

  test('the search path of the moment decides', async () => {
    await engine.run(`create schema a; create table a.here (place text); insert into a.here values ('a');
      create schema b; create table b.here (place text); insert into b.here values ('b')`);
    const place = () => engine.rows('select place from here');
    for (const schema of ['a', 'b', 'a']) {
      await engine.query(`set search_path = ${schema}`);
      assert.deepEqual(await repeat(3, place), [[schema]]);
    }
    await engine.query('reset search_path');
  });

  test('the time zone of the moment decides what a literal is', async () => {
    const hour = () => engine.rows(`select extract(hour from timestamptz '2026-01-01 12:00' at time zone 'UTC')::int`);
    await engine.query(`set timezone = 'UTC'`);
    assert.deepEqual(await repeat(3, hour), [['12']]);
    await engine.query(`set timezone = 'Etc/GMT-3'`);
    assert.deepEqual(await hour(), [['9']]);
    await engine.query('reset timezone');
  });

  test('a literal that means the present does so each time', async () => {
    const now = async () => (await engine.rows(`select 'now'::timestamptz::text`))[0][0];
    const seen = new Set();
    for (let i = 0; i < 5; i++) {
      seen.add(await now());
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    assert.equal(seen.size, 5);
  });

  test('whoever throws all statements away hurts nobody', async () => {
    const select = () => engine.rows('select name from item where id = $1', [1]);
    const insert = (value) => engine.query('insert into item values ($1, null)', [value]);
    let id = 100;
    for (const away of ['deallocate all', 'discard all', `do 'begin execute $q$deallocate all$q$; end'`]) {
      await repeat(3, select);
      await repeat(3, () => insert(++id));
      assert.equal((await engine.query(away)).failure, null, away);
      assert.deepEqual(await select(), [['one']]);
      assert.equal((await insert(++id)).failure, null);
      await engine.begin();
      assert.equal((await insert(++id)).failure, null);
      await engine.commit();
    }
  });

  test('a parameter that has no such value fails, and the next one succeeds', async () => {
    const select = (value) => engine.query('select name from item where id = $1', [value]);
    await repeat(3, () => select(1));
    assert.equal((await select('no number')).failure.detail.code, '22P02');
    assert.deepEqual(rowsOf(await select(1)), [['one']]);
  });

  test('no statement outlives its second, in which a table may have grown', async () => {
    await repeat(3, () => engine.rows('select count(*) from item'));
    const before = await names();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await engine.rows('select count(*) from item');
    const later = await names();
    assert.equal(later.length <= before.length, true);
    assert.notDeepEqual(later, before);
  });

  test('after reads that follow each other the session writes, and says so, as before', async () => {
    const setting = () => engine.rows('show default_transaction_read_only');
    const select = () => engine.rows('select name from item where id = 1');
    await repeat(6, select);
    assert.deepEqual(await setting(), [['off']]);
    await repeat(6, select);
    assert.equal((await engine.query(`insert into item values (7, 'seven')`)).failure, null);
    await repeat(6, select);
    await engine.begin();
    assert.equal((await engine.query(`insert into item values (8, 'eight')`)).failure, null);
    await engine.commit();
    await repeat(6, select);
    await engine.run(`insert into item values (9, 'nine')`);
    await repeat(6, select);
    assert.equal((await engine.batch([{ sql: 'delete from item where id = 9' }], { slot: 0, session: 'b', number: 1 })).failure, null);
    assert.equal((await engine.rows('select count(*) from item where id in (7, 8, 9)'))[0][0], '2');
  });

  test('the session of an application that made the engine itself is left as it is', async () => {
    const own = await newStore();
    try {
      own.isOwnEngine = true;
      const owned = new EngineUnderTest(own);
      await owned.open();
      await owned.run('create table item (id int)');
      await repeat(6, () => owned.rows('select id from item'));
      assert.deepEqual((await own.pg.query('show default_transaction_read_only')).rows, [{ default_transaction_read_only: 'off' }]);
    } finally {
      await own.pg.close();
    }
  });

  test('a function in a view writes after reads that follow each other, and is written down', async () => {
    await engine.run(`create table seen (at int);
      create function notice() returns int language sql as 'insert into seen values (1) returning at';
      create view noticed as select notice() as at`);
    const select = () => engine.rows('select name from item where id = 1');
    await repeat(6, select);
    const ran = await engine.query('select at from noticed');
    assert.equal(ran.failure, null);
    assert.equal(ran.hasWritten, true);
    assert.deepEqual(await engine.rows('select count(*) from seen'), [['1']]);
  });

  test('who may only read by his own setting still may not write', async () => {
    await engine.query('set default_transaction_read_only = on');
    await repeat(3, () => engine.rows('select name from item where id = 1'));
    assert.equal((await engine.query('delete from item')).failure.detail.code, '25006');
    await engine.query('set default_transaction_read_only = off');
    assert.equal((await engine.query('delete from item where id = 8')).failure, null);
  });
});
