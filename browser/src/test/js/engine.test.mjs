import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { EngineUnderTest, imageOf, messageTypes, newStore, rowsOf } from './pglite.mjs';
import './batchTests.mjs';
import './holdTests.mjs';
import './journalTests.mjs';
import './logTests.mjs';
import './loneStatementTests.mjs';
import './preparedTests.mjs';
import './scriptTests.mjs';
import './settingsTests.mjs';

let store;
let engine;

before(async () => {
  store = await newStore();
  engine = new EngineUnderTest(store);
  assert.deepEqual(await engine.open(4), {
    term: 5,
    isFresh: true,
    engine: 'pglite 0.5.16',
    storage: 'memory',
    flushesAside: false,
    journal: [],
  });
  await engine.run(`
    create table item (id int primary key, name text, amount numeric);
    create table note (id int primary key, item int references item on delete cascade);
    create role reader; grant usage on schema public to reader; grant all on all tables in schema public to reader;
  `);
});

after(() => store.pg.close());

async function idOf(table) {
  return (await engine.rows(`select '${table}'::regclass::oid`))[0][0];
}

/** Watches a query and checks which tables it is found to read. */
async function watchReads(sql, tables, params) {
  const watched = await engine.watch(sql, params);
  assert.equal(watched.failure, null, sql);
  const expected = await Promise.all(tables.map(idOf));
  assert.deepEqual([...watched.readSet].sort(), expected.sort(), sql);
  return watched;
}

async function captureCount() {
  const counts = await engine.rows(`select
    (select count(*) from pg_trigger where tgname like 'tabularium%'),
    (select count(*) from pg_event_trigger where evtname like 'tabularium%'),
    (select count(*) from pg_proc where proname in ('touched', 'altered', 'tabularium_probe'))`);
  return counts[0].map(Number);
}

/** The tables a script's commits are said to have touched. */
async function touches(sql, tables) {
  const ran = await engine.script(sql);
  assert.equal(ran.failure, null, JSON.stringify(ran.failure));
  assert.equal(ran.schemaChanged, false, sql);
  assert.deepEqual([...ran.tables].sort(), (await Promise.all(tables.map(idOf))).sort(), sql);
}

async function isSeenAsSchemaChange(sql) {
  const ran = await engine.script(sql);
  assert.equal(ran.failure, null, JSON.stringify(ran.failure));
  assert.equal(ran.schemaChanged, true, sql);
}

test('parameters of many types', async () => {
  const sql = `select $1::int, $2::text, $3::bool, $4::jsonb, $5::timestamptz at time zone 'utc', $6::numeric, $7::int8,
    $8::bytea, $9::int[], $10::text`;
  const big = 2n ** 60n;
  const bytes = new Uint8Array([0, 255]);
  const params = [1, 'ä€😀', true, { a: [1, null] }, new Date(0), '1.50', big, bytes, [1, 2], null];
  const [row] = await engine.rows(sql, params);
  assert.deepEqual(row.slice(0, 5), ['1', 'ä€😀', 't', '{"a": [1, null]}', '1970-01-01 00:00:00']);
  assert.deepEqual(row.slice(5), ['1.50', String(big), '\\x00ff', '{1,2}', null]);
});

test('a known statement takes one exchange, an unknown one with parameters two', async () => {
  const costs = [];
  for (let i = 0; i < 2; i++) {
    const start = engine.execs;
    assert.deepEqual(await engine.rows('select $1::int + 40', [2]), [['42']]);
    costs.push(engine.execs - start);
  }
  // Before the fourth read in a row the session is set to stay read-only, once.
  await engine.run('begin; rollback');
  const start = engine.execs;
  await engine.query('select $1::int + 41', [2], [23]);
  await engine.query('select 1');
  assert.deepEqual([...costs, engine.execs - start], [2, 1, 2]);
});

test('a result is the exchange as it came', async () => {
  const ran = await engine.query('select 1 union all select 2');
  assert.equal(messageTypes(ran), '12TDDCZ');
  assert.equal(ran.result.byteLength, ran.result.buffer.byteLength);
});

