// The database client and its repositories, on a PGlite of their own and on databases that misbehave.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import { live } from '@electric-sql/pglite/live';
import { bigint, date, integer, jsonb, pgSchema, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { DatabaseClient, Repository, table } from '../dist/client.js';

const NOTES = table({ name: 'note', columns: { id: 'id', text: 'text', isDone: 'is done' } });

let pg;
before(async () => {
  pg = await PGlite.create({ extensions: { live } });
  await pg.exec(`
    create table note (id int primary key generated always as identity, text text not null, "is done" bool default false);
    create table kept (day date primary key, amount bigint, at timestamptz, days date[], data jsonb, made text, changed int);
    create schema "od""d";
    create table "od""d"."ta.ble" ("k""ey" text primary key, "select" int);
    create table pair (a int, b int, primary key (a, b));
    create table bare (id int primary key generated always as identity);
  `);
});
after(() => pg.close());

/** A client over the one PGlite, which its close leaves open for the next test. */
const client = () =>
  new DatabaseClient(() => ({
    query: (...call) => pg.query(...call),
    transaction: (...call) => pg.transaction(...call),
    live: pg.live,
    close: async () => {},
  }));

const codeOf = (promise) => promise.then(() => 'none', (error) => error.code);
const until = async (holds) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
};

/** A database that does nothing, and what was done with it. */
function fakeDatabase(more = {}) {
  const done = [];
  return {
    done,
    query: async () => ({ rows: [] }),
    transaction: (...call) => done.push(call),
    live: { query: async () => ({ initialResults: { rows: [] }, unsubscribe: () => done.push('unsubscribed') }) },
    close: async () => void done.push('closed'),
    ...more,
  };
}

test('init opens once, whoever asks, and again after it has failed', async () => {
  let count = 0;
  const db = new DatabaseClient(async () => {
    count++;
    if (count === 1) throw new Error('not today');
    return fakeDatabase();
  });
  const both = await Promise.allSettled([db.init(), db.init()]);
  assert.deepEqual(both.map(({ reason }) => reason.message), ['not today', 'not today']);
  await Promise.all([db.init(), db.init()]);
  await db.init();
  assert.equal(count, 2);
});

test('a database that never becomes ready is closed', async () => {
  const broken = fakeDatabase({ waitReady: Promise.reject(new Error('no worker')) });
  const db = new DatabaseClient(() => broken);
  await assert.rejects(db.init(), /no worker/);
  assert.deepEqual(broken.done, ['closed']);
});

test('an attempt that fails after a close does not undo the next one', async () => {
  const attempts = [];
  const db = new DatabaseClient(() => new Promise((resolve, reject) => attempts.push({ resolve, reject })));
  const first = db.init();
  const closing = db.close();
  const second = db.init();
  attempts[1].resolve(fakeDatabase());
  await second;
  attempts[0].reject(new Error('too late'));
  await assert.rejects(first, /too late/);
  await closing;
  await db.query('select 1');
  assert.equal(attempts.length, 2);
});

test('queries give rows, and one row or undefined', async () => {
  const db = client();
  assert.deepEqual(await db.query('select $1::int as a union all select 2 order by a', [1]), [{ a: 1 }, { a: 2 }]);
  assert.deepEqual(await db.queryOne('select 3 as a'), { a: 3 });
  assert.equal(await db.queryOne('select 1 where false'), undefined);
});

test('close is one close, ends live queries and refuses calls until init', async () => {
  const opened = fakeDatabase();
  const db = new DatabaseClient(() => opened);
  await db.liveQuery('select 1', [], () => {});
  await Promise.all([db.close(), db.close()]);
  assert.deepEqual(opened.done, ['unsubscribed', 'closed']);
  assert.equal(await codeOf(db.query('select 1')), 'CLOSED');
  await db.init();
  await db.query('select 1');
  await db[Symbol.asyncDispose]();
  assert.equal(await codeOf(db.query('select 1')), 'CLOSED');
});

test('a live query that begins while the client closes is ended', async () => {
  let begin;
  const opened = fakeDatabase();
  opened.live.query = () => new Promise((resolve) => (begin = resolve));
  const db = new DatabaseClient(() => opened);
  await db.init();
  const seen = [];
  const starting = db.liveQuery('select 1', [], (rows) => seen.push(rows));
  await until(() => begin !== undefined);
  const closing = db.close();
  begin({ initialResults: { rows: [1] }, unsubscribe: () => opened.done.push('unsubscribed') });
  assert.equal(await codeOf(starting), 'CLOSED');
  await closing;
  assert.deepEqual([seen, opened.done.toSorted()], [[], ['closed', 'unsubscribed']]);
});

test('what a callback of a live query throws stops nothing', async (t) => {
  const told = t.mock.method(console, 'error', () => {});
  const end = await client().liveQuery('select 1 as one', [], () => {
    throw new Error('mine');
  });
  end();
  assert.match(String(told.mock.calls[0].arguments[0]), /mine/);
});

