import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectorTo, modules, newConnection, run } from './support/sqlite.mjs';

const { decodeSqliteResults, results } = modules;

/** A value, there and back. */
const echo = (value) => run(newConnection(), 'select ? as value', [value]).rows[0].value;

for (const [name, value] of Object.entries({
  null: null,
  'a small integer': 5,
  'the largest of 32 bits': 2 ** 31 - 1,
  'one more': 2 ** 31,
  'the largest safe integer': Number.MAX_SAFE_INTEGER,
  'the smallest safe integer': Number.MIN_SAFE_INTEGER,
  'the largest of 64 bits': 2n ** 63n - 1n,
  'the smallest of 64 bits': -(2n ** 63n),
  'a fraction': 0.1,
  'minus infinity': -Infinity,
  'an emoji': 'x🌍y',
  'a NUL in text': 'a\0b',
  'an empty text': '',
  'a long text': 'é'.repeat(5000),
  bytes: Uint8Array.of(0, 255),
  'no bytes': new Uint8Array(),
  'a megabyte': new Uint8Array(2 ** 20).fill(7),
})) {
  test(`${name} comes back as it was`, () => assert.deepEqual(echo(value), value));
}

test('values that SQLite has no type for become the nearest', () => {
  assert.deepEqual(
    [echo(true), echo(undefined), echo(NaN), echo(new Date(0)), echo([1, 'a']), echo([1n, [2n]]), echo(7n)],
    [1, null, null, '1970-01-01T00:00:00.000Z', '[1,"a"]', '["1",["2"]]', 7],
  );
  assert.ok(Object.is(echo(-0), -0) || echo(-0) === 0);
});

test('integers are bigints where that is asked for', () => {
  const connection = newConnection();
  const bytes = connection.run(connection.prepare('select 1 as a, 2147483648 as b, 9223372036854775807 as c, 0.5 as d'));
  const [{ rows }] = decodeSqliteResults(bytes, { bigints: true });
  assert.deepEqual(rows, [{ a: 1n, b: 2147483648n, c: 9223372036854775807n, d: 0.5 }]);
});

test('parameters go by position, by number and by name', () => {
  const connection = newConnection();
  const values = (sql, params, names) => Object.values(run(connection, sql, params, names).rows[0]);
  assert.deepEqual(values('select ? as a, ? as b', [1, 2]), [1, 2]);
  assert.deepEqual(values('select ?2 as a, ?1 as b', [1, 2]), [2, 1]);
  assert.deepEqual(values('select $2 as a, $1 as b, $2 as c', [1, 2]), [2, 1, 2]);
  assert.deepEqual(values('select :a as x, @b as y, $c as z', [1, 2, 3], ['a', 'b', 'c']), [1, 2, 3]);
  assert.deepEqual(values('select :a as x, :a as y', [1], [':a']), [1, 1]);
  const ring = [];
  ring.push(ring);
  for (const [sql, params, names, message] of [
    ['select ?', [], null, /takes 1 parameters, and 0/],
    ['select 1', [1], null, /takes 0 parameters, and 1/],
    ['select :a', [1], null, /has a name/],
    ['select ?', [1], ['a'], /has no name/],
    ['select :a', [1], ['b'], /no value was given for parameter :a/],
    ['select :a', [1, 2], ['a', 'b'], /has no parameter b/],
    ['select ?', [2n ** 63n], null, /64 bits/],
    ['select ?', [Symbol('x')], null, /symbol/],
    ['select ?', [new Date(NaN)], null, /parameter 1 cannot be written as text/],
    ['select :a', [ring], ['a'], /parameter :a cannot be written as text/],
  ]) {
    assert.throws(() => run(connection, sql, params, names), { code: 0, message });
    assert.equal(connection.isDead, false);
  }
});

test('a column named __proto__ is an ordinary one, and of two with one name the last counts', () => {
  const { rows, fields } = run(newConnection(), 'select 1 as __proto__, 2 as a, 3 as a');
  assert.deepEqual(Object.entries(rows[0]), [['__proto__', 1], ['a', 3]]);
  assert.equal(fields.length, 3);
});

test('a result tells what was done', () => {
  const connection = newConnection();
  const done = (sql) => {
    const { command, affectedRows, rowCount, lastInsertId } = run(connection, sql);
    return [command, affectedRows, rowCount, lastInsertId];
  };
  assert.deepEqual(done('create table t (id integer primary key, a)'), ['CREATE', 0, 0, undefined]);
  assert.deepEqual(done("/* c */ insert into t (a) values ('a'), ('b') returning id"), ['INSERT', 2, 2, 2]);
  assert.deepEqual(done("with x as (select 'c') insert into t (a) select * from x"), ['INSERT', 1, 0, 3]);
  assert.deepEqual(done("replace into t values (3, 'd')"), ['INSERT', 1, 0, 3]);
  assert.deepEqual(done("update t set a = 'e'"), ['UPDATE', 3, 0, undefined]);
  assert.deepEqual(done('with x as (select 1) select * from t, x'), ['SELECT', 0, 3, undefined]);
  assert.deepEqual(done('values (1), (2)'), ['SELECT', 0, 2, undefined]);
  assert.deepEqual(done('delete from t'), ['DELETE', 3, 0, undefined]);
  assert.deepEqual(done('vacuum'), ['VACUUM', 0, 0, undefined]);
  assert.equal(done('explain delete from t')[0], 'EXPLAIN');
});