test('types that change do not lead to wrong values', async () => {
  await engine.run('create table kind (v int)');
  await engine.query('insert into kind values ($1)', [1]);
  await engine.run(`do $$ begin execute 'alter table kind alter v type text'; end $$`);
  await engine.query('insert into kind values ($1)', ['two']);
  // Not to be seen from any tag.
  await engine.query(`select set_config('search_path', 'public', false)`);
  await engine.query('insert into kind values ($1)', ['three']);
  assert.deepEqual(await engine.rows('select v from kind'), [['1'], ['two'], ['three']]);
  await engine.run(`create function alter_kind() returns void language plpgsql as
    'begin alter table kind alter v type bool using true; end'`);
  await engine.query('insert into kind values ($1)', ['four']);
  await engine.query('select alter_kind()');
  assert.equal((await engine.query('insert into kind values ($1)', [false])).failure, null);
  await engine.run('drop table kind; drop function alter_kind');
});

test('an error is whole', async () => {
  const sql = 'insert into note values ($1, $2)';
  const { failure, isInTransaction } = await engine.query(sql, [1, 99]);
  assert.equal(isInTransaction, false);
  assert.equal(failure.code, 'SQL_ERROR');
  assert.equal(failure.outcome, 'ROLLED_BACK');
  assert.match(failure.message, /violates foreign key constraint/);
  const { file, line, routine, ...detail } = failure.detail;
  assert.ok(file && line && routine);
  assert.deepEqual(detail, {
    query: sql,
    params: [1, 99],
    severity: 'ERROR',
    code: '23503',
    message: failure.message,
    detail: 'Key (item)=(99) is not present in table "item".',
    schema: 'public',
    table: 'note',
    constraint: 'note_item_fkey',
  });
  assert.equal((await engine.query('select nope')).failure.detail.position, '8');
});

test('a parameter that cannot be written is refused before anything runs', async () => {
  const cyclic = {};
  cyclic.self = cyclic;
  const { failure } = await engine.query('select $1::jsonb', [cyclic]);
  assert.equal(failure.code, 'INVALID_ARGUMENT');
  assert.equal(failure.outcome, 'NOT_RUN');
  assert.match(failure.message, /^Parameter \$1: /);
});

test('a failed script says whether a part of it stays', async () => {
  const whole = await engine.script('insert into item values (1); select 1/0');
  assert.equal(whole.failure.outcome, 'ROLLED_BACK');
  const part = await engine.script('begin; insert into item values (1); commit; select 1/0');
  assert.equal(part.failure.outcome, 'UNKNOWN');
  assert.deepEqual(await engine.rows('select id from item'), [['1']]);
  await engine.run(`create procedure half() language plpgsql as
    'begin delete from item; commit; perform 1/0; end'`);
  assert.equal((await engine.query('call half()')).failure.outcome, 'UNKNOWN');
  assert.equal((await engine.query('do $$ begin perform 1/0; end $$')).failure.outcome, 'ROLLED_BACK');
  await engine.run('drop procedure half; truncate item cascade');
});

test('transactions', async () => {
  assert.equal((await engine.begin()).isInTransaction, true);
  assert.equal((await engine.query('insert into item values (1)')).isInTransaction, true);
  assert.equal((await engine.commit()).isInTransaction, false);
  assert.deepEqual(await engine.rows('select count(*) from item'), [['1']]);

  await engine.begin();
  await engine.query('delete from item');
  const failed = await engine.query('select 1/0');
  assert.equal(failed.isInTransaction, true);
  const committed = await engine.commit();
  assert.equal(committed.failure.code, 'SQL_ERROR');
  assert.equal(committed.failure.outcome, 'ROLLED_BACK');
  assert.equal(committed.isInTransaction, false);
  assert.deepEqual(await engine.rows('select count(*) from item'), [['1']]);

  assert.equal((await engine.rollback()).failure, null);
  assert.equal((await engine.query('begin')).isInTransaction, true);
  assert.equal((await engine.watch('select 1')).failure.code, 'UNSUPPORTED');
  await engine.rollback();
  await engine.run('truncate item cascade');
});

