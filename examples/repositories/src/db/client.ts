import { DatabaseClient } from 'tabularium/client';
import { PGliteWorker } from 'tabularium/pglite';

export type { DatabaseClient };

export const db = new DatabaseClient(
  () =>
    new PGliteWorker(
      () => new Worker(new URL('../workers/pglite.worker.ts', import.meta.url), { type: 'module', name: 'pglite-worker' }),
      { dataDir: 'idb://my-db' },
    ),
);
