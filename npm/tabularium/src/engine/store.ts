import { storeError } from './engineError.js';
import { idbHoldsDatabase } from './idbStore.js';
import { opfsHoldsDatabase } from './opfsStore.js';

/** A storage path in its two parts. */
export interface StorePath {
  readonly kind: 'idb' | 'opfs-ahp' | 'memory';
  readonly name: string;
}

/** Takes a storage path apart. */
export function storePathOf(dataDir: string): StorePath {
  const [kind, name] = dataDir.split('://', 2) as [StorePath['kind'], string];
  return { kind, name };
}

/**
 * Finds out whether a database is kept at a path, and creates nothing. A store that is there but holds no readable
 * database is an error: opened as if it were new, it would look empty, and soon be so.
 */
export async function holdsDatabase({ kind, name }: StorePath): Promise<boolean> {
  try {
    if (kind === 'idb') return await idbHoldsDatabase(name);
    if (kind === 'opfs-ahp') return await opfsHoldsDatabase(name);
    return false;
  } catch (cause) {
    throw storeError(cause, `The store ${kind}://${name} cannot be opened`, 'STORAGE_UNAVAILABLE');
  }
}