test('a commit that fails in a deferred check', async () => {
  await engine.run('create table later (item int references item deferrable initially deferred)');
  await engine.begin();
  await engine.query('insert into later values (7)');
  const committed = await engine.commit();
  assert.equal(committed.failure.detail.code, '23503');
  assert.equal(committed.failure.outcome, 'ROLLED_BACK');
  assert.equal((await engine.query('insert into later values (7)')).failure.detail.code, '23503');
  await engine.run('drop table later');
});

test('COPY over a channel is refused and the engine lives on', async () => {
  const ways = ['from stdin', 'TO STDOUT', "to program 'cat'", 'from stdout'];
  for (const sql of ways.map((way) => `Copy item ${way}`)) {
    assert.equal((await engine.query(sql)).failure.code, 'UNSUPPORTED', sql);
    assert.equal((await engine.script(`select 1; ${sql}`)).failure.code, 'UNSUPPORTED', sql);
  }
  assert.equal((await engine.script(`do $$ begin copy item from stdin; end $$`)).failure.code, 'SQL_ERROR');
  assert.deepEqual(await engine.rows(`select 'copy item from stdin' as copy`), [['copy item from stdin']]);
});

test('no capture where nothing is watched', async () => {
  const ran = await engine.script('insert into item values (1); create table x (); drop table x; delete from item');
  assert.deepEqual(ran.tables, []);
  assert.deepEqual(await captureCount(), [0, 0, 0]);
});

test('commits tell what they touched', async () => {
  const watched = await watchReads('select * from item left join note on note.item = item.id', ['item', 'note']);
  await touches(`insert into item values (1, 'a')`, ['item']);
  await touches('insert into note values (1, 1)', ['note']);
  await touches('update item set amount = 1', ['item']);
  await touches('delete from item', ['item', 'note']); // by cascade
  await touches('truncate item cascade', ['item', 'note']);
  await touches('begin; insert into item values (2); rollback', []);
  await touches('begin; savepoint s; delete from item; rollback to s; insert into note values (1); commit', ['note']);
  await touches(`do $$ begin delete from note; end $$`, ['note']);
  await touches('merge into item using (select 5) s on false when not matched then insert (id) values (5)', ['item']);
  await touches(`insert into item values (5) on conflict (id) do update set name = 'b'`, ['item']);
  await touches('set local session_replication_role = replica; select 1', []);
  await touches('begin; set local session_replication_role = replica; delete from item; commit', ['item']);
  await touches('select * from item', []);

  await engine.begin();
  assert.deepEqual((await engine.query('insert into item values (6)')).tables, []);
  assert.deepEqual((await engine.commit()).tables, [await idOf('item')]);
  const partly = await engine.script('begin; insert into item values (7); commit; select 1/0');
  assert.deepEqual(partly.tables, [await idOf('item')]);

  await engine.unwatch([]);
  assert.deepEqual(await captureCount(), [0, 0, 0]);
  await touches('truncate item cascade', []);
});

test('schema statements are seen', async () => {
  const watched = await watchReads('select * from item', ['item']);
  for (const sql of [
    'create table t1 (i int)',
    `do $$ begin create table t2 (i int); end $$`,
    'create table t3 as select 1 as one',
    'select 1 as one into t4',
    'create materialized view m as select count(*) from item',
    'refresh materialized view m',
    'drop materialized view m',
    'alter table item disable trigger all',
    'drop table t1, t2, t3, t4',
    'create temp table t5 (i int); drop table t5',
    'grant select on item to reader',
  ]) {
    await isSeenAsSchemaChange(sql);
  }
  await watchReads('select * from item', ['item']);
  await touches('insert into item values (1)', ['item']);
  await isSeenAsSchemaChange('drop trigger tabularium_watch on item');
  await watchReads('select * from item', ['item']);
  await touches('delete from item', ['item']);
  await engine.unwatch([]);
});

