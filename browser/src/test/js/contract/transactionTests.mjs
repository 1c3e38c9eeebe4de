// Transactions: whole or not at all, and written down when they commit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEveryEngine } from './engines.mjs';

const schema = ({ deferred }) => `create table item (id integer primary key); create table part (item integer ${deferred})`;

onEveryEngine('transactions', schema, (driver, world) => {
  const ids = async () => (await world.engine.rows('select id from item order by id')).map(([id]) => id);

  test('what is committed is there, and is told at the commit', async () => {
    await world.engine.watch('select * from item');
    const begun = await world.engine.begin();
    assert.deepEqual([begun.failure, begun.isInTransaction, begun.hasWritten], [null, true, false]);
    const read = await world.engine.query('select count(*) from item');
    assert.deepEqual([read.hasWritten, read.isInTransaction], [false, true]);
    const wrote = await world.engine.query('insert into item values (1)');
    assert.deepEqual([wrote.failure, wrote.hasWritten, wrote.isInTransaction, wrote.tables], [null, true, true, []]);
    assert.deepEqual(await ids(), [1]);
    const committed = await world.engine.commit();
    assert.deepEqual([committed.failure, committed.hasWritten, committed.isInTransaction], [null, true, false]);
    assert.deepEqual(committed.tables, [await driver.idOf(world.engine, 'item')]);
  });

  test('what is rolled back is not there, and is never told', async () => {
    await world.engine.begin();
    await world.engine.query('insert into item values (2)');
    await world.engine.query('create table made (id integer)');
    const after = await world.engine.rollback();
    assert.deepEqual([after.failure, after.hasWritten, after.isInTransaction, after.tables, after.schemaChanged], [null, false, false, [], false]);
    const next = await world.engine.query('insert into part values (null)');
    assert.deepEqual([next.tables, next.schemaChanged], [[], false]);
    assert.deepEqual(await ids(), [1]);
    assert.equal((await world.engine.rollback()).failure, null, 'also where none is open');
    await world.engine.unwatch();
  });

  test('a commit is recalled under the next leader, and one that changed nothing is not written down', async () => {
    const [note, idle] = [world.engine.newNote(5), world.engine.newNote(6)];
    await world.engine.begin();
    await world.engine.query('insert into item values (3)');
    assert.equal((await world.engine.commit(note)).failure, null);
    await world.engine.begin();
    await world.engine.query('select * from item');
    assert.equal((await world.engine.commit(idle)).hasWritten, false);
    await world.engine.flush();
    world.engine = world.store.newEngine();
    const { journal } = await world.engine.open();
    assert.deepEqual(journal.filter(({ slot }) => slot === 5 || slot === 6).map(({ number }) => number), [note.number]);
    assert.equal((await world.engine.recall(note)).failure, null);
    assert.deepEqual(await ids(), [1, 3]);
  });

  test('a statement that fails inside leaves nothing of itself', async () => {
    await world.engine.begin();
    await world.engine.query('insert into item values (4)');
    const failed = await world.engine.query('insert into item values (5), (4)');
    assert.deepEqual([failed.failure.detail.code, failed.failure.outcome, failed.isInTransaction], ['23505', 'ROLLED_BACK', true]);
    const after = await world.engine.query('insert into item values (6)');
    assert.equal(after.failure !== null, driver.isFailedTransactionOver);
    const committed = await world.engine.commit();
    assert.equal(committed.isInTransaction, false);
    assert.equal(committed.failure?.outcome, driver.isFailedTransactionOver ? 'ROLLED_BACK' : undefined);
    assert.deepEqual(await ids(), driver.isFailedTransactionOver ? [1, 3] : [1, 3, 4, 6]);
    await world.engine.run('delete from item where id > 3');
  });

  test('a check that waits for the commit undoes all of it', async () => {
    await world.engine.watch('select * from item');
    const note = world.engine.newNote();
    await world.engine.begin();
    await world.engine.query('insert into item values (7)');
    assert.equal((await world.engine.query('insert into part values (99)')).failure, null);
    const committed = await world.engine.commit(note);
    assert.deepEqual([committed.failure.detail.code, committed.failure.outcome], ['23503', 'ROLLED_BACK']);
    assert.deepEqual([committed.hasWritten, committed.isInTransaction, committed.tables], [false, false, []]);
    assert.equal((await world.engine.recall(note)).failure.code, 'PROTOCOL_ERROR');
    assert.deepEqual((await world.engine.query('insert into part values (null)')).tables, []);
    assert.deepEqual(await ids(), [1, 3]);
    await world.engine.unwatch();
  });

  test('no statement inside ends the transaction', async () => {
    await world.engine.begin();
    await world.engine.query('insert into item values (8)');
    for (const sql of ['commit', 'rollback', 'end', '/* x */ COMMIT', 'end transaction']) {
      const refused = await world.engine.query(sql);
      assert.deepEqual([refused.failure.code, refused.failure.outcome, refused.isInTransaction], ['UNSUPPORTED', 'NOT_RUN', true], sql);
    }
    await world.engine.rollback();
    assert.deepEqual(await ids(), [1, 3]);
  });

  test('savepoints take back what came after them', async () => {
    await world.engine.begin();
    await world.engine.query('insert into item values (10)');
    for (const sql of ['savepoint here', 'insert into item values (11)', 'rollback to here', 'insert into item values (12)', 'release here']) {
      assert.equal((await world.engine.query(sql)).failure, null, sql);
    }
    await world.engine.commit();
    assert.deepEqual(await ids(), [1, 3, 10, 12]);
  });

  test('live queries are for the time between transactions', async () => {
    await world.engine.begin();
    for (const watch of [world.engine.watch('select 1'), world.engine.rerun('select 1')]) {
      const { failure, isInTransaction } = await watch;
      assert.deepEqual([failure.code, isInTransaction], ['UNSUPPORTED', true]);
    }
    await world.engine.rollback();
  });
});
