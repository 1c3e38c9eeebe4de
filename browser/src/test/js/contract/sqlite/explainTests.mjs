// That EXPLAIN explains, and does nothing of what it explains.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onSqlite } from '../engines.mjs';

onSqlite('EXPLAIN', 'create table item (id integer primary key); insert into item values (1)', (_driver, world) => {
  const EXPLAINED = [
    'delete from item',
    'insert into item values (2) returning id',
    'drop table item',
    'create table made (id integer)',
    'alter table item add column more text',
    'begin immediate',
    'commit',
    'rollback',
    'savepoint here',
    'vacuum',
    'analyze',
    'pragma user_version = 9',
  ];

  async function isAsBefore() {
    assert.deepEqual(await world.engine.rows('select * from item'), [[1]]);
    assert.deepEqual(await world.engine.rows('pragma user_version'), [[0]]);
    assert.deepEqual(await world.engine.rows("select name from sqlite_schema where type = 'table'"), [['item']]);
  }

  for (const how of ['explain', 'EXPLAIN QUERY PLAN', '/* x */ explain\n']) {
    test(`${how} is a read`, async () => {
      await world.engine.watch('select * from item');
      for (const sql of EXPLAINED) {
        const note = world.engine.newNote();
        const ran = await world.engine.query(`${how} ${sql}`, [], note);
        assert.deepEqual([ran.failure, ran.hasWritten, ran.isInTransaction], [null, false, false], sql);
        assert.deepEqual([ran.schemaChanged, ran.tables], [false, []], sql);
        assert.equal((await world.engine.recall(note)).failure.code, 'PROTOCOL_ERROR', sql);
        const script = await world.engine.script(`${how} ${sql}; select 1`);
        assert.deepEqual([script.failure, script.hasWritten, script.isInTransaction], [null, false, false], sql);
      }
      await isAsBefore();
      await world.engine.unwatch();
    });
  }

  test('inside a transaction it does not end it', async () => {
    await world.engine.begin();
    for (const sql of ['commit', 'rollback', 'end']) {
      const ran = await world.engine.query(`explain ${sql}`);
      assert.deepEqual([ran.failure, ran.isInTransaction], [null, true], sql);
    }
    await world.engine.rollback();
    await isAsBefore();
  });

  test('settings are not changed', async () => {
    for (const sql of ['explain pragma foreign_keys = off', 'explain query plan pragma recursive_triggers = on', 'explain pragma journal_mode = wal']) {
      const ran = await world.engine.query(sql);
      assert.deepEqual([ran.failure.code, ran.failure.outcome, ran.hasWritten], ['UNSUPPORTED', 'NOT_RUN', false], sql);
    }
    assert.deepEqual(await world.engine.rows('pragma foreign_keys'), [[1]]);
    assert.deepEqual(await world.engine.rows('pragma recursive_triggers'), [[0]]);
    assert.deepEqual(await world.engine.rows('pragma journal_mode'), [['memory']]);
  });
});
