// Statements that fail and have written nevertheless, or take their transaction with them.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { onSqlite } from '../engines.mjs';

const schema = `
  create table item (id integer primary key, name text unique);
  create table log (id integer primary key, text text);
  create table raising (how text);
  create trigger raises_fail after insert on raising when new.how = 'fail' begin
    insert into log (text) values ('fail'); select raise(fail, 'on purpose'); end;
  create trigger raises_abort after insert on raising when new.how = 'abort' begin
    insert into log (text) values ('abort'); select raise(abort, 'on purpose'); end;
  create trigger raises_rollback after insert on raising when new.how = 'rollback' begin
    insert into log (text) values ('rollback'); select raise(rollback, 'on purpose'); end;
  create trigger ignores before insert on raising when new.how = 'ignore' begin
    insert into log (text) values ('ignore'); select raise(ignore); end`;

const OR_FAIL = "insert or fail into item values (1, 'a'), (2, 'b'), (1, 'c'), (3, 'd')";

onSqlite('conflicts', schema, (_driver, world) => {
  const ids = async () => (await world.engine.rows('select id from item order by id')).map(([id]) => id);
  const logged = async () => (await world.engine.rows('select text from log order by id')).map(([text]) => text);

  beforeEach(async () => {
    await world.engine.run('delete from item; delete from log; delete from raising');
    for (const table of ['item', 'log', 'raising']) await world.engine.watch(`select * from ${table}`);
  });

  afterEach(() => world.engine.unwatch());

  /** What the next leader answers to the same request. */
  async function recalledLater(note) {
    await world.engine.flush();
    world.engine = world.store.newEngine();
    const { journal } = await world.engine.open();
    assert.ok(journal.some(({ number, progress }) => number === note.number && progress === 0));
    return world.engine.recall(note);
  }

  for (const [sql, kept, tables] of [
    [OR_FAIL, [1, 2], ['item']],
    ["insert or fail into item values (5, 'x'), (6, 'x')", [5], ['item']],
  ]) {
    test(`what a statement had done before it failed stays, is told and written down: ${sql}`, async () => {
      const note = world.engine.newNote();
      const ran = await world.engine.query(sql, [], note);
      assert.deepEqual([ran.failure.code, ran.failure.outcome, ran.failure.detail.code], ['SQL_ERROR', 'UNKNOWN', '23505']);
      assert.match(ran.failure.message, /UNIQUE.*\(what it had done before stays\)$/);
      assert.deepEqual([ran.hasWritten, ran.isInTransaction, ran.tables], [true, false, tables]);
      assert.deepEqual(await ids(), kept);
      const again = await recalledLater(note);
      assert.deepEqual([again.failure.message, again.failure.outcome, again.failure.detail.code], [ran.failure.message, 'UNKNOWN', '23505']);
      assert.deepEqual([again.hasWritten, again.result ?? null], [false, null]);
      assert.deepEqual(await ids(), kept);
    });
  }

  test('of RAISE, FAIL keeps what was done, and ABORT, ROLLBACK and IGNORE do not', async () => {
    const raise = async (how) => {
      const note = world.engine.newNote();
      const { failure, hasWritten, tables } = await world.engine.query('insert into raising values ($1)', [how], note);
      return [failure?.outcome, hasWritten, tables.toSorted(), (await world.engine.recall(note)).failure?.code];
    };
    assert.deepEqual(await raise('fail'), ['UNKNOWN', true, ['log', 'raising'], 'SQL_ERROR']);
    assert.deepEqual(await logged(), ['fail']);
    assert.deepEqual(await raise('abort'), ['ROLLED_BACK', false, [], 'PROTOCOL_ERROR']);
    assert.deepEqual(await raise('rollback'), ['ROLLED_BACK', false, [], 'PROTOCOL_ERROR']);
    assert.deepEqual(await logged(), ['fail']);
    const [outcome, hasWritten, tables] = await raise('ignore');
    assert.deepEqual([outcome, hasWritten, tables], [undefined, true, ['log', 'raising']]);
    assert.deepEqual(await logged(), ['fail', 'ignore']);
  });

  test('one that fails at its first row has done nothing', async () => {
    await world.engine.query("insert into item values (1, 'a')");
    const ran = await world.engine.query("insert or fail into item values (1, 'b'), (2, 'c')");
    assert.deepEqual([ran.failure.outcome, ran.tables, await ids()], ['ROLLED_BACK', [], [1]]);
  });

  test('inside a transaction it stays in that, and is told at the commit', async () => {
    await world.engine.begin();
    const ran = await world.engine.query(OR_FAIL);
    assert.deepEqual([ran.failure.outcome, ran.hasWritten, ran.isInTransaction, ran.tables], ['UNKNOWN', true, true, []]);
    const committed = await world.engine.commit();
    assert.deepEqual([committed.failure, committed.hasWritten, committed.tables], [null, true, ['item']]);
    assert.deepEqual(await ids(), [1, 2]);
  });

  test('in a batch and in a script it is rolled back with the rest', async () => {
    for (const run of [
      (note) => world.engine.batch([{ sql: "insert into log (text) values ('x')" }, { sql: OR_FAIL }], note),
      (note) => world.engine.script(`insert into log (text) values ('x'); ${OR_FAIL}`, note),
    ]) {
      const note = world.engine.newNote();
      const ran = await run(note);
      assert.deepEqual([ran.failure.outcome, ran.hasWritten, ran.tables, await ids(), await logged()], ['ROLLED_BACK', false, [], [], []]);
      assert.equal((await world.engine.recall(note)).failure.code, 'PROTOCOL_ERROR');
    }
  });

  test('OR ROLLBACK and RAISE(ROLLBACK) end the transaction, of which nothing is told', async () => {
    await world.engine.query("insert into item values (1, 'a')");
    for (const sql of ["insert or rollback into item values (1, 'b')", "insert into raising values ('rollback')"]) {
      await world.engine.begin();
      await world.engine.query("insert into log (text) values ('lost')");
      await world.engine.query('create view seen as select 1 as one');
      assert.equal((await world.engine.query('select * from seen')).failure, null);
      const ran = await world.engine.query(sql);
      assert.deepEqual([ran.failure.outcome, ran.isInTransaction, ran.hasWritten, ran.tables], ['ROLLED_BACK', false, false, []], sql);
      const committed = await world.engine.commit();
      assert.deepEqual([committed.failure.code, committed.failure.outcome], ['SQL_ERROR', 'ROLLED_BACK']);
      const next = await world.engine.query("update item set name = 'z' where id = 1");
      assert.deepEqual([next.failure, next.tables, next.schemaChanged], [null, ['item'], false]);
      assert.deepEqual(await logged(), []);
      assert.equal((await world.engine.query('select * from seen')).failure.code, 'SQL_ERROR');
    }
  });

  test('a script inside a transaction that fails leaves in it what it had done, and says so', async () => {
    await world.engine.begin();
    const ran = await world.engine.script("insert into item values (1, 'a'); selec");
    assert.deepEqual([ran.failure.outcome, ran.hasWritten, ran.isInTransaction], ['UNKNOWN', true, true]);
    assert.match(ran.failure.message, /stays in the transaction/);
    assert.equal((await world.engine.script('select nonsense; delete from item')).failure.outcome, 'ROLLED_BACK');
    assert.deepEqual((await world.engine.commit()).tables, ['item']);
    assert.deepEqual(await ids(), [1]);
  });

  test('a batch inside a transaction is whole or not at all', async () => {
    const insert = (id) => ({ sql: 'insert into item (id) values (?)', params: [id] });
    await world.engine.begin();
    await world.engine.query('savepoint outer_one');
    assert.equal((await world.engine.batch([insert(1), insert(2)])).failure, null);
    for (const [batch, code, index] of [
      [[insert(3), insert(1)], 'SQL_ERROR', 1],
      [[insert(3), { sql: 'release outer_one' }], 'UNSUPPORTED', 1],
      [[insert(3), { sql: 'rollback to outer_one' }], 'UNSUPPORTED', 1],
      [[{ sql: 'savepoint tabularium_batch' }, insert(3)], 'UNSUPPORTED', 0],
    ]) {
      const { failure, isInTransaction } = await world.engine.batch(batch);
      assert.deepEqual([failure.code, failure.detail.batchIndex, isInTransaction], [code, index, true]);
      assert.deepEqual(await ids(), [1, 2]);
    }
    const lost = await world.engine.batch([insert(3), { sql: "insert or rollback into item values (1, 'x')" }]);
    assert.deepEqual([lost.failure.outcome, lost.isInTransaction], ['ROLLED_BACK', false]);
    assert.deepEqual(await ids(), []);
    assert.deepEqual((await world.engine.query("insert into log (text) values ('next')")).tables, ['log']);
  });

  test('REPLACE tells of the rows that go with the ones it replaces', async () => {
    await world.engine.run('create table child (item integer references item on delete cascade)');
    await world.engine.watch('select * from child');
    await world.engine.query("insert into item values (1, 'a')");
    await world.engine.query('insert into child values (1)');
    const ran = await world.engine.query("replace into item values (2, 'a')");
    assert.deepEqual([ran.failure, ran.tables.toSorted()], [null, ['child', 'item']]);
    assert.deepEqual(await world.engine.rows('select * from child'), []);
    await world.engine.run('drop table child');
  });
});
