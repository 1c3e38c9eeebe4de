import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './support/bundle.mjs';

const { patchOf, OverlaidStatement } = await load('overlay/patch.ts');

const TODOS = [
  { id: 1, title: 'Ada', done: 0 },
  { id: 2, title: 'Bob', done: 0 },
  { id: 5, title: 'Eve', done: 0 },
];
const fieldsOf = (rows) => Object.keys(rows[0]).map((name) => ({ name, dataTypeID: 0 }));

/** What a write makes of rows; `undefined` where it is not told. */
function applied(query, write, rows = TODOS, { params = [], options = {}, queryParams = [] } = {}) {
  const patch = patchOf('w', write, params, options);
  const statement = new OverlaidStatement(query, queryParams);
  if (!patch.appliesTo(statement)) return undefined;
  const before = structuredClone(rows);
  const changed = patch.apply(statement, rows, fieldsOf(rows));
  assert.deepEqual(rows, before, 'the rows it was given are as they were');
  return changed?.rows;
}

const ids = (rows) => rows?.map(({ id }) => id);

test('an inserted row stands where the order wants it, and what only the database knows is undefined', () => {
  const all = 'select id, title, done from todo order by ';
  const insert = 'insert into todo (title, done) values (?, 1)';
  const row = { id: undefined, title: 'Cid', done: 1 };
  const given = { params: ['Cid'] };
  assert.deepEqual(applied(`${all} id`, insert, TODOS, given), [...TODOS, row]);
  assert.deepEqual(applied(`${all} id desc`, insert, TODOS.toReversed(), given), [row, ...TODOS.toReversed()]);
  assert.deepEqual(applied(`${all} title`, insert, TODOS, given).map(({ title }) => title), ['Ada', 'Bob', 'Cid', 'Eve']);
  assert.deepEqual(applied('select * from Todo', insert, TODOS, given).at(-1), row);
  const numbered = "INSERT INTO \"todo\" (\"id\", title, done) VALUES (3, 'x', 0), (4, 'y', 0);";
  assert.deepEqual(ids(applied('select * from todo order by done, id', numbered)), [1, 2, 3, 4, 5]);
});

test('rows that are ordered by a name of the result are placed by the column that has it', () => {
  const people = TODOS.map(({ id, title }) => ({ id, label: title }));
  const labels = (query, write) => applied(query, write, people)?.map(({ label }) => label);
  const query = 'select id, title as label from todo order by label limit 3';
  assert.deepEqual(labels(query, "insert into todo (title) values ('Cid')"), ['Ada', 'Bob', 'Cid']);
  assert.equal(labels(query, "update todo set title = 'Zoe' where id = 1"), undefined, 'a row behind the last could come in');
  const named = "select id, title as label from todo where label = 'Ada'";
  assert.equal(labels(named, "update todo set title = 'Zoe' where id = 1"), undefined, 'it may be a column');
});

test('a row is not placed by its number where that may be among its values', () => {
  const all = 'select * from todo order by rowid';
  assert.deepEqual(ids(applied(all, "insert into todo (id, title) values (null, 'x')")), [1, 2, 5, null]);
  for (const id of ['3', "'3'", 'abs(-3)']) {
    assert.equal(applied(all, `insert into todo (id, title) values (${id}, 'x')`), undefined, id);
  }
  const numbered = [1, 2].map((rowid) => ({ rowid, amount: 7 }));
  const insert = 'insert into todo (amount) values (7)';
  assert.equal(applied('select rowid, amount from todo order by rowid', insert, numbered).length, 3, 'it is another column');
  assert.equal(applied('select rowid, amount from todo order by oid', insert, numbered), undefined);
});

test('pending rows without an id keep their order, in both directions', () => {
  const insert = 'insert into todo (title) values (?)';
  const twice = (query, rows) => {
    const once = applied(query, insert, rows, { params: ['first'] });
    return applied(query, insert, once, { params: ['second'] }).map(({ title }) => title);
  };
  assert.deepEqual(twice('select * from todo order by id', TODOS), ['Ada', 'Bob', 'Eve', 'first', 'second']);
  assert.deepEqual(twice('select * from todo order by id desc', TODOS.toReversed()), ['second', 'first', 'Eve', 'Bob', 'Ada']);
});