test('the end of listening is survived', async () => {
  const watched = await watchReads('select * from item', ['item']);
  await isSeenAsSchemaChange('begin; insert into item values (1); unlisten *; commit');
  await touches('delete from item', ['item']);
  await isSeenAsSchemaChange('discard all');
  await touches('insert into item values (1)', ['item']);
  await engine.begin();
  await engine.query('unlisten *');
  await engine.query('delete from item');
  assert.equal((await engine.commit()).schemaChanged, true);
  await touches('insert into item values (1); delete from item', ['item']);
  await engine.unwatch([]);
});

test('a tab is told what it has set, and finds it so', async () => {
  const zone = async (settings) => rowsOf(await engine.as(settings, 'show timezone'))[0][0];
  const initial = await zone(undefined);
  for (const [sql, wanted] of [
    ["set timezone = 'Asia/Tokyo'", 'Asia/Tokyo'],
    ["select set_config('timezone', 'America/Lima', false)", 'America/Lima'],
    ["do $$ begin perform set_config('timezone', 'Asia/Seoul', false); end $$", 'Asia/Seoul'],
    ["begin; set timezone = 'Asia/Tokyo'; rollback", 'Asia/Seoul'],
    ["begin; set local timezone = 'Asia/Tokyo'; commit", 'Asia/Seoul'],
  ]) {
    await engine.run(sql);
    assert.equal((await engine.rows('show timezone'))[0][0], wanted, sql);
    assert.equal(await zone(undefined), initial);
    assert.equal((await engine.rows('show timezone'))[0][0], wanted, sql);
  }
  const watched = await engine.watch("select current_setting('timezone')");
  assert.deepEqual(rowsOf(watched), [['Asia/Seoul']]);
  await engine.run("set app.user_id = '5'; select set_config('app.tenant', 'ü', false)");
  assert.deepEqual(await engine.rows("select current_setting('app.user_id'), current_setting('app.tenant')"), [
    ['5', 'ü'],
  ]);
  const strange = rowsOf(await engine.as(undefined, "select current_setting('app.user_id', true)"));
  assert.ok([null, ''].includes(strange[0][0]));
  await engine.run('reset all; reset app.user_id; reset app.tenant');
  assert.equal((await engine.rows('show timezone'))[0][0], initial);
  await engine.unwatch([]);
});

test('the read set goes through views, partitions and functions', async () => {
  await engine.run(`
    create table part (k int, v int) partition by range (k);
    create table part_low partition of part for values from (0) to (10);
    create table part_high partition of part for values from (10) to (20);
    create table "Odd ""Name" (id int);
    create table parent (id int); create table child () inherits (parent);
    create view inner_view as select item.id from item;
    create view outer_view as select id from inner_view union select id from "Odd ""Name";
    create materialized view frozen as select * from note;
    create function parsed() returns bigint language sql begin atomic select count(*) from note; end;
    create function opaque() returns bigint language sql as 'select count(*) from note';
    create function pure(i int) returns int immutable language sql as 'select i + 1';
    create function same(a item, b item) returns bool language sql begin atomic select exists (select from note); end;
    create operator === (leftarg = item, rightarg = item, function = same);
    create type mood as enum ('sad', 'happy');
    create function is_noted(i int) returns bool language sql begin atomic select i is null or i in (select id from note); end;
    create domain noted as int check (is_noted(value)); create domain twice_noted as noted not null;
    create function of_domain(n noted) returns int language sql begin atomic select n; end;
  `);
  await watchReads('select * from outer_view', ['item', '"Odd ""Name"']);
  await watchReads('select count(*) from part', ['part', 'part_low', 'part_high']);
  await watchReads('select count(*) from part_low', ['part', 'part_low']);
  await watchReads('select from parent', ['parent', 'child']);
  await watchReads('select parsed()', ['note']);
  await watchReads('select pure(1) from item', ['item']);
  await watchReads('select exists (select from item)', ['item']);
  await watchReads('select i === i from item i', ['item', 'note']);
  await watchReads('select id::noted from item', ['item', 'note']);
  await watchReads('select id::twice_noted from item', ['item', 'note']);
  await watchReads("select '{}'::noted[]", ['note']);
  await watchReads('select of_domain(id) from item', ['item', 'note']);
  await watchReads('select $1::noted', ['note'], [null]);
  await watchReads('select * from frozen', []);
  await watchReads('select now()', []);
  await watchReads('values (1); -- the end', []);
  await watchReads('with q as (table item) select * from q /* the end */', ['item']);
  await watchReads('select * from item where id = $1 and name = $2', ['item'], [1, `it's \\ "x"`]);
  await watchReads(`select $1::mood, E'\\'' as "end;"`, [], ['sad']);
  const everything = ['item', 'note', 'part', 'part_low', 'part_high', '"Odd ""Name"', 'parent', 'child'];
  const watched = await watchReads('select opaque()', everything);

  await touches('insert into part values (1, 1)', ['part']);
  await touches('insert into part_low values (2, 2)', ['part_low']);
  await touches('update part set k = 11 where k = 1', ['part']);
  await touches('insert into child values (1)', ['child']);
  await touches('delete from parent', ['parent']);
  await touches('insert into "Odd ""Name" values (1)', ['"Odd ""Name"']);

  await engine.unwatch([]);
  assert.deepEqual(await captureCount(), [0, 0, 0]);
  await engine.run(`
    drop view outer_view; drop view inner_view; drop materialized view frozen; drop operator === (item, item);
    drop domain twice_noted, noted cascade; drop function parsed, opaque, pure, same, is_noted; drop table part, "Odd ""Name", parent, child; drop type mood;
  `);
});