test('a result has the id of a row that was inserted, and none where none was', () => {
  const connection = newConnection();
  const lastId = (sql) => run(connection, sql).lastInsertId;
  run(connection, 'create table log (id integer primary key, note)');
  run(connection, 'create table t (id integer primary key, a unique, n default 0)');
  run(connection, 'create table plain (a primary key) without rowid');
  run(connection, 'create view shown as select a from t');
  run(connection, 'create trigger logs after update on t begin insert into log (note) values (new.a); end');
  run(connection, "create trigger shows instead of insert on shown begin insert into t (a) values (new.a); end");
  assert.equal(lastId("insert into log values (77, 'before')"), 77);
  assert.equal(lastId("insert into t (a) values ('a')"), 1);
  assert.equal(lastId("insert or ignore into t (a) values ('a')"), undefined);
  assert.equal(lastId("insert into t (a) values ('a') on conflict do nothing"), undefined);
  const upsert = (a) => `insert into t (a) values ('${a}') on conflict (a) do update set n = n + 1`;
  assert.equal(lastId(upsert('a')), undefined, 'it has changed a row, and its trigger inserted one elsewhere');
  assert.equal(lastId(upsert('b')), 2);
  assert.equal(lastId("insert into log values (2, 'the same id elsewhere')"), 2);
  assert.equal(lastId(upsert('c')), 3);
  assert.equal(lastId(upsert('c')), undefined);
  assert.throws(() => run(connection, "insert into t (id, a) values (9, 'a') on conflict (id) do update set n = 1"), /UNIQUE/);
  assert.equal(lastId("insert into plain values ('x')"), undefined);
  assert.equal(lastId("insert into shown values ('through a view')"), undefined);
  assert.equal(lastId('insert into t (a) select null where 0'), undefined);
  run(connection, 'insert into log (note) values (last_insert_rowid())');
  assert.deepEqual(run(connection, 'select note from log order by id desc limit 1').rows, [{ note: 3 }], 'SQL sees what SQLite keeps');
});

test('SQLite tells what a statement reads and writes, through views, triggers and foreign keys', () => {
  const connection = newConnection();
  for (const sql of [
    'create table parent (id integer primary key)',
    'create table child (id integer primary key, parent references parent on delete cascade)',
    'create table log (id)',
    'create view shown as select c.id from child c join parent p on p.id = c.parent',
    'create trigger logs after delete on child begin insert into log values (old.id); end',
  ]) {
    run(connection, sql);
  }
  assert.equal(connection.runOwn('pragma foreign_keys = on'), null);
  const facts = (sql) => {
    const { reads, writes, isReadOnly, isSchemaChange, transaction, isSavepoint, refused, setting } = connection.prepare(sql);
    return { reads: [...reads].sort(), writes: [...writes].sort(), isReadOnly, isSchemaChange, transaction, isSavepoint, refused, setting };
  };
  assert.deepEqual(facts('delete from parent').writes, ['child', 'log', 'parent']);
  const read = facts('with a as (select * from Shown) select (select count(*) from log), * from a');
  assert.deepEqual(read.reads.filter((name) => name !== 'a'), ['child', 'log', 'parent', 'shown']);
  assert.equal(read.isReadOnly, true);
  assert.equal(facts('alter table log add column more').isSchemaChange, true);
  assert.equal(facts('begin immediate').transaction, 'BEGIN');
  assert.equal(facts('end').transaction, 'COMMIT');
  assert.equal(facts('savepoint a').isSavepoint, true);
  assert.equal(facts('pragma foreign_keys = off').setting, 'foreign_keys');
  assert.equal(facts('pragma journal_mode = wal').refused, 'PRAGMA journal_mode');
  assert.equal(facts("attach 'x' as y").refused, 'ATTACH');
  assert.equal(facts('create temp view x as select 1').refused, 'CREATE TEMP');
  assert.throws(() => run(connection, "vacuum into 'elsewhere'"), /authoriz/);
  assert.deepEqual(run(connection, 'pragma journal_mode').rows, [{ journal_mode: 'memory' }]);
});