test('an inserted row concerns queries whose condition surely holds for it, and no others', () => {
  const insert = "insert into todo (id, title, done) values (9, 'Nil', 0)";
  assert.deepEqual(ids(applied('select * from todo where done = 0 and not done and id > 5', insert)), [1, 2, 5, 9]);
  const two = "insert into todo (id, title, done) values (8, 'x', 1), (9, 'y', 0)";
  assert.deepEqual(ids(applied('select * from todo where done = 0', two)), [1, 2, 5, 9]);
  assert.equal(applied('select * from todo where done = ?', insert, TODOS, { queryParams: [true] }), undefined);
  assert.deepEqual(ids(applied("select * from todo where title <> 'Ada'", insert)), [1, 2, 5, 9]);
  assert.equal(applied('select * from todo where title is null', insert), undefined);
  assert.equal(applied("select * from todo where title = 'nil'", insert), undefined, 'a collation decides');
  assert.equal(applied("select * from todo where title > 'A'", insert), undefined, 'a collation decides');
  assert.equal(applied("select * from todo where id = '9'", insert), undefined, 'an affinity decides');
  assert.equal(applied('select * from todo where owner = 1', insert), undefined, 'a default decides');
});

test('a limit holds, and an unordered one tells nothing', () => {
  const insert = "insert into todo (title) values ('x')";
  assert.deepEqual(ids(applied('select * from todo order by id desc limit 3', insert, TODOS.toReversed())), [undefined, 5, 2]);
  assert.deepEqual(ids(applied('select * from todo order by id limit ?', insert, TODOS, { queryParams: [3] })), [1, 2, 5]);
  assert.equal(applied('select * from todo limit 3', insert), undefined);
});

test('an update changes the rows for which its condition holds', () => {
  const query = 'select id, title as name, done from todo order by id';
  const rows = TODOS.map(({ id, title, done }) => ({ id, name: title, done }));
  const after = applied(query, 'update todo set title = ?, done = true where id = ?', rows, { params: ["it's", 2] });
  assert.deepEqual(after[1], { id: 2, name: "it's", done: 1 });
  assert.equal(after[0], rows[0], 'other rows are the same objects');
  assert.equal(applied(query, 'update todo set done = 1 where owner = 3', rows), undefined, 'the rows do not say');
  assert.equal(applied(query, 'update todo set done = done + 1', rows), undefined);
  assert.deepEqual(ids(applied('select * from todo order by title', "update todo set title = 'Zoe' where id = 1")), [2, 5, 1]);
});

test('an update takes rows out of a result, and tells nothing where others could come in', () => {
  const open = 'select * from todo where done = 0';
  assert.deepEqual(ids(applied(open, 'update todo set done = 1 where id = 2')), [1, 5]);
  assert.equal(applied(open, 'update todo set done = 0 where id = 7'), undefined);
  const rename = "update todo set title = 'x', done = 0 where id = 2";
  assert.equal(applied(open, rename), undefined);
  assert.equal(applied(open, rename, TODOS, { options: { key: 'id' } })[1].title, 'x', 'the key says that there is no other');
  const last = 'select * from todo order by title limit 3';
  assert.equal(applied(last, "update todo set title = 'Zoe' where id = 1"), undefined, 'a row behind the last could come in');
});

test('a deleted row is gone, and a pending row of unknown id is left alone', () => {
  const rows = [...TODOS, { id: undefined, title: 'pending', done: 0 }];
  assert.deepEqual(ids(applied('select * from todo', 'delete from todo where id = 2', rows)), [1, 5, undefined]);
  assert.deepEqual(ids(applied('select * from todo', 'delete from todo')), []);
  assert.equal(applied('select * from todo', "delete from todo where id = '2'"), undefined);
});

test('other tables, and what is not simple, are not concerned', () => {
  for (const [query, write] of [
    ['select * from todo', 'delete from user'],
    ['select * from todo join user', 'delete from todo'],
    ['select count(*) as id from todo', 'delete from todo'],
    ['select * from todo', 'insert or replace into todo (id) values (1)'],
    ['select * from todo', 'delete from todo where id in (1, 2)'],
    ['select * from todo', 'update todo set id = ?'],
  ]) {
    assert.equal(applied(query, write), undefined, `${query} / ${write}`);
  }
});

