// What an application's compiler knows of the client, of repositories and of the dialect for Kysely.

import { PGlite } from '@electric-sql/pglite';
import { live } from '@electric-sql/pglite/live';
import { bigint, integer, pgTable, varchar } from 'drizzle-orm/pg-core';
import { Kysely } from 'kysely';
import { Tabularium } from '../../dist/index.js';
import { DatabaseClient, type InsertOf, type KeyOf, Repository, type RowOf, table } from '../../dist/client/index.js';
import { TabulariumDialect } from '../../dist/kysely/index.js';
import { PGliteWorker } from '../../dist/pglite/index.js';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export const check = <_T extends true>() => {};

const worker = () => new Worker('worker.js');
export const clients = [
  new DatabaseClient(),
  new DatabaseClient(() => new PGliteWorker(worker)),
  new DatabaseClient(() => PGliteWorker.create(worker, { dataDir: 'idb://app' })),
  new DatabaseClient(() => Tabularium.open('idb://app')),
  new DatabaseClient(() => PGlite.create({ extensions: { live } })),
];
export const dialects = [
  new Kysely<{ user: { name: string } }>({ dialect: new TabulariumDialect({ db: await Tabularium.open('idb://app') }) }),
  new Kysely<{ user: { name: string } }>({ dialect: new TabulariumDialect({ db: new PGliteWorker(worker) }) }),
];

class AppDatabase extends DatabaseClient {
  async count(name: string): Promise<number> {
    return (await this.queryOne<{ count: number }>(`select count(*)::int as count from ${name}`))?.count ?? 0;
  }
}
const db = new AppDatabase();

// Drizzle

const usersTable = pgTable('users', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: varchar('name', { length: 255 }).notNull(),
  score: bigint({ mode: 'bigint' }),
});
check<Equal<RowOf<typeof usersTable>, { id: number; name: string; score: bigint | null }>>();
check<Equal<KeyOf<typeof usersTable>, number>>();
check<Equal<InsertOf<typeof usersTable>, typeof usersTable.$inferInsert>>();

const users = new Repository(db, usersTable);
const row = await users.add({ name: 'Ada' });
check<Equal<typeof row, { id: number; name: string; score: bigint | null }>>();
const found = await users.getById(1);
check<Equal<typeof found, typeof row | undefined>>();
await users.update(1, { name: 'Ada', score: 1n });
await users.subscribe((rows) => check<Equal<typeof rows, (typeof row)[]>>());
// @ts-expect-error -- a column that must be given
await users.add({});
// @ts-expect-error -- a column that is not there
await users.add({ name: 'Ada', email: '' });
// @ts-expect-error -- the type of the key
await users.getById('1');
// @ts-expect-error -- the type of a value
await users.update(1, { name: 1 });

// A description

interface Note {
  id: number;
  slug: string;
  text: string | null;
}
const columns = { id: 'id', slug: 'slug', text: 'text' };
const notesTable = table<Note, Omit<Note, 'id'>>({ name: 'notes', columns });
check<Equal<KeyOf<typeof notesTable>, number>>();
const bySlug = table<Note, Omit<Note, 'id'>, 'slug'>({ name: 'notes', key: 'slug', columns });
check<Equal<KeyOf<typeof bySlug>, string>>();
const notes = new Repository(db, notesTable);
const note = await notes.add({ slug: 'a', text: null });
check<Equal<typeof note, Note>>();
await notes.delete(note.id);
// @ts-expect-error -- the type of the key
await notes.delete('a');
// @ts-expect-error -- a column that is not described
table<Note>({ name: 'notes', columns: { id: 'id', slug: 'slug' } });

// The client

const rows = await db.query<Note>('select * from notes');
check<Equal<typeof rows, Note[]>>();
const one = await db.queryOne<Note>('select * from notes where id = $1', [1]);
check<Equal<typeof one, Note | undefined>>();
const end = await db.liveQuery<Note>('select * from notes', [], (all) => check<Equal<typeof all, Note[]>>());
check<Equal<typeof end, () => void>>();
const result = await db.transaction(async (tx) => (await tx.query<Note>('select * from notes')).rows, { retry: true });
check<Equal<typeof result, Note[]>>();
