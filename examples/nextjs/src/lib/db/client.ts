'use client';

import { PGliteWorker } from 'tabularium/pglite';
import { useDatabase as useStatus } from 'tabularium/react';

// A function, because this module is loaded on the server too, where there are no workers.
export const client = new PGliteWorker(
  () => new Worker(new URL('./db-worker.ts', import.meta.url), { type: 'module', name: 'pglite-worker' }),
  {
    dataDir: 'idb://chat',
    id: 'chat-db',
    meta: { appName: 'Chat', version: '1.0.0' },
  },
);

export function useDatabase() {
  return useStatus(client);
}
