// That what a request has changed and what the journal says of it are one.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { EngineUnderTest, imageOf, messageTypes, newStore, rowsOf } from './pglite.mjs';

describe('the journal', () => {
  let store;
  let engine;
  let lastNumber = 0;

  before(async () => {
    store = await newStore();
    engine = new EngineUnderTest(store);
    await engine.open();
    await engine.run(`
      create table item (id int primary key, name text);
      create table part (item int references item deferrable initially deferred);
      create role clerk; grant all on all tables in schema public to clerk;
    `);
  });

  // An idle PGlite has a timer, which would keep the process.
  after(() => store.pg.close());

  function note(slot = 7) {
    return { slot, session: 'tab', number: ++lastNumber };
  }

  async function entries(where = "session = 'tab'") {
    const found = await store.pg.query(`select slot, number, progress from tabularium.journal where ${where}`);
    return found.rows;
  }

  async function isKept({ slot, number }) {
    const [{ exists }] = (await store.pg.query(`select exists (select from tabularium.journal
      where slot = ${slot} and session = 'tab' and number = ${number} and progress = 0)`)).rows;
    return exists;
  }

  /** Runs a statement and checks that the journal answers the same. */
  async function isAnsweredAgain(sql, params) {
    const at = note();
    const ran = await engine.noted(sql, at, params);
    assert.equal(ran.failure, null, JSON.stringify(ran.failure));
    assert.deepEqual([ran.hasWritten, ran.isAbridged], [true, false]);
    const again = await engine.recall(at);
    assert.equal(again.failure, null);
    assert.deepEqual([again.hasWritten, again.isAbridged, again.isInTransaction], [false, false, false]);
    assert.deepEqual(again.result, ran.result);
    assert.equal(again.result.byteLength, again.result.buffer.byteLength);
    return ran;
  }

  test('an effect and its row are committed together', async () => {
    const at = note();
    const start = engine.execs;
    const ran = await engine.noted(`insert into item values (1, 'one')`, at);
    assert.equal(engine.execs - start, 2);
    assert.equal(messageTypes(ran), '12nCZ');
    const image = await imageOf(store);
    const { term, journal } = await new EngineUnderTest(image).open();
    assert.equal(term, 2);
    assert.deepEqual(journal.filter((entry) => entry.includes('tab')), [`7 tab ${at.number} 0`]);
    assert.deepEqual((await image.pg.query('select * from item')).rows, [{ id: 1, name: 'one' }]);
    await image.pg.close();
  });

  test('what fails leaves no row', async () => {
    for (const sql of [`insert into item values (1, 'again')`, 'insert into part values (99)', 'selec', 'select 1/0']) {
      const at = note();
      const ran = await engine.noted(sql, at);
      assert.deepEqual([ran.failure.code, ran.failure.outcome], ['SQL_ERROR', 'ROLLED_BACK'], sql);
      assert.deepEqual([ran.hasWritten, ran.isInTransaction], [false, false]);
      assert.equal(await isKept(at), false);
    }
    assert.deepEqual(await engine.rows('select count(*) from part'), [['0']]);
  });

  test('answers are kept to the byte', async () => {
    const ran = await isAnsweredAgain(`insert into item values (2, $1), (3, null) returning id, name`, ['zwei €']);
    assert.equal(messageTypes(ran), '12TDDCZ');
    assert.deepEqual(rowsOf(ran), [['2', 'zwei €'], ['3', null]]);
    await isAnsweredAgain(`update item set name = 'x' where id = 2`);
    await isAnsweredAgain('delete from item where id = -1');
    await isAnsweredAgain('create table made (i int)');
    await isAnsweredAgain('drop table made');
    await isAnsweredAgain('');
    const long = await isAnsweredAgain(`insert into item values (4, repeat('ä', 3500)) returning name`);
    assert.ok(long.result.length > 7000);
  });

  test('an answer that is too large is kept without its rows', async () => {
    const at = note();
    const ran = await engine.noted(
      `insert into item select 100 + i, repeat('x', 100) from generate_series(1, 100) i returning *`, at);
    assert.equal(rowsOf(ran).length, 100);
    assert.equal(ran.isAbridged, false);
    const again = await engine.recall(at);
    assert.equal(again.isAbridged, true);
    assert.equal(messageTypes(again), 'CZ');
    assert.match(Buffer.from(again.result).toString(), /INSERT 0 100/);
    await engine.query('delete from item where id > 100');
  });

  test('what is not kept cannot be recalled', async () => {
    const at = note();
    await engine.noted('delete from item where id = -1', at);
    for (const other of [{ ...at, slot: 8 }, { ...at, session: 'tap' }, { ...at, number: at.number + 1 }]) {
      const { failure } = await engine.recall(other);
      assert.deepEqual([failure.code, failure.outcome], ['PROTOCOL_ERROR', 'UNKNOWN']);
    }
    await engine.begin();
    assert.equal((await engine.recall(at)).failure.code, 'UNSUPPORTED');
    await engine.rollback();
  });

  test('notices come with the answer', async () => {
    await engine.run(`
      create function shout() returns trigger language plpgsql as 'begin raise notice ''late''; return null; end';
      create constraint trigger shouts after insert on part deferrable initially deferred
        for each row execute function shout()`);
    const ran = await engine.query('insert into part values (1)');
    assert.equal(messageTypes(ran), '12nCNZ');
    await isAnsweredAgain(`do $$ begin raise notice 'early'; end $$`);
    await engine.run('drop function shout cascade; truncate part');
  });

  test('whatever the session is set to, the row is written', async () => {
    const settings = ['role clerk', 'session authorization clerk', 'search_path to nowhere',
      'standard_conforming_strings = off', 'plpgsql.variable_conflict = use_variable', 'bytea_output = escape',
      'session_replication_role = replica', 'default_transaction_isolation = serializable'];
    for (const setting of settings) {
      await engine.run(`set ${setting}`);
      await isAnsweredAgain('update public.item set name = name where id = 1 returning id');
      await engine.begin();
      await engine.query('update public.item set name = name where id = 1');
      const at = note();
      assert.equal((await engine.commit(at)).failure, null, setting);
      await engine.run('set session authorization postgres; reset all; reset role');
      assert.equal(await isKept(at), true, setting);
    }
  });

  test('the row is written where the public schema is gone', async () => {
    await engine.run('create schema kept; create table kept.item (id int)');
    await engine.begin();
    await engine.query('drop schema public cascade');
    assert.equal((await isAnsweredAgainInTransaction()).failure, null);
    await engine.query('drop schema public cascade');
    await isAnsweredAgain('insert into kept.item values (1)');
    await engine.run(`create schema public; drop schema kept cascade;
      create table item (id int primary key, name text); insert into item values (1, 'one');
      create table part (item int references item deferrable initially deferred)`);
  });

  async function isAnsweredAgainInTransaction() {
    await engine.query('insert into kept.item values (0)');
    return engine.rollback();
  }

  test('prepared statements may be dropped at any time', async () => {
    await engine.run(`create function forget() returns void language plpgsql as
      'begin execute ''deallocate all''; insert into item values (nextval(''forgotten'')); end';
      create sequence forgotten start 50`);
    for (const sql of ['discard all', 'deallocate all', 'select 1; deallocate all']) {
      await engine.script(sql);
      await isAnsweredAgain(`update item set name = 'y' where id = 1`);
      assert.equal((await engine.query(sql)).failure?.code, sql.includes(';') ? 'SQL_ERROR' : undefined, sql);
      await isAnsweredAgain(`update item set name = 'z' where id = 1`);
    }
    await isAnsweredAgain('select forget()');
    await isAnsweredAgain('select forget()');
    assert.deepEqual(await engine.rows('select count(*) from item where id >= 50'), [['2']]);
    await engine.begin();
    await engine.query('select forget()');
    const at = note();
    assert.equal((await engine.commit(at)).failure, null);
    assert.equal(await isKept(at), true);
    await engine.run('drop function forget; drop sequence forgotten; delete from item where id >= 50');
  });

  test('a read leaves no row and cannot write', async () => {
    await engine.run(`
      create table visit (at int);
      create function visit() returns int language plpgsql as 'begin insert into visit values (1); return 1; end';
      create view visited as select visit() as visits;
      create function rarely() returns int language plpgsql as
        'begin if exists (select from item where id = 60) then insert into visit values (2); end if; return 2; end';
      create view rare as select rarely() as visits;
    `);
    const start = engine.execs;
    const at = note();
    const read = await engine.noted('select * from item where id = $1', at, [1]);
    assert.deepEqual([read.hasWritten, await isKept(at), engine.execs - start], [false, false, 2]);
    assert.equal(messageTypes(read), '12TDCZ');
    assert.equal((await engine.query('select nope from item')).failure.detail.position, '8');

    for (let visits = 1; visits <= 2; visits++) {
      const seen = await isAnsweredAgain('select * from visited');
      assert.deepEqual(rowsOf(seen), [['1']]);
      assert.deepEqual(await engine.rows('select count(*) from visit'), [[String(visits)]]);
    }
    assert.equal((await engine.query('select * from rare')).hasWritten, false);
    await engine.query('insert into item values (60)');
    await isAnsweredAgain('select * from rare');
    assert.deepEqual(await engine.rows('show transaction_read_only'), [['off']]);
    await engine.run('drop table visit cascade; drop view rare, visited; delete from item where id = 60');
  });

  test('read-only sessions are served and leave no row', async () => {
    await engine.run('set default_transaction_read_only = on');
    const at = note();
    assert.equal((await engine.noted('insert into item values (70)', at)).failure.detail.code, '25006');
    assert.equal((await engine.noted('select set_config($1, $2, false)', at, ['a.b', 'c'])).failure, null);
    assert.equal((await engine.script('select 1', at)).failure, null);
    await engine.begin();
    await engine.query('select 1');
    assert.equal((await engine.commit(at)).failure, null);
    assert.equal(await isKept(at), false);
    assert.equal((await engine.query('set default_transaction_read_only = off')).failure, null);
    await isAnsweredAgain(`update item set name = 'rw' where id = 1`);
  });

  test('what is written before its transaction becomes read-only is written down', async () => {
    const freeze = 'set transaction read only';
    const wayOfTransaction = async (at) => {
      await engine.begin();
      await engine.query('insert into item values (72)');
      await engine.query(freeze);
      return engine.commit(at);
    };
    const frozen = `perform set_config('transaction_read_only', 'on', false)`;
    for (const run of [
      wayOfTransaction,
      (at) => engine.noted(`do $$ begin insert into item values (72); ${frozen}; end $$`, at),
      (at) => engine.script(`insert into item values (72); ${freeze}`, at),
      (at) => engine.script(`begin; insert into item values (72); ${freeze}; commit; select 1`, at),
      (at) => engine.script(`begin; insert into item values (72); ${freeze}; commit and chain; select 1; commit`, at),
      (at) => engine.batch([{ sql: 'insert into item values (72)' }, { sql: freeze }], at),
    ]) {
      const at = note();
      const ran = await run(at);
      assert.deepEqual([ran.failure, ran.hasWritten, await isKept(at)], [null, true, true], String(run));
      assert.deepEqual((await engine.recall(at)).result, ran.result);
      assert.equal(rowsOf(await engine.query('delete from item where id = 72 returning id')).length, 1);
    }
  });

  test('what could not write and did not is not said to be written down', async () => {
    await engine.query('listen news');
    for (const [run, hasRow] of [
      [(at) => engine.script('begin read only; select 1; commit', at), false],
      [(at) => engine.script('begin; insert into item values (73); commit; begin read only; select 1; commit', at), true],
      [(at) => engine.batch([{ sql: 'set transaction read only' }, { sql: 'select 1' }], at), false],
      [(at) => engine.noted(`select set_config('transaction_read_only', 'on', false)`, at, [], false), false],
      [(at) => engine.script('set transaction read only; notify news', at), true],
    ]) {
      const at = note();
      const ran = await run(at);
      assert.deepEqual([ran.failure, ran.hasWritten, await isKept(at)], [null, hasRow, hasRow], String(run));
    }
    await engine.run('unlisten news; create temp table own (id int)');
    await engine.begin();
    await engine.query('set transaction read only');
    await engine.query('insert into own values (1)');
    assert.equal((await engine.commit(note())).failure, null);
    await engine.run('drop table own; delete from item where id = 73');
  });

  test('a commit is written down with what it commits', async () => {
    const at = note();
    assert.equal((await engine.begin()).hasWritten, false);
    assert.equal((await engine.query('select 1')).hasWritten, false);
    assert.equal((await engine.query('insert into item values (80)')).hasWritten, true);
    assert.equal(await isKept(at), false);
    const committed = await engine.commit(at);
    assert.deepEqual([committed.failure, committed.hasWritten, committed.isInTransaction], [null, true, false]);
    assert.equal(messageTypes(committed), 'CZ');
    const again = await engine.recall(at);
    assert.deepEqual(again.result, committed.result);

    await engine.begin();
    await engine.query('select 1');
    assert.equal((await engine.commit(null)).hasWritten, false);
    for (const spoil of ['select 1/0', 'insert into part values (99)']) {
      const failing = note();
      await engine.begin();
      await engine.query('insert into item values (81)');
      await engine.query(spoil);
      const failed = await engine.commit(failing);
      const { failure, hasWritten, isInTransaction } = failed;
      assert.deepEqual([failure.outcome, hasWritten, isInTransaction], ['ROLLED_BACK', false, false]);
      assert.equal(await isKept(failing), false);
    }
    await engine.query('delete from item where id = 80');
  });

  test('a commit is written down when a read wrote, and is not when nothing did', async () => {
    await engine.run(`
      create table call (at int);
      create function call_in() returns int language plpgsql as 'begin insert into call values (1); return 1; end';
      create view called as select call_in() as calls;
    `);
    for (const [table, isChanged] of [['called', true], ['call', false]]) {
      const at = note();
      await engine.begin();
      assert.equal((await engine.query(`select * from ${table}`)).failure, null);
      assert.equal((await engine.commit(at)).hasWritten, isChanged, table);
      assert.equal(await isKept(at), isChanged, table);
    }
    await engine.run('drop table call; drop view called; drop function call_in');
  });

  test('a statement that leaves a transaction open is not written down', async () => {
    const at = note();
    const begun = await engine.noted('begin', at);
    assert.equal(begun.isInTransaction, true);
    await engine.rollback();
    assert.equal(await isKept(at), false);
    for (const sql of ['savepoint s', 'lock item', 'declare c cursor for select 1']) {
      assert.equal((await engine.query(sql)).failure.detail.code, '25P01', sql);
    }
    await isAnsweredAgain('commit');
  });

  test('rows are written over and take no more room', async () => {
    const sizes = [10, 1500, 3300, 6000, 8000];
    const writeMany = async (count) => {
      for (let i = 0; i < count; i++) {
        const text = randomBytes(sizes[i % sizes.length] / 2).toString('hex');
        const ran = await engine.noted('select $1::text', note(i % 16), [text], false);
        assert.deepEqual([ran.failure, ran.hasWritten], [null, true]);
      }
      const room = await store.pg.query(`select pg_total_relation_size('tabularium.journal') as room`);
      return room.rows[0].room;
    };
    const settledBytes = await writeMany(200);
    assert.equal(await writeMany(2000), settledBytes);
  });

  test('the log is cut when it has grown', async () => {
    const sinceCheckpoint = async () =>
      Number((await engine.rows('select pg_current_wal_insert_lsn() - redo_lsn from pg_control_checkpoint()'))[0][0]);
    await engine.run('create table bulk as select repeat(md5(n::text), 8) as text from generate_series(1, 150000) n');
    assert.ok((await sinceCheckpoint()) > 32 * 1024 * 1024);
    for (let flushes = 0; flushes < 32; flushes++) await engine.flush('DISK');
    assert.ok((await sinceCheckpoint()) < 1024 * 1024);
    await engine.run('drop table bulk');
  });

  test('a store of format 1 gets a journal', async () => {
    const old = await newStore();
    await old.pg.exec(`create schema tabularium;
      create table tabularium.state (singleton boolean primary key default true check (singleton),
        format integer not null, term integer not null);
      insert into tabularium.state (format, term) values (1, 41); create table item (id int)`);
    const next = new EngineUnderTest(old);
    assert.deepEqual((await next.open()).term, 42);
    assert.equal((await next.query('insert into item values (1)')).failure, null);
    assert.deepEqual((await old.pg.query('select format from tabularium.state')).rows, [{ format: 2 }]);
    assert.equal((await old.pg.query('select from tabularium.journal')).rows.length, 1);
    await old.pg.close();
  });

  test('a journal that cannot be read fails the opening and is left alone', async () => {
    const broken = await imageOf(store);
    const state = async () => (await broken.pg.query('select * from tabularium.state')).rows;
    const found = await state();
    for (const [damage, repair] of [
      ['drop column reply', `add column reply bytea not null default ''`],
      ['add column more int', 'drop column more'],
      ['alter number type text', 'alter number type int using 1'],
      ['rename to lost; create view tabularium.journal as select 1 as slot', ''],
    ]) {
      await broken.pg.exec(`alter table tabularium.journal ${damage}`);
      const failure = await new EngineUnderTest(broken).open();
      assert.equal(failure.code, 'STORAGE_UNAVAILABLE', damage);
      assert.match(failure.message, /journal has other columns/);
      assert.equal(broken.closed, true);
      assert.deepEqual(await state(), found);
      if (repair !== '') await broken.pg.exec(`alter table tabularium.journal ${repair}`);
    }
    await broken.pg.close();
    assert.ok((await entries()).length > 0);
  });

  test('a flush tells its level and how it failed', async () => {
    const levels = [];
    store.onFlush = async (level) => levels.push(level);
    assert.deepEqual([await engine.flush('MEMORY'), await engine.flush('DISK')], [null, null]);
    assert.deepEqual(levels, ['memory', 'disk']);
    store.onFlush = async () => {
      throw Object.assign(new Error('another leads'), { code: 'FENCED' });
    };
    const failure = await engine.flush('DISK');
    assert.deepEqual([failure.code, failure.outcome], ['FENCED', 'UNKNOWN']);
    store.onFlush = async () => {};
  });
});
