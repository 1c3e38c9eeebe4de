// The dialect for Kysely where things go wrong, on a PGlite of its own and on databases that misbehave.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import { Kysely } from 'kysely';
import { TabulariumDialect } from '../dist/kysely.js';

let pg;
let db;
before(async () => {
  pg = await PGlite.create();
  await pg.exec(`
    create table owner (id int primary key);
    create table pet (owner int references owner deferrable initially deferred);
  `);
  db = new Kysely({ dialect: new TabulariumDialect({ db: pg }) });
});
after(() => pg.close());

const pets = () => db.selectFrom('pet').selectAll().execute();

test('a commit that fails tells why, and nothing is kept', async () => {
  const insert = (tx) => tx.insertInto('pet').values({ owner: 1 }).execute();
  await assert.rejects(db.transaction().execute(insert), (error) => error.code === '23503');
  const tx = await db.startTransaction().execute();
  await insert(tx);
  await assert.rejects(tx.commit().execute(), (error) => error.code === '23503');
  assert.deepEqual(await pets(), []);
});

test('a transaction that cannot begin as it is asked to holds up nobody', async () => {
  // A level that Kysely knows and PostgreSQL does not.
  const transaction = db.transaction().setIsolationLevel('snapshot');
  await assert.rejects(transaction.execute(async () => {}), /syntax error/);
  assert.deepEqual(await pets(), []);
});

test('what a closure throws is what the caller hears, and nothing is kept', async () => {
  const own = new Error('mine');
  const transaction = db.transaction().execute(async (tx) => {
    await tx.insertInto('owner').values({ id: 1 }).execute();
    throw own;
  });
  await assert.rejects(transaction, (error) => error === own);
  assert.deepEqual(await db.selectFrom('owner').selectAll().execute(), []);
});

test("a transaction that goes with its leader ends with the library's error, not with that of its rollback", async () => {
  const gone = Object.assign(new Error('The leader is gone.'), { code: 'TX_ABORTED_FAILOVER' });
  const lost = { query: () => Promise.reject(gone), rollback: () => Promise.reject(new Error('It has ended.')) };
  const dialect = new TabulariumDialect({ db: { transaction: async (closure) => closure(await lost) } });
  const transaction = new Kysely({ dialect })
    .transaction()
    .execute((tx) => tx.selectFrom('pet').selectAll().execute());
  await assert.rejects(transaction, (error) => error === gone);
});

test('a transaction that is refused tells why', async () => {
  const closed = Object.assign(new Error('The database is closed.'), { code: 'CLOSED' });
  const refused = new Kysely({ dialect: new TabulariumDialect({ db: { transaction: () => Promise.reject(closed) } }) });
  await assert.rejects(refused.transaction().execute(async () => {}), (error) => error === closed);
});
