// When PostgreSQL's log is written: a commit is only as safe as the log of it.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { EngineUnderTest, newStore, START_PARAMETERS } from './pglite.mjs';

/** What begins a page of the log, which counts as unwritten when all that is in the log is not. */
const PAGE_HEADER_BYTES = 40;

/** How many bytes of the log are in memory only. */
async function unwrittenBytes({ pg }) {
  const { rows } = await pg.query('select (pg_current_wal_insert_lsn() - pg_current_wal_flush_lsn())::int as bytes');
  return rows[0].bytes <= PAGE_HEADER_BYTES ? 0 : rows[0].bytes;
}

describe('the log that a flush writes', () => {
  let store;
  let engine;

  before(async () => {
    store = await newStore({ startParams: START_PARAMETERS });
    engine = new EngineUnderTest(store);
    await engine.open();
    await engine.run('create table item (id int)');
  });

  beforeEach(() => {
    store.onFlush = async () => {};
  });

  after(() => store.pg.close());

  async function insert() {
    assert.equal((await engine.query('insert into item values (1)')).failure, null);
  }

  test('is written by a flush at either level, for all commits at once', async () => {
    for (const level of ['MEMORY', 'DISK']) {
      await insert();
      await insert();
      assert.ok((await unwrittenBytes(store)) > 0);
      let atFlush;
      store.onFlush = async () => {
        atFlush = await unwrittenBytes(store);
      };
      assert.equal(await engine.flush(level), null);
      assert.equal(atFlush, 0);
    }
  });

  test('is written whatever the user has set', async () => {
    for (const setting of ['synchronous_commit = local', 'search_path = nowhere', 'default_transaction_read_only = on']) {
      await engine.run(`set ${setting}`);
      await engine.query('create temp table t (id int)');
      assert.equal(await engine.flush('DISK'), null, setting);
      assert.equal(await unwrittenBytes(store), 0, setting);
      await engine.run('discard all');
    }
    await engine.run('set role pg_monitor');
    assert.equal(await engine.flush('DISK'), null);
    await engine.run('reset role');
  });

  test('is not written again for reads', async () => {
    await insert();
    await engine.flush('DISK');
    await engine.query('select 1');
    const { execs } = engine;
    await engine.flush('DISK');
    assert.equal(engine.execs, execs);
  });

  test('is written before a transaction begins, so that others can be flushed within it', async () => {
    await insert();
    await engine.begin();
    assert.equal(await engine.flush('DISK'), null);
    // It is still possible to say what only comes before the first query of a transaction.
    assert.equal((await engine.query('set transaction isolation level serializable')).failure, null);
    assert.equal(await unwrittenBytes(store), 0);
    assert.equal((await engine.query('insert into item values (2)')).failure, null);
    assert.equal(await engine.flush('DISK'), null);
    await engine.rollback();
  });

  test('a flush fails while it cannot be written', async () => {
    await engine.script('insert into item values (3); commit; begin; select 1');
    assert.equal((await engine.flush('DISK')).code, 'FLUSH_FAILED');
    await engine.rollback();
    assert.equal(await engine.flush('DISK'), null);
    assert.equal(await unwrittenBytes(store), 0);
  });

  test('a flush in which the engine dies says so', async () => {
    await insert();
    store.pg.execProtocolRawStream = () => {
      throw new Error('no space left');
    };
    const { code, message } = await engine.flush('DISK');
    delete store.pg.execProtocolRawStream;
    assert.equal(code, 'ENGINE_DIED');
    assert.match(message, /no space left/);
  });

  test('is written before a statement runs that is only written down to have begun', async () => {
    const unwritten = [];
    store.onFlush = async () => unwritten.push(await unwrittenBytes(store));
    assert.equal((await engine.query('vacuum item')).failure, null);
    assert.deepEqual(unwritten, [0]);
  });
});