test('a described write needs no SQL that is simple', () => {
  const told = (patch, query = 'select * from todo order by id') => applied(query, 'select 1', TODOS, { options: { patch } });
  assert.deepEqual(told({ insert: 'Todo', row: { ID: 3, title: 'x', done: false } })[2], { id: 3, title: 'x', done: 0 });
  assert.equal(told({ update: 'todo', key: { id: 5 }, set: { title: 'y' } })[2].title, 'y');
  assert.deepEqual(ids(told({ delete: 'todo', key: { id: 1n } })), [2, 5]);
  const known = told({ insert: 'todo', row: { id: 2, title: 'again', done: 1 }, key: 'id' });
  assert.deepEqual(known, TODOS, 'a row that the result has already is no second one');
  assert.notEqual(known[1], TODOS[1], 'but it can be marked');
  assert.deepEqual(ids(told({ insert: 'todo', row: { title: 'x' }, key: 'id' })), [1, 2, 5, undefined]);
  for (const patch of [{}, { insert: 1, row: {} }, { insert: 'todo', row: null }, { delete: 'todo', key: {} }]) {
    assert.throws(() => patchOf('w', '', [], { patch }), { code: 'INVALID_ARGUMENT', outcome: 'notRun' });
  }
});

test('a row is known again by its key where types and collations leave no doubt, and is not shown where they do', () => {
  const query = 'select id, title from todo';
  const after = (value, ...found) => {
    const rows = found.map((id) => ({ id, title: 'x' }));
    const given = { params: [value], options: { key: 'id' } };
    return ids(applied(query, "insert into todo (id, title) values (?, 'x')", rows, given));
  };
  const [one, two] = [Uint8Array.of(1), Uint8Array.of(2)];
  assert.deepEqual(after(Uint8Array.of(2), one, two), [one, two]);
  assert.deepEqual(after(two, one, Uint8Array.of(2, 0)), [one, Uint8Array.of(2, 0), two]);
  assert.deepEqual(after(2, 1n, 2n), [1n, 2n]);
  assert.deepEqual(after('b', 'a', 'b', 'B'), ['a', 'b', 'B']);
  assert.equal(after('2', 1, 2), undefined, 'an affinity decides');
  assert.equal(after('A', 'a'), undefined, 'a collation decides');
  assert.deepEqual(after(2, 1, undefined), [1, undefined, 2], 'a pending row of unknown id is another one');
});

test('a row whose key is NULL has none', () => {
  const options = { key: 'id' };
  const insert = "insert into todo (id, title) values (?, 'Bob')";
  const rows = [{ id: null, title: 'Ada' }];
  assert.deepEqual(applied('select id, title from todo', insert, rows, { params: [null], options }), [...rows, { id: null, title: 'Bob' }]);
  for (const key of [null, undefined, NaN]) assert.equal(patchOf('w', insert, [key], options).isRepeatable, false, `${key}`);
  const two = "insert into todo (id, title) values (1, 'Ada'), (null, 'Bob')";
  assert.equal(patchOf('w', two, [], options).isRepeatable, false);
  assert.equal(patchOf('w', "insert into todo (title) values ('Bob')", [], options).isRepeatable, false);
});

test('bytes are compared by what is in them', () => {
  const rows = [{ id: Uint8Array.of(1) }, { id: Uint8Array.of(2) }];
  const left = (write) => applied('select * from todo', write, rows, { params: [Uint8Array.of(2)] });
  assert.deepEqual(left('delete from todo where id = ?'), [rows[0]]);
  assert.deepEqual(left('delete from todo where id <> ?'), [rows[1]]);
  assert.equal(left('delete from todo where id < ?'), undefined);
});

test('only what may be laid over twice is repeatable', () => {
  const isRepeatable = (sql, options = {}) => patchOf('w', sql, [], options).isRepeatable;
  assert.equal(isRepeatable('insert into todo (title) values (1)'), false);
  assert.equal(isRepeatable('insert into todo (id) values (1)', { key: 'id' }), true);
  assert.equal(isRepeatable('update todo set done = 1'), true);
  assert.equal(isRepeatable('delete from todo'), true);
  assert.equal(isRepeatable('', { patch: (rows) => rows }), false);
});
