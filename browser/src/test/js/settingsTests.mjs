// That a tab which hears of a call's end from the journal hears also what the call has set for it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { EngineUnderTest, imageOf, newStore } from './pglite.mjs';

describe('settings in the journal', () => {
  const TOKYO = 'Asia/Tokyo';
  let store;
  let engine;
  let initial;
  let lastNumber = 0;

  before(async () => {
    store = await newStore();
    engine = new EngineUnderTest(store);
    await engine.open();
    await engine.run('create table item (id int); create role clerk; grant all on item to clerk');
    initial = (await engine.rows('show timezone'))[0][0];
  });

  // An idle PGlite has a timer, which would keep the process.
  after(() => store.pg.close());

  function note() {
    lastNumber += 1;
    return { slot: lastNumber, session: 'tab', number: lastNumber };
  }

  /** What a tab finds set whose leader has died before it was answered. */
  async function foundUnderNext(image, at, name) {
    const tab = new EngineUnderTest(image);
    await tab.open();
    assert.equal((await tab.recall(at)).failure, null);
    const [[value]] = await tab.rows(`select current_setting('${name}')`);
    await tab.as(undefined, 'select 1');
    return value;
  }

  const inTransaction = (...statements) => async (at) => {
    await engine.begin();
    for (const sql of statements) await engine.query(sql);
    return engine.commit(at);
  };
  const alone = `do $$ begin perform set_config('timezone', '${TOKYO}', false); commit; end $$`;

  const ways = [
    ['a statement', (at) => engine.noted(`set timezone = '${TOKYO}'`, at), 'timezone', TOKYO],
    ['a role', (at) => engine.noted('set role clerk', at), 'role', 'clerk'],
    ['a call', (at) => engine.noted(`select set_config('timezone', '${TOKYO}', false)`, at, [], false), 'timezone', TOKYO],
    ['a block', (at) => engine.noted(`do $$ begin set timezone = '${TOKYO}'; end $$`, at), 'timezone', TOKYO],
    ['a statement that is alone', (at) => engine.noted(alone, at), 'timezone', TOKYO],
    ['a script', (at) => engine.script('insert into item values (1); set role clerk', at), 'role', 'clerk'],
    ['a part', (at) => engine.script('begin; set role clerk; commit; select 1', at), 'role', 'clerk'],
    ['a batch', (at) => engine.batch([{ sql: 'set role clerk' }, { sql: 'insert into item values (2)' }], at), 'role', 'clerk'],
    ['a transaction', inTransaction('set role clerk', 'insert into item values (3)'), 'role', 'clerk'],
    ['one that reads', inTransaction('insert into item values (3)', `select set_config('timezone', '${TOKYO}', false)`), 'timezone', TOKYO],
    ['a notifying one', inTransaction(`set timezone = '${TOKYO}'`, 'notify news'), 'timezone', TOKYO],
  ];

  test('what was set for good is found under the next leader', async () => {
    const notes = [];
    await engine.query('listen news');
    for (const [what, run, name, value] of ways) {
      const at = note();
      notes.push(at);
      const ran = await run(at);
      assert.deepEqual([ran.failure, ran.hasWritten], [null, true], what);
      assert.deepEqual(await engine.rows(`select current_setting('${name}')`), [[value]], what);
      await engine.run('reset role; reset timezone');
    }
    await engine.query('unlisten news');
    const image = await imageOf(store);
    for (const [i, [what, , name, value]] of ways.entries()) {
      assert.equal(await foundUnderNext(image, notes[i], name), value, what);
    }
    await image.pg.close();
  });

  test('what ended with its transaction is not', async () => {
    const local = `set local timezone = '${TOKYO}'`;
    const notes = [];
    for (const run of [
      (at) => engine.noted(`select set_config('timezone', '${TOKYO}', true)`, at, [], false),
      (at) => engine.script(`begin; ${local}; insert into item values (4); commit; begin; ${local}; commit`, at),
      (at) => engine.script(`begin; set timezone = '${TOKYO}'; rollback; select 1`, at),
      inTransaction(local, 'insert into item values (5)'),
      (at) => engine.batch([{ sql: local }, { sql: 'insert into item values (6)' }], at),
    ]) {
      const at = note();
      notes.push(at);
      assert.equal((await run(at)).failure, null);
    }
    const image = await imageOf(store);
    for (const at of notes) assert.equal(await foundUnderNext(image, at, 'timezone'), initial);
    await image.pg.close();
  });

  test('what was set back is so under the next leader', async () => {
    await engine.run(`set timezone = '${TOKYO}'`);
    const at = note();
    await engine.noted('reset timezone', at);
    const image = await imageOf(store);
    const tab = new EngineUnderTest(image);
    await tab.open();
    await tab.run(`set timezone = '${TOKYO}'`);
    assert.equal((await tab.recall(at)).failure, null);
    assert.deepEqual(await tab.rows('show timezone'), [[initial]]);
    await image.pg.close();
  });

  test('it is asked for only where something may have been set', async () => {
    await engine.query('insert into item values ($1)', [7]);
    const start = engine.execs;
    await engine.query('insert into item values ($1)', [8]);
    assert.equal(engine.execs - start, 2);
    await engine.begin();
    await engine.query('insert into item values (9)');
    const beforeCommit = engine.execs;
    await engine.commit();
    assert.equal(engine.execs - beforeCommit, 2);
  });
});
