// That live queries follow virtual tables too, also those that show what is written elsewhere.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { onSqlite } from '../engines.mjs';

const schema = `
  create table plain (id integer primary key, body text);
  create virtual table own using fts5(body);
  create virtual table "VOCÄB " using fts5vocab(own, 'row');
  create virtual table shown using fts5(body, content = 'plain', content_rowid = 'id');
  create virtual table box using rtree(id, low, high);
  create view terms as select term from "vocÄb ";
  insert into plain values (1, 'hello');
  insert into shown (shown) values ('rebuild')`;

const large = "(printf('%.*c', 100000, 'x'))";

onSqlite('virtual tables', schema, (_driver, world) => {
  afterEach(() => world.engine.unwatch());

  for (const [sql, write] of [
    ['select term, doc from "vocÄb "', "insert into own values ('one two')"],
    ['select * from terms', "insert into own values ('three')"],
    ["select body from shown where shown match 'hello'", "update plain set body = 'changed'"],
    ['select count(*) from own_content', "insert into own values ('four')"],
    ['select sum(pgsize) from dbstat', `insert into plain (body) values ${large}`],
    ['select page_count from pragma_page_count', `insert into plain (body) values ${large}`],
  ]) {
    test(`${sql} is run again after ${write}`, async () => {
      const watched = await world.engine.watch(sql);
      const written = await world.engine.query(write);
      assert.deepEqual([written.failure, written.schemaChanged], [null, false]);
      assert.notDeepEqual(world.engine.rowsOf(await world.engine.rerun(sql)), world.engine.rowsOf(watched));
      assert.ok(written.tables.some((table) => watched.readSet.includes(table)), `${written.tables}`);
    });
  }

  test('what shows its own rows, or its arguments, is read for itself', async () => {
    for (const [sql, ...tables] of [
      ["select body from own where own match 'one'", 'own'],
      ['select low from box', 'box'],
      ['select value, plain.id from plain, json_each(json_array(body))', 'json_each', 'plain'],
      ["select count(*) from json_tree('[1]')", 'json_tree'],
      ['with dbstat_of as (select id from plain) select max(id) from dbstat_of', 'plain'],
      ['select name from sqlite_schema', 'sqlite_master'],
    ]) {
      const { failure, readSet } = await world.engine.watch(sql);
      assert.deepEqual([failure, readSet.toSorted()], [null, tables], sql);
    }
    assert.deepEqual((await world.engine.query("insert into own values ('five')")).tables, ['own']);
    assert.deepEqual((await world.engine.query('insert into box values (1, 2, 3)')).tables, ['box']);
  });

  test('a name says nothing of what a table is', async () => {
    await world.engine.run(`
      create table dbstat (id); create table pragma_table_list (id); create table pragma_module_list (id);
      create virtual table "a using rtree" using fts5vocab(own, 'row')`);
    assert.deepEqual((await world.engine.watch('select id from dbstat')).readSet, ['dbstat']);
    assert.ok((await world.engine.watch('select term from "a using rtree"')).readSet.includes('*'));
    await world.engine.run('drop table dbstat; drop table pragma_table_list; drop table pragma_module_list; drop table "a using rtree"');
  });

  test('what is rolled back is not told', async () => {
    await world.engine.watch('select count(*) from dbstat');
    const undone = await world.engine.script("begin; insert into plain (body) values ('x'); rollback");
    assert.deepEqual([undone.failure, undone.tables], [null, []]);
  });
});
