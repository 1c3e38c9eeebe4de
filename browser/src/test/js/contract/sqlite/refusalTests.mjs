// What is refused by name, because it would break what is promised, or hold up other tabs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onSqlite } from '../engines.mjs';

const schema = 'create table item (id integer primary key); create table part (item integer references item)';

onSqlite('refusals', schema, (_driver, world) => {
  const REFUSED = {
    ATTACH: ["attach 'other' as other", "attach ':memory:' as other", "attach database '' as x"],
    DETACH: ['detach main', 'detach other'],
    'CREATE TEMP': [
      'create temp table x (a)',
      'create table temp.x (a)',
      'create table temp.x as select 1',
      'create view temp.x as select 1',
      'create trigger temp.x after insert on item begin select 1; end',
      'create temporary view x as select 1',
      'create temp trigger x after insert on item begin select 1; end',
      'create virtual table temp.x using fts5(a)',
    ],
    PRAGMA: [
      'pragma journal_mode = wal', 'pragma journal_mode(delete)', 'pragma main.journal_mode = off', 'pragma synchronous = full',
      'pragma locking_mode = normal', 'pragma cache_spill = on', 'pragma writable_schema = on', 'pragma writable_schema',
      'pragma page_size = 512', 'pragma auto_vacuum = 1', "pragma encoding = 'utf-16'", 'pragma query_only = on',
      'pragma wal_checkpoint', 'pragma schema_version = 5', 'pragma read_uncommitted = on', 'pragma temp_store = memory',
      'pragma secure_delete = on', 'pragma mmap_size = 1', 'pragma cache_size = 1', 'pragma data_version = 5',
      'pragma max_page_count = 1', 'pragma case_sensitive_like = on',
    ],
  };

  for (const [name, statements] of Object.entries(REFUSED)) {
    test(`${name} is refused by name`, async () => {
      const pragmas = ['journal_mode', 'locking_mode', 'synchronous', 'page_size', 'encoding'].map((pragma) => `pragma ${pragma}`);
      const before = await Promise.all(pragmas.map((sql) => world.engine.rows(sql)));
      for (const sql of statements) {
        for (const run of [
          () => world.engine.query(sql),
          () => world.engine.script(`insert into item values (1); ${sql}`),
          () => world.engine.batch([{ sql: 'insert into item values (1)' }, { sql }]),
        ]) {
          const ran = await run();
          assert.deepEqual([ran.failure?.code, ran.failure?.outcome, ran.hasWritten, ran.isInTransaction], ['UNSUPPORTED', 'NOT_RUN', false, false], sql);
          assert.match(ran.failure.message, new RegExp(`^${name}`), sql);
        }
        await world.engine.begin();
        assert.equal((await world.engine.query(sql)).failure.code, 'UNSUPPORTED', sql);
        await world.engine.rollback();
      }
      assert.deepEqual(await Promise.all(pragmas.map((sql) => world.engine.rows(sql))), before);
      assert.deepEqual(await world.engine.rows('select * from item'), []);
    });
  }

  test('PRAGMAs that only ask are answered', async () => {
    for (const sql of ['pragma journal_mode', 'pragma table_info(item)', 'pragma integrity_check', 'pragma foreign_key_check', 'pragma page_size']) {
      const ran = await world.engine.query(sql);
      assert.deepEqual([ran.failure, ran.hasWritten], [null, false], sql);
    }
  });

  test('VACUUM INTO is refused', async () => {
    const ran = await world.engine.query("vacuum into 'other'");
    assert.deepEqual([ran.failure.code, ran.failure.outcome, ran.hasWritten, ran.isInTransaction], ['UNSUPPORTED', 'NOT_RUN', false, false]);
    assert.match(ran.failure.message, /^VACUUM INTO/);
  });

  test('a transaction outside of transaction() is refused', async () => {
    for (const sql of ['begin', 'BEGIN IMMEDIATE', 'begin exclusive transaction', 'savepoint x']) {
      const ran = await world.engine.query(sql);
      assert.deepEqual([ran.failure.code, ran.failure.outcome, ran.isInTransaction], ['TX_UNMANAGED', 'NOT_RUN', false], sql);
    }
    for (const sql of ['release x', 'rollback to x']) assert.equal((await world.engine.query(sql)).failure.code, 'TX_UNMANAGED', sql);
    for (const sql of ['commit', 'rollback']) {
      const ran = await world.engine.query(sql);
      assert.deepEqual([ran.failure.code, ran.hasWritten, ran.isInTransaction], ['SQL_ERROR', false, false], sql);
    }
  });

  test('a setting is not changed inside a transaction, and not to what is no word', async () => {
    await world.engine.begin();
    assert.equal((await world.engine.query('pragma foreign_keys = off')).failure.code, 'UNSUPPORTED');
    await world.engine.rollback();
    assert.equal((await world.engine.query("pragma foreign_keys = 'a; b'")).failure.code, 'UNSUPPORTED');
    assert.deepEqual(await world.engine.rows('pragma foreign_keys'), [[1]]);
  });

  test('deferred foreign keys are for the transaction that asks for them, and for no other', async () => {
    const late = await world.engine.script('pragma defer_foreign_keys = on; insert into part values (1); insert into item values (1)');
    assert.equal(late.failure, null);
    await world.engine.query('pragma defer_foreign_keys = on');
    await world.engine.begin();
    assert.equal((await world.engine.query('insert into part values (99)')).failure?.detail.code, '23503');
    await world.engine.rollback();
    await world.engine.begin();
    await world.engine.query('pragma defer_foreign_keys = on');
    assert.equal((await world.engine.query('insert into part values (99)')).failure, null);
    assert.equal((await world.engine.commit()).failure.detail.code, '23503');
    await world.engine.run('delete from part; delete from item');
  });

  test('the schema table and that of this library are out of reach', async () => {
    for (const sql of ["insert into sqlite_schema values ('table', 'x', 'x', 1, '')", 'drop table sqlite_schema', 'select * from journal', 'select * from setting']) {
      assert.equal((await world.engine.query(sql)).failure.code, 'SQL_ERROR', sql);
    }
  });
});
