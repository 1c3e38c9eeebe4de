// The text of statements: marks, ends and what follows them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onSqlite } from '../engines.mjs';

const BOM = '\ufeff';

onSqlite('texts of statements', 'create table item (id integer primary key)', (_driver, world) => {
  test('a byte order mark before a statement means nothing', async () => {
    assert.deepEqual(await world.engine.rows(`${BOM}select 1`), [[1]]);
    const ran = await world.engine.query(`${BOM}insert into item values (1)`);
    assert.deepEqual([ran.failure, ran.hasWritten, world.engine.resultsOf(ran)[0].command], [null, true, 'INSERT']);
    assert.equal((await world.engine.query(`${BOM}explain delete from item`)).hasWritten, false);
    assert.deepEqual((await world.engine.query(BOM)).failure, null);
    const script = await world.engine.script(`${BOM}delete from item; ${BOM}select 2`);
    assert.deepEqual(world.engine.rowsOf(script), [[2]]);
    assert.equal((await world.engine.query(`${BOM}begin`)).failure.code, 'TX_UNMANAGED');
    assert.equal((await world.engine.query(`${BOM}pragma journal_mode = wal`)).failure.code, 'UNSUPPORTED');
  });

  test('an error is where it is, with a mark before it', async () => {
    const positionOf = async (ran) => (await ran).failure.detail.position;
    assert.equal(await positionOf(world.engine.query(`${BOM}select nonsense`)), 9);
    assert.equal(await positionOf(world.engine.script(`${BOM}select 1; ${BOM}select nonsense`)), 20);
  });

  test('a text ends where it ends: a NUL in it is refused', async () => {
    for (const sql of ['\0', 'select 1\0', 'select 1; \0 delete from item', '\0delete from item', ' \0 ']) {
      const ran = await world.engine.query(sql);
      assert.notEqual(ran.failure, null, JSON.stringify(sql));
      assert.deepEqual([ran.hasWritten, ran.failure.outcome], [false, 'NOT_RUN'], JSON.stringify(sql));
    }
    const script = await world.engine.script('insert into item values (5); \0 delete from item');
    assert.deepEqual([script.failure.code, script.hasWritten], ['INVALID_ARGUMENT', false]);
    assert.deepEqual(await world.engine.rows('select * from item'), []);
    assert.deepEqual(await world.engine.rows("select length('a\\0b')"), [[4]]);
  });

  test('semicolons and comments alone are nothing', async () => {
    for (const sql of [';', ';;; -- x', '/* unended', '-- \u2028 x']) {
      assert.equal((await world.engine.query(sql)).failure, null, sql);
      assert.equal((await world.engine.script(sql)).failure, null, sql);
    }
    assert.deepEqual(await world.engine.rows(';;select 3;;'), [[3]]);
    assert.deepEqual(world.engine.rowsOf(await world.engine.script(';;select 3;;select 4')), [[3], [4]]);
  });

  test('what follows a statement is not passed over', async () => {
    for (const sql of ['select 1; x', 'select 1;;; select 2', "select 1; '", 'insert into item values (6); ;x']) {
      const ran = await world.engine.query(sql);
      assert.deepEqual([ran.failure.code, ran.failure.outcome, ran.hasWritten], ['SQL_ERROR', 'NOT_RUN', false], sql);
    }
    assert.deepEqual(await world.engine.rows('select * from item'), []);
  });
});