test('row security policies are part of what is read', async () => {
  await engine.run(`
    create table secret (id int); create table allowed (id int); grant select on secret, allowed to reader;
    create policy listed on secret using (id in (select id from allowed)); alter table secret enable row level security;
  `);
  const watched = await watchReads('select * from secret', ['secret', 'allowed']);
  await engine.unwatch([]);
  await engine.run('drop table secret cascade; drop table allowed');
});

test('what is told of no table is told as a change of the schema, where it is committed', async () => {
  await engine.run(`
    create role boss; create role owner; create table owned (id int); insert into owned values (1);
    create policy members on owned using (pg_has_role(current_user, 'boss', 'member')); alter table owned enable row level security;
    alter table owned owner to owner; grant select on owned to reader`);
  await engine.watch('select * from owned');
  for (const [sql, count] of [
    ['grant boss to reader', 1],
    ['revoke boss from reader', 0],
    ['create role deputy in role boss role reader', 1],
    ['drop role deputy', 0],
    ['alter role reader bypassrls', 1],
    ['alter role reader nobypassrls', 0],
    ['reassign owned by owner to reader', 1],
  ]) {
    await isSeenAsSchemaChange(sql);
    await engine.run('set role reader');
    assert.equal(rowsOf(await engine.rerun('select * from owned')).length, count, sql);
    await engine.run('reset role');
  }
  await engine.run('create temp table passing (id int); insert into passing values (1)');
  await engine.watch('select * from passing');
  await isSeenAsSchemaChange('discard temp');
  assert.equal((await engine.rerun('select * from passing')).failure.detail.code, '42P01');

  await engine.begin();
  assert.equal((await engine.query('grant boss to reader')).schemaChanged, false);
  assert.equal((await engine.query('select 1')).schemaChanged, false);
  assert.equal((await engine.commit()).schemaChanged, true);
  await touches('select 1', []);
  assert.equal((await engine.query('revoke boss from reader')).schemaChanged, true);
  await engine.unwatch([]);
  await engine.run('drop table owned; drop role boss, owner');
});

