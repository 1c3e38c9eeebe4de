// That each part of a script is written down with what it commits, and that a script can be gone on with.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { EngineUnderTest, imageOf, messageTypes, newStore, rowsOf } from './pglite.mjs';

describe('scripts', () => {
  let store;
  let engine;
  let lastNumber = 0;

  before(async () => {
    store = await newStore();
    engine = new EngineUnderTest(store);
    await engine.open();
    await engine.run(`create table item (id int primary key);
      create table part (item int references item deferrable initially deferred)`);
  });

  // An idle PGlite has a timer, which would keep the process.
  after(() => store.pg.close());

  function note() {
    return { slot: 5, session: 'tab', number: ++lastNumber };
  }

  function textOf(bytes) {
    return Buffer.from(bytes).toString('latin1');
  }

  async function progress(at) {
    const found = await store.pg.query(`select progress from tabularium.journal
      where session = 'tab' and number = ${at.number} and piece = 0`);
    return found.rows[0]?.progress;
  }

  async function items() {
    return (await store.pg.query('select id from item order by id')).rows.map(({ id }) => id);
  }

  /** What PGlite itself answers to a script, and does. */
  async function plainly(other, sql) {
    const parts = [];
    const text = Buffer.from(`${sql}\0`);
    const message = Buffer.concat([Buffer.from('Q\0\0\0\0'), text]);
    message.writeInt32BE(4 + text.length, 1);
    await other.pg.execProtocolRawStream(message, { syncToFs: false, onRawData: (bytes) => parts.push(bytes.slice()) });
    const result = new Uint8Array(Buffer.concat(parts));
    const ids = (await other.pg.query('select id from item order by id')).rows.map(({ id }) => id);
    return { result, ids };
  }

  test('they answer and do what PostgreSQL does', async () => {
    const other = await imageOf(store);
    for (const sql of [
      'insert into item values (1); select * from item; delete from item',
      'begin; insert into item values (1); commit; select * from item',
      'insert into item values (2); begin; insert into item values (3); commit; insert into item values (4);',
      'begin; delete from item where id = 2; rollback; select count(*) from item',
      'start transaction isolation level serializable; show transaction_isolation; end; select 5',
      'begin read only; select 1; commit; begin; insert into item values (6); savepoint s; delete from item;'
        + ' rollback to s; release savepoint s; commit work; -- done',
      `do $$ begin perform 1; end; $$; select ';commit;' as "a;b" /* ; commit; */; begin; select 1; abort`,
      'create function f() returns int begin atomic select case when true then 1 end; select 2; end; begin; commit;'
        + ' select f(); drop function f',
      'create rule r as on insert to part do also (select 1; select 2); begin; drop rule r on part; commit',
      '',
      '-- nothing',
      ';;',
    ]) {
      const expected = await plainly(other, sql);
      const at = note();
      const ran = await engine.script(sql, at);
      assert.equal(ran.failure, null, JSON.stringify(ran.failure));
      assert.deepEqual([ran.hasWritten, ran.isInTransaction, ran.isAbridged], [true, false, false], sql);
      assert.equal(textOf(ran.result), textOf(expected.result), sql);
      assert.deepEqual(await items(), expected.ids, sql);
      assert.equal(await progress(at), 0, sql);
      assert.deepEqual((await engine.recall(at)).result, ran.result);
    }
    await other.pg.close();
    await engine.run('truncate item cascade');
  });

  test('an error is where it is in the whole text', async () => {
    const sql = `begin; insert into item values (1); commit; /* 😀 */ select nope`;
    const at = note();
    const ran = await engine.script(sql, at);
    assert.deepEqual([ran.failure.outcome, ran.hasWritten, ran.isInTransaction], ['UNKNOWN', true, false]);
    assert.equal(ran.failure.detail.position, String([...sql].join('').indexOf('nope'))); // the face counts once
    assert.match(ran.failure.message, /stays/);
    assert.deepEqual([await items(), await progress(at)], [[1], 1]);
    await engine.run('truncate item cascade');
  });

  test('a script that cannot be read does nothing', async () => {
    const sql = 'begin; insert into item values (1); commit; selec 1';
    const ran = await engine.script(sql, note());
    assert.deepEqual([ran.failure.outcome, ran.failure.detail.code], ['ROLLED_BACK', '42601']);
    assert.equal(ran.failure.detail.position, String(sql.indexOf('selec') + 1));
    assert.deepEqual(await items(), []);
  });

  test('a script that fails at first leaves nothing', async () => {
    for (const sql of [
      'insert into item values (1); select 1/0',
      'begin; insert into item values (1); select 1/0; commit; insert into item values (2)',
      'begin; insert into part values (9); commit; insert into item values (2)',
      'insert into part values (9)',
      'begin; insert into item values (3); rollback; select 1/0',
      'rollback; begin; insert into item values (3); select 1/0; commit',
    ]) {
      const ran = await engine.script(sql, note());
      assert.deepEqual([ran.failure.outcome, ran.hasWritten, ran.isInTransaction], ['ROLLED_BACK', false, false], sql);
      assert.deepEqual(await items(), [], sql);
    }
  });

  test('a transaction that is left open tells whether something was committed before', async () => {
    for (const [sql, hasWritten, ids] of [
      ['begin; insert into item values (1)', false, []],
      ['insert into item values (1); commit; begin; insert into item values (2)', true, [1]],
      ['begin; delete from item; commit and chain', true, []],
    ]) {
      const at = note();
      const ran = await engine.script(sql, at);
      assert.deepEqual([ran.failure, ran.hasWritten, ran.isInTransaction], [null, hasWritten, true], sql);
      await engine.rollback();
      assert.deepEqual(await items(), ids);
      assert.notEqual(await progress(at), 0);
    }
  });

  test('they are gone on with where the last leader died', async () => {
    const sql = `begin; insert into item values (1); select 'one'; commit; begin; insert into item values (2); rollback;
      begin; insert into item values (3); select count(*) from item; commit;
      select 'four'; insert into item values (4)`;
    const other = await imageOf(store);
    const whole = await plainly(other, sql);
    await other.pg.close();
    for (let partCount = 1; partCount <= 3; partCount++) {
      const at = note();
      const image = await diesAfter(sql, at, partCount);
      const next = new EngineUnderTest(image);
      const { journal } = await next.open();
      assert.deepEqual(journal.filter((entry) => entry.includes('tab')), [`5 tab ${at.number} ${partCount}`]);
      const ran = await next.script(sql, at, partCount);
      assert.equal(ran.failure, null);
      assert.deepEqual(ran.result, whole.result);
      assert.deepEqual((await image.pg.query('select id from item order by id')).rows.map(({ id }) => id), whole.ids);
      assert.deepEqual((await next.recall(at)).result, ran.result);
      const lost = await next.script(sql, { ...at, number: 999 }, 1);
      assert.equal(lost.failure.code, 'PROTOCOL_ERROR');
      await image.pg.close();
    }
  });

  /** The store as it is when a leader dies after so many parts of a script. */
  async function diesAfter(sql, at, partCount) {
    const doomed = await imageOf(store);
    const leader = new EngineUnderTest(doomed);
    await leader.open();
    const exec = doomed.pg.execProtocolRawStream.bind(doomed.pg);
    let endedCount = 0;
    doomed.pg.execProtocolRawStream = (message, options) => {
      if (endedCount === partCount) throw new Error('dead');
      const done = exec(message, options);
      if (Buffer.from(message).includes('tabularium.keep')) endedCount++;
      return done;
    };
    assert.equal((await leader.script(sql, at)).code, 'ENGINE_DIED');
    doomed.pg.execProtocolRawStream = exec;
    const image = await imageOf(doomed);
    await doomed.pg.close();
    return image;
  }

  test('they are gone on with in the settings that their parts have made', async () => {
    const one = `begin; set timezone = 'Asia/Tokyo'; commit; show timezone; commit; insert into item values (1)`;
    const local = `begin; set timezone = 'Asia/Tokyo'; set local timezone = 'Asia/Seoul'; commit; show timezone`;
    const lapsed = `begin; set local timezone = 'Asia/Seoul'; select 1; commit; show timezone`;
    const initial = (await engine.rows('show timezone'))[0][0];
    for (const [sql, keptCount, parts, zone] of [
      [one, 1, 1, 'Asia/Tokyo'],
      [one, 2, 2, 'Asia/Tokyo'],
      [local, 2, 1, 'Asia/Tokyo'],
      [lapsed, 1, 1, initial],
    ]) {
      const at = note();
      const image = await diesAfter(sql, at, keptCount);
      const next = new EngineUnderTest(image);
      await next.open();
      const ran = await next.script(sql, at, parts);
      assert.equal(ran.failure, null);
      assert.deepEqual(rowsOf(ran).at(-1), [zone], sql);
      assert.deepEqual(await next.rows('show timezone'), [[zone]], sql);
      await next.as(undefined, 'select 1');
      const after = new EngineUnderTest(image);
      await after.open();
      assert.deepEqual(rowsOf(await after.recall(at)).at(-1), [zone], sql);
      assert.deepEqual(await after.rows('show timezone'), [[zone]], sql);
      await image.pg.close();
    }
  });

  test('answers that are too large are abridged over a failover as well', async () => {
    const sql = `begin; select repeat('x', 9000); commit; select 'two'`;
    const at = note();
    const image = await diesAfter(sql, at, 1);
    const next = new EngineUnderTest(image);
    await next.open();
    const ran = await next.script(sql, at, 1);
    assert.deepEqual([ran.failure, ran.isAbridged, messageTypes(ran)], [null, true, 'CCCTDCZ']);
    const again = await next.recall(at);
    assert.equal(again.isAbridged, true);
    await image.pg.close();
    const alone = await engine.script(sql, note());
    assert.deepEqual([alone.isAbridged, messageTypes(alone)], [false, 'CTDCCTDCZ']);
  });

  test('how strings are read is asked where it matters', async () => {
    await engine.run('set standard_conforming_strings = off');
    const at = note();
    const ran = await engine.script(`select '\\'; commit; insert into item values (8); --'; select 2`, at);
    assert.equal(ran.failure, null);
    assert.equal(messageTypes(ran).replaceAll('N', ''), 'TDCTDCZ');
    await engine.run('reset standard_conforming_strings');
    assert.equal((await engine.script(`select '\\'; commit; insert into item values (8); --'`, note())).failure, null);
    assert.deepEqual(await items(), [8]);
  });

  test('inside a transaction they run as they are', async () => {
    await engine.begin();
    const ran = await engine.script('insert into item values (9); select 1');
    assert.deepEqual([ran.failure, ran.hasWritten, ran.isInTransaction], [null, true, true]);
    for (const end of ['commit', 'select 1; rollback', 'end', 'abort', "prepare transaction 'x'"]) {
      const refused = await engine.script(end);
      assert.deepEqual([refused.failure.code, refused.isInTransaction], ['UNSUPPORTED', true], end);
    }
    assert.equal((await engine.script('savepoint here; rollback to here')).failure, null);
    assert.equal((await engine.commit()).isInTransaction, false);
    assert.deepEqual(await items(), [8, 9]);
  });
});