test('what a virtual table prepares for itself is not done by the statement that uses it first', () => {
  const connect = connectorTo(new modules.PageFiles());
  const first = connect('database');
  run(first, 'create virtual table box using rtree(id, low, high)');
  run(first, 'create virtual table page using fts5(body)');
  run(first, 'create table plain as select 1 as a');
  run(first, 'insert into box values (79, 1, 2), (80, 3, 4), (81, 5, 6)');
  first.close();
  const openings = {
    'opening the file': (connection) => (connection.close(), connect('database')),
    'a new schema': (connection) => (run(connection, 'vacuum'), connection.forget(), connection),
    'a change of the schema that fails': (connection) => {
      assert.throws(() => run(connection, 'alter table plain add column more check (more > 1) default 1'), /CHECK/);
      return connection;
    },
  };
  const wanted = [
    ['select * from box', 'SELECT', ['box'], []],
    ['delete from box where id < 0', 'DELETE', ['box'], ['box']],
    ['update page set body = 1 where rowid < 0', 'UPDATE', ['page'], ['page']],
  ];
  let connection = connect('database');
  for (const [name, opened] of Object.entries(openings)) {
    for (const [sql, ...facts] of wanted) {
      connection = opened(connection);
      const { action, reads, writes } = connection.prepare(`/* ${name} */ ${sql}`);
      assert.deepEqual([action, reads, writes], facts, `${sql} after ${name}`);
    }
    connection = opened(connection);
    const script = connection.openScript('select * from box');
    assert.equal(script.next().action, 'SELECT', name);
    script.close();
  }
  const { affectedRows, lastInsertId } = run(connect('database'), 'select * from box');
  assert.deepEqual([affectedRows, lastInsertId], [0, undefined]);
});

test('statements stay prepared, also more than are kept, and see a changed schema', () => {
  const connection = newConnection();
  run(connection, 'create table t (a)');
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 300; i++) assert.equal(run(connection, `select ${i} as i`).rows[0].i, i);
  }
  assert.deepEqual(run(connection, 'select * from t').fields.map(({ name }) => name), ['a']);
  run(connection, 'insert into t values (1)');
  run(connection, 'alter table t add column b default 2');
  connection.forget();
  assert.deepEqual(run(connection, 'select * from t').rows, [{ a: 1, b: 2 }]);
});

test('a script is prepared statement by statement, and errors are where they are in the whole', () => {
  const connection = newConnection();
  const commandsOf = (sql) => {
    const script = connection.openScript(sql);
    const commands = [];
    for (let next = script.next(); next !== null; next = script.next()) {
      if (next.failure !== null) {
        commands.push(next.failure.position);
        break;
      }
      connection.run(next);
      commands.push(next.command);
    }
    script.close();
    return commands;
  };
  assert.deepEqual(commandsOf(''), []);
  assert.deepEqual(commandsOf(' -- nothing\n; /* ; */ ;;'), []);
  assert.deepEqual(commandsOf("create table é (x); insert into é values (';'); select * from é"), ['CREATE', 'INSERT', 'SELECT']);
  assert.deepEqual(commandsOf("select '🌍é'; selec"), ['SELECT', 15]);
  assert.deepEqual(commandsOf('create trigger t after insert on é begin select 1; select 2; end; select 3'), ['CREATE', 'SELECT']);
});

test('of one statement, only comments and semicolons may follow', () => {
  const connection = newConnection();
  assert.equal(connection.prepare('select 1 ; -- no more').hasMore, false);
  assert.equal(connection.prepare('select 1; select 2').hasMore, true);
  assert.equal(connection.prepare(' -- nothing').isEmpty, true);
});

test('results are joined, and kept without their rows', () => {
  const connection = newConnection();
  run(connection, 'create table t (id integer primary key, a)');
  const bytes = (sql) => connection.run(connection.prepare(sql));
  const joined = results.join([
    bytes("insert into t (a) values ('x'), (null), (x'00') returning *"),
    bytes('select 1.5 as r, 9223372036854775807 as i, a from t'),
  ]);
  assert.deepEqual(decodeSqliteResults(joined).map(({ rows }) => rows.length), [3, 3]);
  const kept = decodeSqliteResults(results.withoutRows(joined));
  assert.deepEqual(
    kept.map(({ command, affectedRows, rows, fields, lastInsertId }) => [command, affectedRows, rows, fields, lastInsertId]),
    [
      ['INSERT', 3, [], [], 3],
      ['SELECT', 0, [], [], undefined],
    ],
  );
  assert.equal(decodeSqliteResults(results.join([]))[0].rows.length, 0);
});

test('a statement that fails leaves nothing, and its connection goes on', () => {
  const connection = newConnection();
  run(connection, 'create table t (a unique)');
  assert.throws(() => run(connection, "insert into t values ('a'), ('b'), ('a')"), { name: 'SQLITE_CONSTRAINT_UNIQUE' });
  assert.deepEqual(run(connection, 'select * from t').rows, []);
  assert.equal(connection.isInTransaction, false);
});

test('a module that SQLite cannot be started in is an error', async () => {
  const needsMore = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, 0x61, 1, 0x62, 0, 0);
  await assert.rejects(modules.startSqlite(await WebAssembly.compile(needsMore)), /import/i);
});
