// That what others wait for is flushed while a tab has the session for itself, and its messages do not notice.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { protocol } from '@electric-sql/pglite';
import { EngineUnderTest, messageTypes, newStore, START_PARAMETERS } from './pglite.mjs';

const { serialize } = protocol;

/** After so many flushes it has been looked whether a checkpoint is due. */
const MANY_FLUSHES = 40;

describe('a hold', () => {
  let store;
  let engine;

  before(async () => {
    store = await newStore({ startParams: START_PARAMETERS });
    engine = new EngineUnderTest(store);
    await engine.open();
    await engine.run('create table item (id int)');
  });

  beforeEach(async () => {
    await engine.run('truncate item');
    assert.equal((await engine.query('insert into item values (0)')).failure, null);
    await engine.hold();
  });

  afterEach(async () => {
    await engine.rollback();
    store.onFlush = async () => {};
  });

  after(() => store.pg.close());

  /** Sends a message, and returns the types of what is answered. */
  async function send(message) {
    return messageTypes(await engine.send(message));
  }

  async function end() {
    const { failure, hasWritten } = await engine.commit();
    assert.deepEqual([failure, hasWritten], [null, true]);
  }

  async function items() {
    return (await engine.rows('select id from item order by id')).map(([id]) => Number(id));
  }

  /** How many bytes of the log are in memory only. */
  async function unwrittenBytes() {
    const { rows } = await store.pg.query(
      'select (pg_current_wal_insert_lsn() - pg_current_wal_flush_lsn())::int as bytes',
    );
    return rows[0].bytes;
  }

  test('is not disturbed by flushes between its messages', async () => {
    const answers = [];
    for (const message of [
      serialize.parse({ text: 'insert into item values (1)' }),
      serialize.bind(),
      serialize.execute({}),
      serialize.sync(),
    ]) {
      answers.push(await send(message));
      assert.equal(await engine.flush('DISK'), null);
    }
    assert.deepEqual(answers, ['1', '2', 'C', 'Z']);
    await end();
    assert.deepEqual(await items(), [0, 1]);
  });

  test('outlives a flush after an error, of which its caller sends the end', async () => {
    assert.equal(await send(serialize.parse({ text: 'select nope' })), 'E');
    assert.equal(await engine.flush('DISK'), null);
    assert.equal(await send(serialize.parse({ text: 'insert into item values (1)' })), '');
    assert.equal(await send(serialize.sync()), 'Z');
    await end();
    assert.deepEqual(await items(), [0]);
  });

  test('is not disturbed where a checkpoint may be due', async () => {
    await send(serialize.parse({ text: 'insert into item values (1)' }));
    for (let i = 0; i < MANY_FLUSHES; i++) assert.equal(await engine.flush('MEMORY'), null);
    assert.equal(await send(serialize.bind()), '2');
    assert.equal(await send(serialize.execute({})), 'C');
    await end();
    assert.deepEqual(await items(), [0, 1]);
  });

  test('begins with the log written of what others wait for, and a flush after it writes its own', async () => {
    assert.equal(await unwrittenBytes(), 0);
    assert.equal(await send(serialize.query('insert into item values (1)')), 'CZ');
    await end();
    assert.ok((await unwrittenBytes()) > 0);
    let atFlush;
    store.onFlush = async () => {
      atFlush = await unwrittenBytes();
    };
    assert.equal(await engine.flush('DISK'), null);
    assert.equal(atFlush, 0);
  });
});
