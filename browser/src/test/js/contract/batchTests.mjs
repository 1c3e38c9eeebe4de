// Batches: statements with parameters, in one transaction.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEveryEngine } from './engines.mjs';

const schema = ({ deferred }) => `create table item (id integer primary key, name text); create table part (item integer ${deferred})`;

onEveryEngine('batches', schema, (driver, world) => {
  const insert = (id, name = null) => ({ sql: 'insert into item values ($1, $2)', params: [id, name] });
  const ids = async () => (await world.engine.rows('select id from item order by id')).map(([id]) => id);

  test('each statement has its result, and the whole is written down once', async () => {
    const note = world.engine.newNote();
    const ran = await world.engine.batch([insert(1, 'a'), insert(2, 'b'), { sql: 'select name from item order by id' }], note);
    assert.deepEqual([ran.failure, ran.hasWritten, ran.isInTransaction], [null, true, false]);
    const results = world.engine.resultsOf(ran).map(({ affectedRows, rows }) => [affectedRows, rows]);
    assert.deepEqual(results, [[1, []], [1, []], [0, [['a'], ['b']]]]);
    assert.deepEqual(world.engine.resultsOf(await world.engine.recall(note)), world.engine.resultsOf(ran));
    await world.engine.run('delete from item');
  });

  test('one that fails undoes all, and is named', async () => {
    await world.engine.watch('select * from item');
    for (const [batch, index] of [
      [[insert(1), insert(2), insert(1), insert(3)], 2],
      [[insert(1), { sql: 'select nonsense' }], 1],
      [[{ sql: 'selec' }, insert(1)], 0],
      [[insert(1), { sql: 'vacuum' }], 1],
      [[{ sql: 'create table made (id integer)' }, insert(1), insert(1)], 2],
    ]) {
      const note = world.engine.newNote();
      const { failure, hasWritten, isInTransaction, tables, schemaChanged } = await world.engine.batch(batch, note);
      assert.deepEqual([failure.code, failure.outcome, failure.detail.batchIndex], ['SQL_ERROR', 'ROLLED_BACK', index]);
      assert.equal(failure.detail.query, batch[index].sql);
      assert.deepEqual([hasWritten, isInTransaction, tables, schemaChanged], [false, false, [], false]);
      assert.equal((await world.engine.recall(note)).failure.code, 'PROTOCOL_ERROR');
      assert.deepEqual(await ids(), []);
    }
    assert.equal((await world.engine.query('select * from made')).failure.code, 'SQL_ERROR');
    await world.engine.unwatch();
  });

  test('a check that waits for the commit undoes all', async () => {
    const { failure, hasWritten, isInTransaction } = await world.engine.batch([insert(1), { sql: 'insert into part values (9)' }]);
    assert.deepEqual([failure.detail.code, failure.outcome, hasWritten, isInTransaction], ['23503', 'ROLLED_BACK', false, false]);
    assert.deepEqual(await ids(), []);
  });

  test('no statement of it ends its transaction', async () => {
    for (const sql of ['commit', 'rollback', 'end']) {
      const { failure, isInTransaction } = await world.engine.batch([insert(1), { sql }]);
      assert.deepEqual([failure.code, failure.detail.batchIndex, isInTransaction], ['UNSUPPORTED', 1, false], sql);
      assert.deepEqual(await ids(), []);
    }
  });

  test('a statement may use what one before it has made', async () => {
    const batch = [
      { sql: 'create table fresh (id integer)' },
      { sql: 'insert into fresh values ($1)', params: [7] },
      { sql: 'select * from fresh where id = $1', params: [7] },
      { sql: 'drop table fresh' },
    ];
    for (let i = 0; i < 2; i++) {
      const ran = await world.engine.batch(batch);
      assert.deepEqual(world.engine.rowsOf(ran), [[7]]);
    }
  });

  test('what it changes is told, once', async () => {
    await world.engine.watch('select * from item');
    const ran = await world.engine.batch([insert(1), insert(2)]);
    assert.deepEqual(ran.tables, [await driver.idOf(world.engine, 'item')]);
    await world.engine.unwatch();
    await world.engine.run('delete from item');
  });

  test('a batch of reads has written nothing', async () => {
    const read = await world.engine.batch([{ sql: 'select 1' }, { sql: 'select $1', params: ['x'] }]);
    assert.deepEqual([read.failure, world.engine.rowsOf(read)], [null, [[1], ['x']]]);
  });

  test('a statement of it may be nothing but a comment', async () => {
    const ran = await world.engine.batch([insert(1), { sql: '-- note' }, { sql: '' }, { sql: 'select id from item' }]);
    assert.deepEqual([ran.failure, ran.hasWritten], [null, true]);
    assert.deepEqual(world.engine.resultsOf(ran).map(({ affectedRows, rows }) => [affectedRows, rows]), [[1, []], [0, []], [0, []], [0, [[1]]]]);
    await world.engine.run('delete from item');
  });

  test('an empty batch does nothing', async () => {
    const ran = await world.engine.batch([]);
    assert.deepEqual([ran.failure, ran.isInTransaction, world.engine.rowsOf(ran)], [null, false, []]);
  });
});
