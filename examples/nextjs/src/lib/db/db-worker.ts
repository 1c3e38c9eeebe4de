import { PGlite } from '@electric-sql/pglite';
import { worker } from 'tabularium/pglite';
import { setupDb } from './client/_setupDb';

worker({
  async init(options) {
    const client = new PGlite({ dataDir: options.dataDir ?? 'idb://chat' });
    await setupDb(client);
    return client;
  },
});
