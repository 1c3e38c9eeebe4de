// That what is known of a prepared statement is still true when it runs.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { onSqlite } from '../engines.mjs';

const schema = `
  create table parent (id integer primary key, name text);
  create table child (id integer primary key, parent integer references parent on delete cascade);
  create table log (id integer primary key, text text);
  create table counted (id integer primary key autoincrement, name text);
  create table keyed (name text primary key, length integer as (length(name)) stored) without rowid`;

onSqlite('facts about statements', schema, (_driver, world) => {
  afterEach(() => world.engine.unwatch());

  async function touches(sql, ...tables) {
    const ran = await world.engine.query(sql);
    assert.deepEqual([ran.failure, ran.tables.toSorted(), ran.schemaChanged], [null, tables.toSorted(), false], sql);
  }

  test('a changed setting changes what a known statement writes', async () => {
    for (const table of ['parent', 'child']) await world.engine.watch(`select * from ${table}`);
    const remove = 'delete from parent';
    for (const [isOn, tables] of [['off', ['parent']], ['on', ['parent', 'child']], ['off', ['parent']], ['on', ['parent', 'child']]]) {
      const changed = await world.engine.query(`pragma foreign_keys = ${isOn}`);
      assert.deepEqual([changed.failure, changed.schemaChanged], [null, true]);
      await world.engine.run('delete from child; insert into parent (id) values (1); insert into child values (1, 1)');
      await touches(remove, ...tables);
    }
    await world.engine.run('delete from child');
  });

  test('so do recursive triggers', async () => {
    await world.engine.run("create trigger logs after delete on keyed begin insert into log (text) values (old.name); end");
    for (const table of ['keyed', 'log']) await world.engine.watch(`select * from ${table}`);
    const replace = "replace into keyed (name) values ('a')";
    await touches(replace, 'keyed');
    await world.engine.query('pragma recursive_triggers = on');
    await touches(replace, 'keyed', 'log');
    await world.engine.query('pragma recursive_triggers = off');
    await touches(replace, 'keyed');
    await world.engine.run('drop trigger logs; delete from keyed; delete from log');
  });

  test('so does a trigger that is made or dropped', async () => {
    for (const table of ['parent', 'log']) await world.engine.watch(`select * from ${table}`);
    const insert = 'insert into parent (id) values (null)';
    await touches(insert, 'parent');
    await world.engine.run('create trigger logs after insert on parent begin insert into log (text) values (new.id); end');
    await touches(insert, 'parent', 'log');
    await world.engine.run('drop trigger logs');
    await touches(insert, 'parent');
  });

  test('a change of the schema that is taken back leaves nothing known of it', async () => {
    await world.engine.run('create view shown as select id from parent');
    const query = 'select id from shown';
    const change = "drop view shown; create view shown as select id from log; select id from shown";
    for (const takeBack of [
      async () => {
        await world.engine.begin();
        await world.engine.script(change);
        await world.engine.query(query);
        await world.engine.rollback();
      },
      async () => {
        await world.engine.begin();
        await world.engine.query('savepoint here');
        await world.engine.script(change);
        await world.engine.query(query);
        await world.engine.query('rollback to here');
        await world.engine.commit();
      },
      async () => {
        await world.engine.begin();
        await world.engine.batch([...change.split('; ').map((sql) => ({ sql })), { sql: 'selec' }]);
        await world.engine.commit();
      },
      () => world.engine.batch([...change.split('; ').map((sql) => ({ sql })), { sql: 'selec' }]),
      () => world.engine.script(`${change}; selec`),
    ]) {
      await takeBack();
      const watched = await world.engine.watch(query);
      assert.ok(watched.readSet.includes('parent') && !watched.readSet.includes('log'), String(takeBack));
      assert.deepEqual((await world.engine.query('insert into parent (id) values (null)')).tables, ['parent']);
      await world.engine.unwatch();
    }
    await world.engine.run('drop view shown');
  });

  test('what there is already, or not, is no change of the schema', async () => {
    const definitions = [
      'table made (id integer)',
      'index by_parent on child (parent)',
      'view shown as select id from parent',
      'trigger logs after insert on parent begin insert into log (text) values (new.id); end',
      'virtual table words using fts5(body)',
    ];
    const nothing = 'drop table if exists none; drop index if exists none; drop view if exists none; drop trigger if exists none';
    const lastTold = async () => (await world.engine.changes()).at(-1);
    for (const definition of definitions) {
      const create = `create ${definition}`.replace(/(table|index|view|trigger) /, '$1 if not exists ');
      const [, type, name] = /(table|index|view|trigger) (\w+)/.exec(definition);
      const drop = `drop ${type} if exists ${name}`;
      for (const [sql, isChange] of [[create, true], [create, false], [drop, true], [drop, false], [create, true], [create, false]]) {
        const before = await lastTold();
        const ran = await world.engine.query(sql);
        assert.deepEqual([ran.failure, ran.schemaChanged], [null, isChange], sql);
        const told = await lastTold();
        assert.equal(isChange ? told.kinds[0] : told.number, isChange ? 'schema' : before.number, sql);
      }
      const idle = `${create}; ${nothing}; ${create}`;
      assert.equal((await world.engine.script(idle)).schemaChanged, false, idle);
      assert.equal((await world.engine.batch(nothing.split('; ').map((sql) => ({ sql })))).schemaChanged, false);
      assert.equal((await world.engine.script(`${idle}; ${drop}; ${create}`)).schemaChanged, true, definition);
      await world.engine.begin();
      await world.engine.query(create);
      await world.engine.script(idle);
      assert.equal((await world.engine.commit()).schemaChanged, false, definition);
      await world.engine.begin();
      await world.engine.query('savepoint here');
      await world.engine.query(drop);
      await world.engine.query('rollback to here');
      await world.engine.query(create);
      await world.engine.query(drop);
      await world.engine.query(create);
      assert.equal((await world.engine.commit()).schemaChanged, true, definition);
      await world.engine.query(drop);
    }
  });

  test('every change of the schema is told', async () => {
    for (const sql of [
      'create table copied as select 1 as one',
      'alter table copied add column two',
      'alter table copied rename column two to three',
      'alter table copied rename to renamed',
      'alter table renamed drop column three',
      'create unique index only_one on renamed (one)',
      'reindex',
      'vacuum',
      'analyze',
      'analyze',
      'drop table sqlite_stat1',
      'drop table renamed',
    ]) {
      const ran = await world.engine.query(sql);
      assert.deepEqual([ran.failure, ran.schemaChanged], [null, true], sql);
    }
  });

  test('writes that SQLite does not speak of are told', async () => {
    await world.engine.watch('select seq from sqlite_sequence');
    await touches("insert into counted (name) values ('a')", 'sqlite_sequence');
    await world.engine.unwatch();
    for (const sql of ['analyze', 'pragma user_version = 7', 'vacuum']) {
      const ran = await world.engine.query(sql);
      assert.deepEqual([ran.failure, ran.hasWritten, ran.schemaChanged], [null, true, true], sql);
    }
    assert.deepEqual(await world.engine.rows('pragma user_version'), [[7]]);
    assert.equal((await world.engine.query('select 1')).schemaChanged, false);
    const moved = await world.engine.watch('select * from sqlite_stat1');
    assert.equal(moved.failure, null);
  });

  test('every form of write is told: generated columns, tables without row ids, upserts, returned rows, views', async () => {
    await world.engine.run(`create view both_names as select name from keyed;
      create trigger writes_through instead of insert on both_names begin insert into keyed (name) values (new.name); end`);
    await world.engine.watch('select * from keyed');
    await touches("insert into keyed (name) values ('é') returning length", 'keyed');
    await touches("insert into keyed (name) values ('é') on conflict do nothing");
    await touches("insert into keyed (name) values ('é') on conflict (name) do update set name = 'ée' returning name", 'keyed');
    await touches("with n(x) as (values ('b'), ('c')) insert into keyed (name) select x from n", 'keyed');
    await touches("update keyed set name = upper(name) from (select 'b' as x) where name = x", 'keyed');
    await touches("insert into both_names values ('d')", 'keyed');
    await touches('delete from keyed where length = 99');
    await touches('delete from keyed', 'keyed');
    await world.engine.run('drop view both_names');
  });

  test('tables of full text search are told', async () => {
    await world.engine.run('create virtual table words using fts5(body)');
    await world.engine.watch("select * from words where words match 'tea'");
    await touches("insert into words values ('tea and cake')", 'words');
    await touches("update words set body = 'coffee'", 'words');
    await touches('delete from words', 'words');
    await world.engine.run('drop table words');
  });

  test('statements are told apart from what they say of themselves in comments', async () => {
    await world.engine.watch('select * from log');
    await touches("/* select */ -- select\n insert into log (text) values ('select')", 'log');
    await touches('/* delete from log */ select 1');
  });
});
