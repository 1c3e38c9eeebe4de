// Drizzle and Kysely over a shared database; a test calls `app`.

import { eq, relations, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { type Generated, Kysely, Migrator, sql as kyselySql } from 'kysely';
import { Tabularium } from 'tabularium';
import { TabulariumDialect } from 'tabularium/kysely';
import { PGliteWorker } from 'tabularium/pglite';
import { migrate } from './migrate';

/** Whether `init` runs Drizzle's migrations, in place of the pages. */
const migrates = new URLSearchParams(location.search).get('migrates') === 'init';

const pg = await PGliteWorker.create(
  () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
  { dataDir: 'idb://orms', meta: { migrates } },
);

/** Keeps a transaction open until a test lets go of it. */
const held = { isHeld: false, letGo: () => {} };
function holdOpen(): Promise<void> {
  held.isHeld = true;
  return new Promise((resolve) => (held.letGo = resolve));
}

interface Coded {
  readonly code?: string;
  readonly cause?: Coded;
}
const codeOf = ({ code, cause }: Coded): string | undefined => code ?? cause?.code;

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

const withDrizzle = {
  /** In one tab after the other: Drizzle looks what is to be done before the transaction that does it. */
  migrate: () => navigator.locks.request('migrations of orms', () => migrate(db)),
  async migrations() {
    const { rows } = await db.execute(sql`select hash, created_at from drizzle.__drizzle_migrations order by id`);
    return rows;
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
  unique: () => db.insert(authors).values({ name: 'Ada' }).then(() => 'none', codeOf),
  hold: () =>
    db
      .transaction(async (tx) => {
        await tx.insert(authors).values({ name: 'held' });
        await holdOpen();
        await tx.insert(authors).values({ name: 'held as well' });
      })
      .then(() => 'committed', codeOf),
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
    return { failed, names: await withKysely.names() };
  },
  async names(): Promise<string[]> {
    const owners = await kysely.selectFrom('owner').select('name').orderBy('name').execute();
    return owners.map(({ name }) => name);
  },
  read: () =>
    kysely
      .selectFrom('pet')
      .innerJoin('owner', 'owner.id', 'pet.owner_id')
      .select(['pet.name as pet', 'owner.name as owner', kyselySql<number>`length(pet.name)`.as('length')])
      .where('kind', '=', 'cat')
      .orderBy('pet.name')
      .execute(),
  hold: () =>
    kysely
      .transaction()
      .execute(async (tx) => {
        await tx.insertInto('owner').values({ name: 'held' }).execute();
        await holdOpen();
        await tx.insertInto('owner').values({ name: 'held as well' }).execute();
      })
      .then(() => 'committed', codeOf),
  async onBuiltIn() {
    const built = await Tabularium.open('memory://kysely');
    const on = new Kysely<{ one: { n: number } }>({ dialect: new TabulariumDialect({ db: built }) });
    await on.schema.createTable('one').addColumn('n', 'integer').execute();
    const { numInsertedOrUpdatedRows } = await on.transaction().execute((tx) =>
      tx.insertInto('one').values({ n: 1 }).executeTakeFirstOrThrow(),
    );
    const rows = await on.selectFrom('one').selectAll().execute();
    await on.destroy();
    const isOpen = !built.closed;
    await built.close();
    return { rows, count: Number(numInsertedOrUpdatedRows), isOpen };
  },
  tables: async () => (await kysely.introspection.getTables()).map(({ name }) => name).sort(),
};

Object.assign(window, {
  app: {
    pg,
    held,
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