describe('the log that commits write', () => {
  let store;
  let engine;

  before(async () => {
    store = await newStore();
    engine = new EngineUnderTest(store);
    await engine.open();
    await engine.run('create table item (id int)');
  });

  beforeEach(async () => {
    await engine.flush('DISK');
  });

  after(() => store.pg.close());

  /** How many times the engine is asked for something by the flush after `commit`. */
  async function execsOfFlushAfter(commit) {
    assert.equal((await commit()).failure, null);
    const { execs } = engine;
    assert.equal(await engine.flush('DISK'), null);
    return engine.execs - execs;
  }

  const commits = {
    'a statement': () => engine.query('insert into item values (1)'),
    'a batch': () => engine.batch([{ sql: 'insert into item values (2)' }], { slot: 1, session: 'nobody', number: 1 }),
    'a transaction': async () => {
      await engine.begin();
      await engine.query('insert into item values (4)');
      return engine.commit();
    },
  };

  for (const [what, commit] of Object.entries(commits)) {
    test(`is not written again for ${what}`, async () => {
      assert.equal(await execsOfFlushAfter(commit), 0);
      assert.equal(await unwrittenBytes(store), 0);
    });

    test(`is written by the flush after ${what} where the session has put it off`, async () => {
      await engine.run('set synchronous_commit = off');
      assert.equal(await execsOfFlushAfter(commit), 1);
      assert.equal(await unwrittenBytes(store), 0);
      await engine.run('reset synchronous_commit');
    });
  }

  test('is written by the flush after a transaction that has put it off for itself', async () => {
    const commit = async () => {
      await engine.begin();
      await engine.query('set local synchronous_commit = off');
      await engine.query('insert into item values (5)');
      return engine.commit();
    };
    assert.equal(await execsOfFlushAfter(commit), 1);
    assert.equal(await unwrittenBytes(store), 0);
  });

  describe('is written by the flush after a commit that puts it off at its very end', () => {
    before(() =>
      engine.run(`create table deferring (id int);
        create function put_off() returns int language sql as
          $$select length(set_config('synchronous_commit', 'off', true))$$;
        create function put_off_later() returns trigger language plpgsql as
          $$begin perform put_off(); return null; end$$;
        create constraint trigger later after insert on deferring deferrable initially deferred
          for each row execute function put_off_later()`),
    );

    const lateCommits = {
      'by a deferred trigger': () => engine.query('insert into deferring values (1)'),
      'by a deferred trigger of a batch': () =>
        engine.batch([{ sql: 'insert into deferring values (2)' }], { slot: 1, session: 'nobody', number: 2 }),
      'by a deferred trigger of a transaction': async () => {
        await engine.begin();
        await engine.query('insert into deferring values (3)');
        return engine.commit();
      },
      'by the query of a held cursor': async () => {
        await engine.begin();
        await engine.query('insert into item values (6)');
        await engine.query('declare held cursor with hold for select put_off()');
        return engine.commit();
      },
    };

    for (const [how, commit] of Object.entries(lateCommits)) {
      test(how, async () => {
        assert.equal(await execsOfFlushAfter(commit), 1);
        assert.equal(await unwrittenBytes(store), 0);
      });
    }
  });

  test('is looked at anew when the session has forgotten how', async () => {
    await engine.query('insert into item values (7)');
    await engine.run('deallocate all');
    await execsOfFlushAfter(() => engine.query('insert into item values (8)'));
    assert.equal(await unwrittenBytes(store), 0);
    assert.equal(await execsOfFlushAfter(() => engine.query('insert into item values (9)')), 0);
  });

  test('is written by the flush after a sequence has moved, which is no transaction', async () => {
    await engine.run('create sequence counter');
    await engine.flush('DISK');
    assert.equal((await engine.query("select nextval('counter')")).failure, null);
    assert.equal(await engine.flush('DISK'), null);
    assert.equal(await unwrittenBytes(store), 0);
  });
});
