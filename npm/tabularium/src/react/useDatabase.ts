import { useSyncExternalStore } from 'react';
import type { SharedDatabase } from '../hooks/database.js';
import { useProvided } from './provider.js';
import { type DatabaseStatus, storeOf, UNKNOWN } from '../hooks/status.js';

const unknown = () => UNKNOWN;
const neverChanges = () => () => {};

/**
 * The database and what is known of it: whether it can be used, whether this tab leads, what went wrong. The component
 * renders again when any of that changes.
 *
 * @param db - the database instead of the one that `TabulariumProvider` gives
 * @throws Error where there is neither
 */
export function useDatabase<Db extends SharedDatabase = SharedDatabase>(
  db?: Db | PromiseLike<Db>,
): DatabaseStatus<Db> {
  const source = useProvided(db) as Db | PromiseLike<Db> | undefined;
  const isOnServer = typeof window === 'undefined';
  if (source === undefined && !isOnServer) {
    throw new Error('useDatabase() needs a TabulariumProvider around the component, or a database as its argument.');
  }
  const store = source === undefined || isOnServer ? undefined : storeOf(source);
  return useSyncExternalStore(store?.subscribe ?? neverChanges, store?.current ?? unknown, unknown);
}