test('watching runs the query, and again with one exchange', async () => {
  await engine.run(`insert into item values (1, 'one'), (2, 'two')`);
  const sql = 'select name from item where id >= $1 order by id';
  const watched = await engine.watch(sql, [1]);
  assert.deepEqual(rowsOf(watched), [['one'], ['two']]);
  assert.equal(messageTypes(watched), '12TDDCZ');
  assert.equal(watched.result.byteLength, watched.result.buffer.byteLength);
  assert.equal(watched.isInTransaction, false);
  await engine.rerun(sql, [2]);
  const start = engine.execs;
  const again = await engine.rerun(sql, [2]);
  assert.equal(engine.execs - start, 1);
  assert.deepEqual(rowsOf(again), [['two']]);
  assert.deepEqual(again.tables, []);
  const noWork = engine.execs;
  await engine.watch(sql, [1]);
  assert.equal(engine.execs - noWork, 3);
  await engine.unwatch([]);
  await engine.run('truncate item cascade');
});

test('only reads can be watched', async () => {
  await engine.run('create sequence seq');
  for (const sql of [
    'insert into item values (1) returning *',
    'with w as (insert into item values (1) returning *) select * from w',
    'select * from item for update',
    `select nextval('seq')`,
    'show search_path',
    'explain select 1',
    'create table nope (i int)',
    'begin',
    '',
  ]) {
    const { failure, isInTransaction } = await engine.watch(sql);
    assert.equal(failure?.code, 'LIVE_UNSUPPORTED', sql);
    assert.equal(isInTransaction, false);
  }
  for (const sql of ['select nope', 'selec', 'select 1; end; drop table item;', 'select 1; select 2']) {
    assert.equal((await engine.watch(sql)).failure.code, 'SQL_ERROR', sql);
  }
  await engine.unwatch([]);
  await engine.run('drop sequence seq');
  assert.deepEqual(await engine.rows('select count(*) from item'), [['0']]);
  assert.deepEqual(await captureCount(), [0, 0, 0]);
});

test('a query on a table that is not there yet learns of the table', async () => {
  const watched = await engine.watch('select * from later');
  assert.equal(watched.failure.code, 'SQL_ERROR');
  await isSeenAsSchemaChange('create table later (id int)');
  await watchReads('select * from later', ['later']);
  await engine.script('drop table later');
  await engine.unwatch([]);
  assert.deepEqual(await captureCount(), [0, 0, 0]);
});

test("a query that fails on today's data is watched all the same", async () => {
  await engine.run('insert into item values (0)');
  const watched = await engine.watch('select 1 / id from item');
  assert.equal(watched.failure.detail.code, '22012');
  assert.deepEqual(watched.readSet, [await idOf('item')]);
  await touches('delete from item', ['item']);
  assert.deepEqual(rowsOf(await engine.rerun('select 1 / id from item')), []);
  await engine.unwatch([]);
});

test("names mean what they mean to the session's user", async () => {
  await engine.run(`
    create schema other; create table other.item (id int); grant usage on schema other to reader;
    grant select on other.item to reader; create schema hidden; create table hidden.item (id int);
  `);
  await engine.run('set search_path to other, public');
  let watched = await watchReads('select * from item', ['other.item']);
  await touches('insert into item values (1)', ['other.item']);
  await engine.unwatch([]);

  await engine.run('set search_path to hidden, other, public; set role reader');
  watched = await watchReads('select * from item', ['other.item']);
  const role = await engine.rerun('select current_user, current_setting($1)', ['role']);
  assert.deepEqual(rowsOf(role), [['reader', 'reader']]);
  assert.deepEqual(await engine.rows('show search_path'), [['hidden, other, public']]);
  await engine.run('reset role; grant insert on other.item to reader; set role reader');
  await watchReads('select * from item', ['other.item']);
  await touches('insert into item values (2)', ['other.item']);
  await engine.unwatch([]);

  await engine.run('reset role; set session authorization reader');
  watched = await watchReads('select * from item', ['other.item']);
  assert.deepEqual(await engine.rows('select session_user, current_user'), [['reader', 'reader']]);
  await engine.unwatch([]);
  await engine.run('set session authorization postgres');
  await engine.run('reset search_path; drop schema other, hidden cascade');

  await engine.run('create temp table item (id int)');
  watched = await engine.watch('select * from item');
  assert.deepEqual(watched.readSet, [await idOf('pg_temp.item')]);
  await engine.unwatch([]);
  await engine.run('drop table pg_temp.item');
});

