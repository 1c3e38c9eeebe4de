// What one statement comes to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEveryEngine } from './engines.mjs';

onEveryEngine('statements', 'create table item (id integer primary key, name text not null)', (driver, world) => {
  test('a read gives its rows and has written nothing', async () => {
    const ran = await world.engine.query('select 1 as one, $1 as two', ['b']);
    assert.deepEqual([ran.failure, ran.hasWritten, ran.isAbridged, ran.isInTransaction], [null, false, false, false]);
    assert.deepEqual([ran.schemaChanged, ran.tables, ran.readSet], [false, [], []]);
    assert.deepEqual(world.engine.rowsOf(ran), [[1, 'b']]);
  });

  test('a write has written, and counts what it did', async () => {
    const ran = await world.engine.query("insert into item values (1, 'a'), (2, 'b')");
    assert.deepEqual([ran.failure, ran.hasWritten, ran.isInTransaction], [null, true, false]);
    const count = async (sql) => world.engine.resultsOf(await world.engine.query(sql))[0].affectedRows;
    assert.equal(await count("update item set name = 'c'"), 2);
    assert.equal(await count('delete from item where id = 2'), 1);
    assert.equal(await count('delete from item where id = 99'), 0);
    assert.deepEqual(await world.engine.rows('select * from item'), [[1, 'c']]);
  });

  test('rows of what a write returns come with it', async () => {
    const ran = await world.engine.query("insert into item values (3, 'd') returning id, name");
    assert.deepEqual([ran.hasWritten, world.engine.rowsOf(ran)], [true, [[3, 'd']]]);
    const upserted = await world.engine.query(
      "insert into item values (3, 'e') on conflict (id) do update set name = excluded.name || item.name returning name");
    assert.deepEqual(world.engine.rowsOf(upserted), [['ed']]);
    const copied = await world.engine.query('with source as (select id + 10 as id, name from item) insert into item select * from source');
    assert.deepEqual([copied.failure, copied.hasWritten, world.engine.resultsOf(copied)[0].affectedRows], [null, true, 2]);
    await world.engine.run('delete from item where id > 1');
  });

  test('a statement that looks like a read and writes is written down like any write', async () => {
    const note = world.engine.newNote();
    const ran = await world.engine.query("insert into item values (4, 'x') returning id", [], note, true);
    assert.deepEqual([ran.failure, ran.hasWritten, world.engine.rowsOf(ran)], [null, true, [[4]]]);
    assert.deepEqual(world.engine.rowsOf(await world.engine.recall(note)), [[4]]);
    await world.engine.run('delete from item where id = 4');
  });

  test('a statement that fails leaves nothing', async () => {
    for (const sql of [
      "insert into item values (5, 'x'), (1, 'again')",
      'insert into item values (6, null)',
      'update item set id = 1, name = null',
      'select nonsense',
      'selec',
      'select * from missing',
    ]) {
      const ran = await world.engine.query(sql);
      assert.deepEqual([ran.failure.code, ran.failure.outcome], ['SQL_ERROR', 'ROLLED_BACK'], sql);
      assert.deepEqual([ran.hasWritten, ran.isInTransaction, ran.tables, ran.schemaChanged], [false, false, [], false], sql);
      assert.equal(ran.failure.detail.query, sql);
    }
    assert.deepEqual(await world.engine.rows('select * from item'), [[1, 'c']]);
  });

  test('an error has its class, and where it is', async () => {
    const stateOf = async (sql) => (await world.engine.query(sql)).failure.detail.code;
    assert.equal(await stateOf("insert into item values (1, 'x')"), '23505');
    assert.equal(await stateOf('insert into item values (9, null)'), '23502');
    const { failure } = await world.engine.query('/* é🌍 */ select nonsense from item');
    assert.equal(Number(failure.detail.position), [...'/* é🌍 */ select '].length + (driver.countsInUnits ? 2 : 1));
  });

  test('there may be nothing in a statement', async () => {
    for (const sql of ['', ' ', '-- nothing', '/* nothing */', ';']) {
      const ran = await world.engine.query(sql);
      assert.deepEqual([ran.failure, world.engine.rowsOf(ran)], [null, []], sql);
    }
  });

  test('one statement is run, and several are refused', async () => {
    for (const sql of ['select 1; select 2', "insert into item values (7, 'x'); delete from item", 'select 1; nonsense']) {
      const { failure, hasWritten } = await world.engine.query(sql);
      assert.deepEqual([failure.code, hasWritten], ['SQL_ERROR', false], sql);
    }
    assert.equal((await world.engine.query('select 1; -- the end')).failure, null);
    assert.deepEqual(await world.engine.rows('select * from item'), [[1, 'c']]);
  });

  test('values that do not fit the parameters are refused before anything runs', async () => {
    for (const params of [[], [1, 2]]) {
      const ran = await world.engine.query('insert into item (id) values ($1)', params);
      assert.notEqual(ran.failure, null);
      assert.equal(ran.hasWritten, false);
    }
    assert.deepEqual(await world.engine.rows('select * from item'), [[1, 'c']]);
  });
});
