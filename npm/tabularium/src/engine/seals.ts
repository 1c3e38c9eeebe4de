import { completed, result } from './indexedDb.js';
import { liveSessions } from './liveSessions.js';

/** The object store with a record for each epoch that is over. */
export const SEALS = 'seals';
/** How many of the newest seals stay, whoever has died. */
const KEPT_COUNT = 256;

/** What the seal of a leader's epoch holds: its session, if it is known. */
export type Seal = string | true;

/**
 * Removes seals that hold nobody off any more, so that there is not one for every opening there ever was.
 *
 * A seal is needed for as long as the leader of its epoch may write. One that is stopped, for however long, holds its
 * worker's lock; one whose lock is gone is dead, and what it issued last is many epochs behind. A seal without a
 * session stays for ever.
 */
export async function pruneSeals(database: IDBDatabase, epoch: number): Promise<void> {
  const old = IDBKeyRange.upperBound(epoch - KEPT_COUNT);
  const reading = database.transaction(SEALS, 'readonly');
  const seals = reading.objectStore(SEALS);
  const found = Promise.all([
    result(seals.getAll(old) as IDBRequest<Seal[]>),
    result(seals.getAllKeys(old) as IDBRequest<number[]>),
  ]);
  reading.commit();
  const [holders, epochs] = await found;
  if (epochs.length === 0) return;
  const living = await liveSessions();
  const isDead = (holder: Seal) => holder !== true && !living.has(holder);
  const removal = database.transaction(SEALS, 'readwrite', { durability: 'relaxed' });
  const done = completed(removal);
  for (const [i, holder] of holders.entries()) {
    if (isDead(holder)) removal.objectStore(SEALS).delete(epochs[i]!);
  }
  removal.commit();
  await done;
}