test('a transaction commits or rolls back, and hands its options on', async () => {
  const db = client();
  const refused = db.transaction(async (tx) => {
    await tx.query("insert into note (text) values ('never')");
    throw new Error('no');
  });
  await assert.rejects(refused, /no/);
  assert.deepEqual(await db.query("select from note where text = 'never'"), []);
  const opened = fakeDatabase();
  await new DatabaseClient(() => opened).transaction(async () => {}, { retry: true });
  assert.deepEqual(opened.done[0][1], { retry: true });
});

test('a repository over a description: all it can do, by the names of properties', async () => {
  const notes = new Repository(client(), NOTES);
  const seen = [];
  const end = await notes.subscribe((rows) => seen.push(rows));
  const added = await notes.add({ text: "it's", isDone: undefined });
  assert.deepEqual(added, { id: added.id, text: "it's", isDone: false });
  assert.deepEqual(await notes.getAll(), [added]);
  assert.deepEqual(await notes.getById(added.id), added);
  assert.deepEqual(await notes.update(added.id, { isDone: true }), { ...added, isDone: true });
  assert.deepEqual(await notes.update(added.id, {}), { ...added, isDone: true });
  assert.equal(await notes.update(-1, { text: 'none' }), undefined);
  await until(() => seen.at(-1)[0]?.isDone === true);
  end();
  assert.deepEqual([await notes.delete(added.id), await notes.delete(added.id)], [true, false]);
  assert.equal(await notes.getById(added.id), undefined);
});

test('what is no column is refused with what there is, and nothing is sent', async () => {
  const notes = new Repository(client(), NOTES);
  for (const wrong of [{ txt: 'a' }, { 'text") values (1); --': 'a' }, { toString: 'a' }, null, 'text']) {
    assert.equal(await codeOf(notes.add(wrong)), 'INVALID_ARGUMENT');
    assert.equal(await codeOf(notes.update(1, wrong)), 'INVALID_ARGUMENT');
  }
  await assert.rejects(notes.add({ txt: 'a' }), /"note" has no column for txt; it has id, text, isDone\./);
  assert.deepEqual(await notes.getAll(), []);
});

test('names are quoted, whatever is in them', async () => {
  const odd = pgSchema('od"d').table('ta.ble', { key: text('k"ey').primaryKey(), select: integer() });
  const rows = new Repository(client(), odd);
  assert.deepEqual(await rows.add({ key: '1', select: 2 }), { key: '1', select: 2 });
  assert.deepEqual(await rows.update('1', { select: 3 }), { key: '1', select: 3 });
  assert.deepEqual(await rows.getAll(), [{ key: '1', select: 3 }]);
  const bare = new Repository(client(), table({ name: 'public.bare', columns: { id: 'id' } }));
  assert.deepEqual(await bare.add({}), { id: 1 });
});

test("values of a Drizzle table are those of its columns' modes, and its functions give defaults", async () => {
  const kept = pgTable('kept', {
    day: date().primaryKey(),
    amount: bigint({ mode: 'bigint' }),
    at: timestamp({ withTimezone: true }),
    days: date({ mode: 'date' }).array(),
    data: jsonb(),
    made: text().$defaultFn(() => 'by default'),
    changed: integer().$onUpdateFn(() => 7),
  });
  const rows = new Repository(client(), kept);
  const seen = [];
  const end = await rows.subscribe((all) => seen.push(all));
  const late = { day: '2026-11-24', amount: 5n, at: new Date(0), days: [new Date('2026-01-02')], data: 'text' };
  const added = { ...late, made: 'by default', changed: 7 };
  assert.deepEqual(await rows.add(late), added);
  const early = { day: '0900-01-01', amount: null, at: null, days: null, data: null, made: null, changed: 1 };
  assert.deepEqual(await rows.add({ day: '0900-01-01', made: null, changed: 1 }), early);
  assert.deepEqual(await rows.getAll(), [early, added]);
  assert.deepEqual(await rows.update('2026-11-24', { data: { a: [1] } }), { ...added, data: { a: [1] } });
  assert.deepEqual(await rows.update('0900-01-01', { made: 'later' }), { ...early, made: 'later', changed: 7 });
  await until(() => seen.at(-1)[0]?.made === 'later');
  assert.deepEqual(seen.at(-1)[1], { ...added, data: { a: [1] } });
  end();
});

test('a repository needs one column by which its rows are told', () => {
  const db = client();
  const pair = pgTable('pair', { a: integer(), b: integer() }, (columns) => [
    primaryKey({ columns: [columns.a, columns.b] }),
  ]);
  for (const [source, message] of [
    [pair, /pair needs one column with primaryKey\(\)/],
    [table({ name: 'note', key: 'nr', columns: { id: 'id' } }), /no column for its key nr/],
    [{ name: 'note' }, /made over/],
    [{}, /made over/],
    [undefined, /made over/],
  ]) {
    assert.throws(() => new Repository(db, source), (error) => error.code === 'INVALID_ARGUMENT' && message.test(error.message));
  }
});
