// Live queries: what they read, and what is told of changes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEveryEngine } from './engines.mjs';

const schema = (driver) => `
  create table item (id integer primary key, name text, amount ${driver.integer64});
  create table note (id integer primary key, item integer ${driver.cascade});
  create table audit (id integer);
  create view inner_view as select item.id from item;
  create view outer_view as select id from inner_view union select item from note;
  ${driver.newTrigger('audits', 'note', 'insert into audit values (new.id)')}`;

onEveryEngine('live queries', schema, (driver, world) => {
  const idsOf = async (...tables) => (await Promise.all(tables.map((table) => driver.idOf(world.engine, table)))).sort();

  /** Watches a query and checks that it is found to read these tables, of those that there are. */
  async function watchReads(sql, ...tables) {
    const watched = await world.engine.watch(sql);
    assert.equal(watched.failure, null, sql);
    const known = await idsOf('item', 'note', 'audit');
    assert.deepEqual(watched.readSet.filter((id) => known.includes(id)).sort(), await idsOf(...tables), sql);
    return watched;
  }

  /** Runs a script whose commits are to tell of these tables, and of no others. */
  async function touches(sql, ...tables) {
    const ran = await world.engine.script(sql);
    assert.equal(ran.failure, null, JSON.stringify(ran.failure));
    assert.deepEqual([ran.tables.toSorted(), ran.schemaChanged], [await idsOf(...tables), false], sql);
  }

  test('watching runs the query, and running it again gives what there is now', async () => {
    await world.engine.run("insert into item values (1, 'a', 1), (2, 'b', 1)");
    const sql = 'select name from item where id >= $1 order by id';
    const watched = await world.engine.watch(sql, [1]);
    assert.deepEqual([watched.failure, watched.hasWritten, watched.isInTransaction, watched.tables], [null, false, false, []]);
    assert.deepEqual(world.engine.rowsOf(watched), [['a'], ['b']]);
    await world.engine.query("update item set name = 'c' where id = 2");
    assert.deepEqual(world.engine.rowsOf(await world.engine.rerun(sql, [2])), [['c']]);
    await world.engine.unwatch();
    await world.engine.run('delete from item');
  });

  test('the read set goes through views, subqueries and common tables', async () => {
    await watchReads('select * from item', 'item');
    await watchReads('select * from outer_view', 'item', 'note');
    await watchReads('with q as (select * from note) select count(*) from q', 'note');
    await watchReads('select (select count(*) from audit), exists (select 1 from item)', 'audit', 'item');
    await watchReads('select 1');
    await world.engine.unwatch();
  });

  test('what is not watched is not told', async () => {
    await touches('insert into item (id) values (1); delete from item');
    await watchReads('select * from note', 'note');
    await touches('insert into item (id) values (1); update item set amount = 1; delete from audit');
    await world.engine.unwatch();
    await touches('insert into note (id) values (1); delete from note; delete from audit; delete from item');
  });

  test('every kind of write is told', async () => {
    await watchReads('select * from item join note on true join audit on true', 'item', 'note', 'audit');
    await touches('insert into item (id) values (1)', 'item');
    await touches('update item set amount = 2', 'item');
    await touches('insert into item (id) values (1) on conflict (id) do update set amount = 3', 'item');
    await touches('with s as (select 2 as id) insert into item (id) select id from s', 'item');
    await touches('insert into note (id, item) values (5, 1)', 'audit', 'note');
    await touches('delete from item', 'item', 'note');
    await touches('delete from audit', 'audit');
    await touches('select * from item');
    await touches('begin; insert into item (id) values (7); rollback');
    await touches('begin; insert into item (id) values (7); commit', 'item');
    await touches('delete from item', 'item', 'note'); // It may, by its cascade.
    await world.engine.unwatch();
  });

  test('tables are let go one by one', async () => {
    await watchReads('select * from item', 'item');
    await watchReads('select * from audit', 'audit');
    await world.engine.unwatch(...(await idsOf('item')));
    await touches('insert into item (id) values (1); insert into audit values (1)', 'audit');
    await world.engine.unwatch();
    await world.engine.run('delete from item; delete from audit');
  });

  test('a change of the schema is told, whatever it is of', async () => {
    await watchReads('select * from item', 'item');
    for (const sql of [
      'create table made (id integer)',
      'create index by_id on made (id)',
      'create view shown as select * from made',
      'drop view shown',
      'alter table made add column more text',
      'alter table made rename to renamed',
      'create table copied as select 1 as one',
      'drop table renamed',
      'begin; drop table copied; commit',
    ]) {
      const ran = await world.engine.script(sql);
      assert.deepEqual([ran.failure, ran.schemaChanged], [null, true], sql);
    }
    const undone = await world.engine.script('begin; create table made (id integer); rollback');
    assert.equal(undone.failure, null);
    await world.engine.unwatch();
  });

  test('a view that becomes another one is read anew', async () => {
    await world.engine.run('create view shown as select id from item');
    await watchReads('select * from shown', 'item');
    await world.engine.run('drop view shown; create view shown as select id from audit');
    const watched = await watchReads('select * from shown', 'audit');
    assert.deepEqual(world.engine.rowsOf(watched), []);
    await touches('insert into audit values (4)', 'audit');
    assert.deepEqual(world.engine.rowsOf(await world.engine.rerun('select * from shown')), [[4]]);
    await world.engine.run('drop view shown; delete from audit');
    await world.engine.unwatch();
  });

  test('a query that cannot be read today is mended by a change of the schema', async () => {
    for (const [sql, mending, undoing] of [
      ['select * from later', 'create table later (id integer)', 'drop table later'],
      ['select later from item', 'alter table item add column later text', 'alter table item drop column later'],
      ['select id from item, only_id', 'create view only_id as select 1 as one', 'drop view only_id'],
    ]) {
      const watched = await world.engine.watch(sql);
      assert.deepEqual([watched.failure.code, watched.isInTransaction], ['SQL_ERROR', false], sql);
      assert.equal((await world.engine.rerun(sql)).failure.code, 'SQL_ERROR', sql);
      const mended = await world.engine.script(mending);
      assert.deepEqual([mended.failure, mended.schemaChanged], [null, true], sql);
      const again = await world.engine.watch(sql);
      assert.deepEqual([again.failure, again.readSet.length > 0], [null, true], sql);
      assert.equal((await world.engine.rerun(sql)).failure, null, sql);
      assert.equal((await world.engine.script(undoing)).schemaChanged, true, sql);
      assert.equal((await world.engine.rerun(sql)).failure.code, 'SQL_ERROR', sql);
      await world.engine.unwatch();
    }
  });

  test('a query that fails on what is there today is mended by a change of the data', async () => {
    await world.engine.run(`insert into item values (1, 'a', ${driver.failingValue})`);
    const sql = `select ${driver.failsOn('amount')} from item`;
    const watched = await world.engine.watch(sql);
    assert.deepEqual([watched.failure.code, watched.readSet], ['SQL_ERROR', await idsOf('item')]);
    assert.equal((await world.engine.rerun(sql)).failure.code, 'SQL_ERROR');
    await touches('update item set amount = 1', 'item');
    assert.deepEqual(world.engine.rowsOf(await world.engine.rerun(sql)).map(([value]) => Number(value)), [1]);
    await world.engine.unwatch();
    await world.engine.run('delete from item');
  });

  test('only what reads can be watched', async () => {
    for (const sql of ['insert into item (id) values (1) returning *', 'delete from item', 'create table made (id integer)', 'begin', '']) {
      const { failure, isInTransaction, hasWritten } = await world.engine.watch(sql);
      assert.deepEqual([failure?.code, isInTransaction, hasWritten], ['LIVE_UNSUPPORTED', false, false], sql);
    }
    for (const sql of ['selec', 'select 1; select 2', 'select 1; delete from item']) {
      assert.equal((await world.engine.watch(sql)).failure.code, 'SQL_ERROR', sql);
    }
    assert.deepEqual(await world.engine.rows('select count(*) from item'), [[0]]);
    await world.engine.unwatch();
  });

  test('what fails or is taken back is never told', async () => {
    await watchReads('select * from item', 'item');
    await world.engine.query('insert into item (id) values (1), (1)');
    await world.engine.batch([{ sql: 'insert into item (id) values (1)' }, { sql: 'selec' }]);
    await world.engine.begin();
    await world.engine.query('insert into item (id) values (1)');
    await world.engine.query('selec');
    await world.engine.rollback();
    await touches('insert into audit values (1)');
    await world.engine.unwatch();
    await world.engine.run('delete from audit');
  });
});
