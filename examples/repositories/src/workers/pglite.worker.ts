import { PGlite } from '@electric-sql/pglite';
import { live } from '@electric-sql/pglite/live';
import { worker } from 'tabularium/pglite';

worker({
  async init(options) {
    const pg = await PGlite.create({
      dataDir: options?.dataDir ?? 'idb://my-db',
      extensions: { live },
    });

    // Run migrations
    await pg.exec(`
      CREATE TABLE IF NOT EXISTS todos (
        id INTEGER PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        title VARCHAR(255) NOT NULL,
        done BOOLEAN NOT NULL DEFAULT false
      );
    `);
    await pg.exec(`
      CREATE TABLE IF NOT EXISTS users (
        id INTEGER PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        name VARCHAR(255) NOT NULL,
        email VARCHAR(255) NOT NULL
      );
    `);

    return pg as unknown as PGlite;
  },
});
