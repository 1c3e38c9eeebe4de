// Scripts: their results, their parts, and what stays of them.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { askAgain, onEveryEngine } from './engines.mjs';

const schema = ({ deferred }) => `create table item (id integer primary key); create table other (id integer primary key);
  create table part (item integer ${deferred})`;

onEveryEngine('scripts', schema, (driver, world) => {
  const ids = async (table = 'item') => (await world.engine.rows(`select id from ${table} order by id`)).map(([id]) => id);
  const clear = () => world.engine.run('delete from part; delete from item; delete from other');

  /** The next leader of the same store, and what its journal holds. */
  async function nextLeader() {
    assert.equal(await world.engine.flush(), null);
    world.engine = world.store.newEngine();
    return (await world.engine.open()).journal;
  }

  beforeEach(clear);

  test('each statement has its result, in order', async () => {
    const ran = await world.engine.script("insert into item values (1), (2); select id from item order by id; /* ; */ select ';' ; delete from item;");
    assert.deepEqual([ran.failure, ran.hasWritten, ran.isInTransaction], [null, true, false]);
    assert.deepEqual(world.engine.resultsOf(ran).map(({ affectedRows, rows }) => [affectedRows, rows]),
      [[2, []], [0, [[1], [2]]], [0, [[';']]], [2, []]]);
    for (const sql of ['', ' ;; ', '-- nothing']) assert.equal((await world.engine.script(sql)).failure, null, sql);
  });

  test('a script that fails at first leaves nothing, and no row', async () => {
    for (const sql of [
      'insert into item values (1); select nonsense',
      'insert into item values (1); insert into item values (1)',
      'begin; insert into item values (1); select nonsense; commit; insert into item values (2)',
      'begin; insert into item values (3); rollback; select nonsense',
      'insert into item values (1); selec',
    ]) {
      const note = world.engine.newNote();
      const ran = await world.engine.script(sql, note);
      assert.deepEqual([ran.failure.code, ran.failure.outcome], ['SQL_ERROR', 'ROLLED_BACK'], sql);
      assert.deepEqual([ran.hasWritten, ran.isInTransaction, ran.tables], [false, false, []], sql);
      assert.deepEqual(await ids(), [], sql);
      assert.equal((await world.engine.recall(note)).failure.code, 'PROTOCOL_ERROR', sql);
    }
  });

  test('what a part had committed stays when a later one fails, and is told', async () => {
    await world.engine.watch('select * from item');
    await world.engine.watch('select * from other');
    const ran = await world.engine.script('begin; insert into item values (1); commit; insert into other values (1); select nonsense');
    assert.deepEqual([ran.failure.code, ran.failure.outcome, ran.hasWritten, ran.isInTransaction], ['SQL_ERROR', 'UNKNOWN', true, false]);
    assert.match(ran.failure.message, /stays/);
    assert.deepEqual([await ids(), await ids('other')], [[1], []]);
    assert.deepEqual(ran.tables, [await driver.idOf(world.engine, 'item')]);
    await world.engine.unwatch();
  });

  test('what was committed is told, though a later part is rolled back', async () => {
    await world.engine.watch('select * from item');
    const ran = await world.engine.script('insert into item values (1); commit; begin; insert into item values (2); rollback');
    assert.deepEqual([ran.failure, ran.tables], [null, [await driver.idOf(world.engine, 'item')]]);
    assert.deepEqual(await ids(), [1]);
    const nothing = await world.engine.script('begin; insert into item values (3); rollback');
    assert.deepEqual([nothing.failure, nothing.tables, nothing.schemaChanged], [null, [], false]);
    await world.engine.unwatch();
  });

  test('a check that waits for the end of a part undoes the part', async () => {
    for (const sql of ['insert into part values (9)', 'begin; insert into part values (9); commit; insert into item values (1)']) {
      const ran = await world.engine.script(sql);
      assert.deepEqual([ran.failure.detail.code, ran.failure.outcome, ran.hasWritten, ran.isInTransaction], ['23503', 'ROLLED_BACK', false, false], sql);
      assert.deepEqual([await ids(), await world.engine.rows('select * from part')], [[], []], sql);
    }
  });

  test('a transaction that is left open is not written down, and tells whether something was committed before', async () => {
    await world.engine.watch('select * from item');
    for (const [sql, hasWritten, kept] of [
      ['begin; insert into item values (1)', false, []],
      ['begin; insert into item values (1); commit; begin; insert into item values (2)', true, [1]],
    ]) {
      const note = world.engine.newNote();
      const ran = await world.engine.script(sql, note);
      assert.deepEqual([ran.failure, ran.hasWritten, ran.isInTransaction], [null, hasWritten, true], sql);
      assert.equal(ran.tables.length, hasWritten ? 1 : 0);
      const after = await world.engine.rollback();
      assert.deepEqual([after.failure, after.tables], [null, []]);
      assert.deepEqual(await ids(), kept);
      const again = (await nextLeader()).find(({ number }) => number === note.number);
      assert.ok(again === undefined || hasWritten, 'what has left nothing has no row');
      await world.engine.watch('select * from item');
    }
    await world.engine.unwatch();
  });

  test('asked again under the next leader, a script has taken effect once and its answer is the same', async () => {
    const script = 'begin; insert into item values (1); commit; insert into item values (2); select count(*) from item';
    const note = world.engine.newNote();
    const ran = await world.engine.script(script, note);
    const journal = await nextLeader();
    const again = await askAgain(world.engine, journal, note, (at, progress) => world.engine.script(script, at, progress));
    assert.deepEqual(world.engine.resultsOf(again), world.engine.resultsOf(ran));
    assert.deepEqual(await ids(), [1, 2]);
  });

  test('asked again under the next leader, a script that failed after a part does not do the part again', async () => {
    await world.engine.run('create table plain (id integer)');
    const script = 'begin; insert into plain values (1); commit; select nonsense';
    const note = world.engine.newNote();
    const ran = await world.engine.script(script, note);
    assert.equal(ran.failure.outcome, 'UNKNOWN');
    const journal = await nextLeader();
    const again = await askAgain(world.engine, journal, note, (at, progress) => world.engine.script(script, at, progress));
    assert.deepEqual([again.failure.code, again.failure.outcome, again.failure.message], [ran.failure.code, ran.failure.outcome, ran.failure.message]);
    assert.deepEqual([again.failure.detail.position, again.failure.detail.code], [ran.failure.detail.position, ran.failure.detail.code]);
    assert.deepEqual(await ids('plain'), [1]);
    await world.engine.run('drop table plain');
  });

  test('inside a transaction a script commits nothing by itself', async () => {
    await world.engine.begin();
    const ran = await world.engine.script('insert into item values (9); select 1');
    assert.deepEqual([ran.failure, ran.hasWritten, ran.isInTransaction, ran.tables], [null, true, true, []]);
    for (const end of ['commit', 'select 1; rollback', 'end']) {
      const refused = await world.engine.script(end);
      assert.deepEqual([refused.failure.code, refused.isInTransaction], ['UNSUPPORTED', true], end);
    }
    assert.equal((await world.engine.script('savepoint here; delete from item; rollback to here')).failure, null);
    assert.equal((await world.engine.commit()).isInTransaction, false);
    assert.deepEqual(await ids(), [9]);
  });
});
