// That statements which cannot run inside a transaction run once, or not again.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { EngineUnderTest, imageOf, newStore } from './pglite.mjs';

describe('statements that must be alone', () => {
  let store;
  let engine;
  let lastNumber = 0;

  before(async () => {
    store = await newStore();
    engine = new EngineUnderTest(store);
    await engine.open();
    await engine.run(`
      create table item (id int);
      create procedure twice() language plpgsql as
        'begin insert into item values (1); commit; insert into item values (2); end';
      create procedure half() language plpgsql as
        'begin insert into item values (3); commit; insert into item values (4); perform 1/0; end';
      create procedure whole() language plpgsql as 'begin insert into item values (5); end';
      create procedure nought() language plpgsql as 'begin insert into item values (6); perform 1/0; commit; end';
    `);
  });

  // An idle PGlite has a timer, which would keep the process.
  after(() => store.pg.close());

  function note() {
    return { slot: 3, session: 'tab', number: ++lastNumber };
  }

  /** How far the journal says the last note's request has come; undefined where it says nothing. */
  async function progress() {
    const found = await store.pg.query(`select progress from tabularium.journal where session = 'tab'
      and number = ${lastNumber}`);
    return found.rows[0]?.progress;
  }

  async function items() {
    return (await store.pg.query('select id from item order by id')).rows.map(({ id }) => id);
  }

  /** Runs something, and returns what the journal said at each flush. */
  async function seenAtFlushes(run) {
    const seen = [];
    store.onFlush = async (level) => {
      await new Promise((resolve) => setTimeout(resolve));
      seen.push([level, await progress()]);
    };
    const ran = await run();
    store.onFlush = async () => {};
    return { ran, seen };
  }

  test('they are begun before they run, and done afterwards', async () => {
    const index = 'create index concurrently i on item (id)';
    for (const sql of ['vacuum item', '/* now */ VACUUM', 'reindex database', index]) {
      for (const way of ['noted', 'script']) {
        const at = note();
        const { ran, seen } = await seenAtFlushes(() => engine[way](sql, at));
        assert.deepEqual([ran.failure, ran.hasWritten, ran.isInTransaction], [null, true, false], sql);
        assert.deepEqual(seen, [['disk', -1]]);
        assert.equal(await progress(), 0);
        assert.deepEqual((await engine.recall(at)).result, ran.result);
        if (sql === index) await engine.run('drop index i');
      }
    }
  });

  test('what can run inside a transaction is not begun first', async () => {
    for (const sql of ['analyze item', 'call whole()', 'do $$ begin perform 1; end $$', 'alter table item add x int',
      'alter table item drop x', 'create table t (i int)', 'drop table t', 'checkpoint']) {
      const { ran, seen } = await seenAtFlushes(() => engine.noted(sql, note()));
      assert.equal(ran.failure, null, sql);
      assert.deepEqual(seen, [], sql);
      assert.equal(await progress(), 0);
    }
    assert.deepEqual(await items(), [5]);
    await engine.run('delete from item');
  });

  test('procedures and blocks may commit on the way', async () => {
    const block = 'begin insert into item values (1); commit; insert into item values (2); end';
    for (const sql of ['call twice()', `do $$ ${block} $$`]) {
      for (const way of ['noted', 'script']) {
        const { ran, seen } = await seenAtFlushes(() => engine[way](sql, note()));
        assert.equal(ran.failure, null);
        assert.deepEqual(seen, [['disk', -1]]);
        assert.deepEqual([await progress(), await items()], [0, [1, 2]]);
        await engine.run('truncate item');
      }
    }
  });

  test('a read-only session runs them as well', async () => {
    await engine.run('set default_transaction_read_only = on; set role pg_monitor');
    const ran = await engine.noted('vacuum pg_catalog.pg_am', note());
    await engine.query('reset all');
    await engine.query('reset role');
    assert.equal(ran.failure, null);
    assert.equal(await progress(), 0);
  });

  test('a death in between leaves them begun', async () => {
    store.onFlush = () => new Promise(() => {});
    const at = note();
    engine.noted('vacuum item', at);
    const image = await imageOf(store);
    const { journal } = await new EngineUnderTest(image).open();
    assert.deepEqual(journal.filter((entry) => entry.includes('tab')), [`3 tab ${at.number} -1`]);
    await image.pg.close();
    store.onFlush = async () => {};
    engine = new EngineUnderTest(store);
    await engine.open();
    assert.equal((await engine.recall(at)).failure.code, 'PROTOCOL_ERROR');
  });

  test('what fails and has done nothing may be run again', async () => {
    for (const sql of ['vacuum nothing', 'create unique index concurrently u on nothing (id)']) {
      const ran = await engine.noted(sql, note());
      assert.deepEqual([ran.failure.outcome, ran.hasWritten, ran.isInTransaction], ['ROLLED_BACK', false, false]);
      assert.equal(ran.failure.detail.code, '42P01');
      assert.equal(await progress(), undefined);
    }
    const failed = await engine.noted('call nought()', note());
    assert.equal(failed.failure.outcome, 'ROLLED_BACK');
    assert.deepEqual([await progress(), await items()], [undefined, []]);
  });

  test('what fails half done must not be run again', async () => {
    const ran = await engine.noted('call half()', note());
    assert.deepEqual([ran.failure.outcome, ran.hasWritten], ['UNKNOWN', true]);
    assert.deepEqual([await progress(), await items()], [-1, [3]]);
  });

  test('an index that could not be made is left, and said to be', async () => {
    await engine.run('insert into item values (3)');
    for (const sql of ['create unique index concurrently torn on item (id)', 'reindex index concurrently torn']) {
      const ran = await engine.noted(sql, note());
      assert.deepEqual([ran.failure.outcome, ran.hasWritten], ['UNKNOWN', true], sql);
      assert.equal(ran.failure.detail.code, '23505');
      assert.equal(await progress(), -1);
    }
    const found = await store.pg.query('select indisvalid from pg_index where indrelid = \'item\'::regclass');
    assert.ok(found.rows.length > 0 && found.rows.every(({ indisvalid }) => !indisvalid));
    await engine.run('drop table item; create table item (id int); insert into item values (3)');
  });

  test('nothing runs that cannot be begun', async () => {
    for (const code of ['FENCED', 'STORAGE_FULL', 'FLUSH_FAILED']) {
      store.onFlush = async () => {
        throw Object.assign(new Error('no'), { code });
      };
      const ran = await engine.noted('call twice()', note());
      assert.deepEqual([ran.failure.code, ran.failure.outcome, ran.hasWritten], [code, 'NOT_RUN', false]);
      assert.deepEqual([await progress(), await items()], [undefined, [3]]);
    }
    store.onFlush = async () => {};
  });

  test('several of them in one script are refused', async () => {
    for (const sql of ['vacuum; vacuum', 'select 1; vacuum', 'begin; vacuum; commit']) {
      const ran = await engine.script(sql, note());
      const { failure, isInTransaction } = ran;
      assert.deepEqual([failure.detail.code, failure.outcome, isInTransaction], ['25001', 'ROLLED_BACK', false]);
      assert.equal(await progress(), undefined);
    }
  });
});
