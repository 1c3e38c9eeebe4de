// That a batch is one transaction, written down with what it commits, whatever is known of its statements.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { EngineUnderTest, messageTypes, newStore, rowsOf } from './pglite.mjs';

describe('batches', () => {
  let store;
  let engine;
  let lastNumber = 0;

  before(async () => {
    store = await newStore();
    engine = new EngineUnderTest(store);
    await engine.open();
    await engine.run(`create table item (id int primary key, name text);
      create table part (item int references item deferrable initially deferred)`);
  });

  beforeEach(() => engine.run('truncate item cascade'));

  after(() => store.pg.close());

  function note() {
    return { slot: 6, session: 'tab', number: ++lastNumber };
  }

  const insert = (id, name = null) => ({ sql: 'insert into item values ($1, $2)', params: [id, name] });

  async function ids() {
    return (await store.pg.query('select id from item order by id')).rows.map(({ id }) => id);
  }

  async function failureOf(batch, isRead = false) {
    const { failure, hasWritten, isInTransaction } = await engine.batch(batch, note(), isRead);
    assert.deepEqual([hasWritten, isInTransaction], [false, false]);
    return { code: failure.code, outcome: failure.outcome, index: failure.detail?.batchIndex, detail: failure.detail };
  }

  test('they answer each statement in order, and are written down once', async () => {
    const at = note();
    const batch = [insert(1, 'a'), insert(2, 'b'), { sql: '' }, { sql: 'select name from item order by id' }];
    const ran = await engine.batch(batch, at);
    assert.deepEqual([ran.failure, ran.hasWritten, ran.isInTransaction], [null, true, false]);
    assert.deepEqual(rowsOf(ran), [['a'], ['b']]);
    assert.match(messageTypes(ran), /^[^CI]*C[^CI]*C[^CI]*I[^CI]*TDDC[^CIZ]*Z$/);
    const recalled = await engine.recall(at);
    assert.deepEqual(rowsOf(recalled), [['a'], ['b']]);
  });

  test('statements of known types take two exchanges, however many they are', async () => {
    await engine.batch([insert(1)], note());
    const before = engine.execs;
    await engine.batch(Array.from({ length: 500 }, (_, i) => insert(i + 2)), note());
    assert.equal(engine.execs - before, 2);
    assert.equal((await ids()).length, 501);
  });

  test('parameters by name are refused, alone and in a batch: PostgreSQL would take them by their order', async () => {
    const named = { sql: 'insert into item values ($1, $2)', params: ['b', 1], names: ['name', 'id'] };
    assert.deepEqual(await failureOf([insert(1), named]), {
      code: 'INVALID_ARGUMENT',
      outcome: 'NOT_RUN',
      index: 1,
      detail: { query: named.sql, params: named.params, batchIndex: 1 },
    });
    assert.deepEqual(await ids(), []);
  });

  test('a statement may use what one before it has made', async () => {
    const batch = [
      { sql: 'create table fresh (id int, at date)' },
      { sql: 'insert into fresh values ($1, $2)', params: [7, '2026-01-02'] },
      { sql: 'select * from fresh where id = $1', params: [7] },
      { sql: 'drop table fresh' },
    ];
    for (let i = 0; i < 2; i++) {
      assert.deepEqual(rowsOf(await engine.batch(batch, note())), [['7', '2026-01-02']]);
    }
  });

  test('types that are remembered wrongly are found out again', async () => {
    await engine.run('create table changing (v int)');
    const batch = [insert(1), { sql: 'insert into changing values ($1)', params: [5] }];
    assert.equal((await engine.batch(batch, note())).failure, null);
    // Behind the engine's back, as a function could do it.
    await store.pg.exec('drop table changing; create table changing (v date); delete from item');
    batch[1].params = ['2026-03-04'];
    assert.equal((await engine.batch(batch, note())).failure, null);
    assert.deepEqual(await engine.rows('select v from changing'), [['2026-03-04']]);
    await engine.run('drop table changing');
  });

  test('all of it is undone when one fails, and that one is named', async () => {
    const cases = [
      [[insert(1), insert(2), insert(1), insert(3)], 2, '23505'],
      [[insert(1), { sql: 'select nonsense' }], 1, '42703'],
      [[insert(1), { sql: 'select $1 + nonsense', params: [1] }, insert(2)], 1, '42703'],
      [[insert(1), { sql: 'vacuum' }], 1, '25001'],
      [[{ sql: 'select' }, { sql: 'selec' }], 1, '42601'],
    ];
    for (const [batch, index, code] of cases) {
      const failure = await failureOf(batch);
      assert.deepEqual([failure.code, failure.outcome, failure.index], ['SQL_ERROR', 'ROLLED_BACK', index]);
      assert.deepEqual([failure.detail.code, failure.detail.query], [code, batch[index].sql]);
      assert.deepEqual(await ids(), []);
    }
  });

  test('a check that waits for the commit undoes it too', async () => {
    const failure = await failureOf([insert(1), { sql: 'insert into part values (9)' }]);
    assert.deepEqual([failure.detail.code, failure.index], ['23503', undefined]);
    assert.deepEqual(await ids(), []);
    assert.equal((await engine.batch([{ sql: 'insert into part values (9)' }, insert(9)], note())).failure, null);
  });

  test('a value that does not fit its type runs nothing', async () => {
    const failure = await failureOf([insert(1), insert('two')]);
    assert.equal(failure.index, 1);
    assert.deepEqual(await ids(), []);
  });

  test('no statement of it ends or leaves its transaction', async () => {
    for (const sql of ['commit', 'rollback', 'end', "prepare transaction 'x'"]) {
      const failure = await failureOf([insert(1), { sql }]);
      assert.deepEqual([failure.code, failure.outcome, failure.index], ['UNSUPPORTED', 'NOT_RUN', 1]);
    }
    const ran = await engine.batch([{ sql: 'begin' }, insert(4)], note());
    assert.deepEqual([ran.failure, ran.isInTransaction], [null, false]);
    assert.deepEqual(await ids(), [4]);
  });

  test('a batch of reads writes nothing, and one that writes after all is a write', async () => {
    await engine.run('create sequence counter');
    const reads = [{ sql: 'select count(*) from item' }, { sql: 'select $1::int', params: [3] }];
    const read = await engine.batch(reads, note(), true);
    assert.deepEqual([rowsOf(read), read.hasWritten], [[['0'], ['3']], false]);
    const at = note();
    const wrote = await engine.batch([reads[0], { sql: "select nextval('counter')" }], at, true);
    assert.deepEqual([rowsOf(wrote), wrote.hasWritten], [[['0'], ['1']], true]);
    assert.deepEqual(rowsOf(await engine.recall(at)), [['0'], ['1']]);
  });

  test('what it changes is told', async () => {
    await engine.watch('select * from item');
    const ran = await engine.batch([insert(1), insert(2)], note());
    assert.equal(ran.tables.length, 1);
    const set = await engine.batch([{ sql: "set timezone = 'Asia/Tokyo'" }, { sql: 'show timezone' }], note());
    assert.deepEqual(rowsOf(set), [['Asia/Tokyo']]);
    assert.deepEqual(await engine.rows('show timezone'), [['Asia/Tokyo']]);
    await engine.run('reset timezone');
  });
});
