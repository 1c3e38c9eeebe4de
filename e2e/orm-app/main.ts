// Drizzle and Kysely over a shared database; a test calls `app`.

import { eq, relations, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { type Generated, Kysely, Migrator, sql as kyselySql } from 'kysely';
import { TabulariumDialect } from 'tabularium/kysely';
import { PGliteWorker } from 'tabularium/pglite';

const pg = await PGliteWorker.create(
  () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
  { dataDir: 'idb://orms' },
);

// Drizzle

const authors = pgTable('authors', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull().unique(),
});
const books = pgTable('books', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  title: text().notNull(),
  isRead: boolean('is_read').notNull().default(false),
  authorId: integer('author_id').notNull().references(() => authors.id),
});
const authorRelations = relations(authors, ({ many }) => ({ books: many(books) }));
const bookRelations = relations(books, ({ one }) => ({
  author: one(authors, { fields: [books.authorId], references: [authors.id] }),
}));
const schema = { authors, books, authorRelations, bookRelations };
const db = drizzle({ client: pg as never, schema });

/** What drizzle-kit writes, as a bundler puts it into the page. */
const migrations = [
  `create table authors (id integer primary key generated always as identity, name text not null unique)`,
  `create table books (id integer primary key generated always as identity, title text not null,
    author_id integer not null references authors (id))`,
  `alter table books add column is_read boolean not null default false`,
].map((statement, i) => ({ sql: [statement], folderMillis: i + 1, hash: `migration ${i}`, bps: true }));

const withDrizzle = {
  async migrate() {
    const { dialect, session } = db as unknown as {
      dialect: { migrate(all: unknown[], session: unknown, config: object): Promise<void> };
      session: unknown;
    };
    await dialect.migrate(migrations, session, { migrationsFolder: '' });
    const { rows } = await db.execute(sql`select count(*)::int as n from drizzle.__drizzle_migrations`);
    return (rows[0] as { n: number }).n;
  },
  async write(name: string) {
    return db.transaction(async (tx) => {
      const [author] = await tx.insert(authors).values({ name }).returning();
      await tx.insert(books).values([
        { title: `${name} I`, authorId: author!.id },
        { title: `${name} II`, authorId: author!.id },
      ]);
      return author;
    });
  },
  async rollBack() {
    const failed = await db
      .transaction(async (tx) => {
        await tx.insert(authors).values({ name: 'nobody' });
        tx.rollback();
      })
      .catch((error: Error) => error.constructor.name);
    await db.transaction(async (tx) => {
      await tx.insert(authors).values({ name: 'outer' });
      await tx
        .transaction(async (inner) => {
          await inner.insert(authors).values({ name: 'inner' });
          throw new Error('inner');
        })
        .catch(() => {});
    });
    const found = await db.select({ name: authors.name }).from(authors).orderBy(authors.name);
    return { failed, names: found.map(({ name }) => name) };
  },
  read: () => db.query.authors.findMany({ with: { books: { orderBy: books.title } }, orderBy: authors.name }),
  async change() {
    await db.update(books).set({ isRead: true }).where(eq(books.title, 'Ada I'));
    return db.select().from(books).innerJoin(authors, eq(books.authorId, authors.id)).where(eq(books.isRead, true));
  },
  async unique() {
    const error = await db.insert(authors).values({ name: 'Ada' }).catch((reason: { cause?: { code?: string } }) => reason);
    return (error as { cause?: { code?: string } }).cause?.code;
  },
};

// Kysely

interface Schema {
  owner: { id: Generated<number>; name: string };
  pet: { id: Generated<number>; name: string; owner_id: number; kind: string };
}
const kysely = new Kysely<Schema>({ dialect: new TabulariumDialect({ db: pg }) });

const withKysely = {
  async migrate() {
    const migrator = new Migrator({
      db: kysely,
      provider: {
        getMigrations: async () => ({
          '1 owner': {
            up: (on) =>
              on.schema
                .createTable('owner')
                .addColumn('id', 'serial', (column) => column.primaryKey())
                .addColumn('name', 'text', (column) => column.notNull().unique())
                .execute(),
          },
          '2 pet': {
            up: (on) =>
              on.schema
                .createTable('pet')
                .addColumn('id', 'serial', (column) => column.primaryKey())
                .addColumn('name', 'text', (column) => column.notNull())
                .addColumn('kind', 'text', (column) => column.notNull())
                .addColumn('owner_id', 'integer', (column) => column.notNull().references('owner.id'))
                .execute(),
          },
        }),
      },
    });
    const { error, results } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
    return results!.map(({ migrationName, status }) => `${migrationName}: ${status}`);
  },
  async write(name: string) {
    return kysely.transaction().execute(async (tx) => {
      const owner = await tx.insertInto('owner').values({ name }).returningAll().executeTakeFirstOrThrow();
      const { numInsertedOrUpdatedRows } = await tx
        .insertInto('pet')
        .values([
          { name: `${name}'s cat`, kind: 'cat', owner_id: owner.id },
          { name: `${name}'s dog`, kind: 'dog', owner_id: owner.id },
        ])
        .executeTakeFirst();
      return { owner, count: Number(numInsertedOrUpdatedRows) };
    });
  },
  async rollBack() {
    const failed = await kysely
      .transaction()
      .execute(async (tx) => {
        await tx.insertInto('owner').values({ name: 'nobody' }).execute();
        throw new Error('no');
      })
      .catch((error: Error) => error.message);
    const tx = await kysely.startTransaction().setIsolationLevel('serializable').execute();
    await tx.insertInto('owner').values({ name: 'outer' }).execute();
    const point = await tx.savepoint('point').execute();
    await point.insertInto('owner').values({ name: 'inner' }).execute();
    await point.rollbackToSavepoint('point').execute();
    await point.commit().execute();
    const owners = await kysely.selectFrom('owner').select('name').orderBy('name').execute();
    return { failed, names: owners.map(({ name }) => name) };
  },
  read: () =>
    kysely
      .selectFrom('pet')
      .innerJoin('owner', 'owner.id', 'pet.owner_id')
      .select(['pet.name as pet', 'owner.name as owner', kyselySql<number>`length(pet.name)`.as('length')])
      .where('kind', '=', 'cat')
      .orderBy('pet.name')
      .execute(),
  tables: async () => (await kysely.introspection.getTables()).map(({ name }) => name).sort(),
};

Object.assign(window, {
  app: {
    pg,
    drizzle: withDrizzle,
    kysely: withKysely,
    attempt: async (run: (argument: unknown) => unknown, argument: unknown) => {
      try {
        return { value: await run(argument) };
      } catch (error) {
        return { error: { message: String(error), stack: (error as Error).stack } };
      }
    },
    summary: () => ({ isLeader: pg.isLeader }),
    isLoaded: true,
  },
});
