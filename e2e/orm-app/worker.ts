import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { worker } from 'tabularium/pglite';
import { migrate } from './migrate';

worker({
  async init({ dataDir, meta }) {
    const pg = await PGlite.create(dataDir);
    if (meta?.migrates) await migrate(drizzle({ client: pg }));
    return pg;
  },
});
