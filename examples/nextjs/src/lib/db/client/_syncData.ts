import type { PGliteWorker } from 'tabularium/pglite';

/** Stands for sending what is new to a server: marks it as sent. Returns how many messages that were. */
export async function syncData(client: PGliteWorker): Promise<number> {
  const { affectedRows } = await client.query('update message set synced = true where not synced');
  return affectedRows ?? 0;
}