test('an odd session does not disturb capture', async () => {
  await engine.run(`set default_transaction_read_only = on; set standard_conforming_strings = off;
    set default_transaction_isolation = serializable`);
  const watched = await watchReads(`select E'\\\\', name from item where name <> $1`, ['item'], ['\\']);
  await engine.unwatch([]);
  await engine.run('discard all');
  assert.deepEqual(await captureCount(), [0, 0, 0]);
});

test('the own schema is not in the way', async () => {
  const watched = await watchReads('select * from item', ['item']);
  await engine.run('drop schema public cascade; create schema public; grant usage on schema public to reader');
  assert.equal((await engine.query('select * from state')).failure.detail.code, '42P01');
  assert.deepEqual(await engine.rows('select term from tabularium.state'), [['5']]);
  await engine.unwatch([]);
  assert.deepEqual(await captureCount(), [0, 0, 0]);
  await engine.run(`create table item (id int primary key, name text, amount numeric)`);
  await watchReads('select * from item', ['item']);
  await touches('insert into item values (1)', ['item']);
});

test('an opening raises the term and removes what was left', async () => {
  assert.notDeepEqual(await captureCount(), [0, 0, 0]);
  engine = new EngineUnderTest(store);
  const { term, isFresh } = await engine.open(2);
  assert.deepEqual({ term, isFresh }, { term: 6, isFresh: false });
  assert.deepEqual(await captureCount(), [0, 0, 0]);
  engine = new EngineUnderTest(store);
  assert.equal((await engine.open(20)).term, 21);
  store.epoch = 31;
  engine = new EngineUnderTest(store);
  assert.equal((await engine.open(22, true)).term, 31);
  assert.equal(store.openedWith.isStolen, true);
  assert.equal(await store.openedWith.stillHolds(), true);
});

test('a store with all that belongs there is led after a few statements, any other after it was mended', async () => {
  const image = await imageOf(store);
  const { term } = await new EngineUnderTest(image).open();
  const again = new EngineUnderTest(image);
  assert.equal((await again.open()).term, term + 1);
  assert.equal(again.execs, 5, 'look, raise, see the settings, listen, write the log');
  for (const damage of [
    'drop function tabularium.keep',
    'update tabularium.state set format = 1',
    'drop table tabularium.journal',
    'drop schema tabularium cascade',
    "create function tabularium.touched() returns trigger language plpgsql as 'begin return null; end'",
  ]) {
    await image.pg.exec(damage);
    const mended = new EngineUnderTest(image);
    const opened = await mended.open(term);
    assert.ok(opened.term > term, damage);
    assert.equal((await mended.query('create table if not exists mended ()')).failure, null, damage);
    const left = "select to_regprocedure('tabularium.touched()') is null, format from tabularium.state";
    assert.deepEqual(await mended.rows(left), [['t', '2']], damage);
  }
  await image.pg.close();
});

test('a store of a newer format is left alone', async () => {
  await engine.run('update tabularium.state set format = 3');
  const next = new EngineUnderTest(store);
  const failure = await next.open(30);
  assert.equal(failure.code, 'STORAGE_UNAVAILABLE');
  assert.match(failure.message, /format 3/);
  assert.equal(store.closed, true);
  assert.deepEqual(await engine.rows('select format, term from tabularium.state'), [['3', '31']]);
  await engine.run('update tabularium.state set format = 2');
});

test('an engine that dies says so', async () => {
  store.pg.execProtocolRawStream = () => {
    throw new Error('unreachable');
  };
  const died = await engine.query('select 1');
  assert.equal(died.code, 'ENGINE_DIED');
  assert.equal(died.outcome, 'UNKNOWN');
  assert.match(died.message, /unreachable/);
  assert.equal(await engine.close(), null);
  delete store.pg.execProtocolRawStream;
});
