import type { LockFence } from './fence.js';
import { currentFolder, nextFolder } from './generations.js';
import { isHeldByDeposed } from './leaderNames.js';
import type { StoreFolder } from './opfsFolders.js';

/** Who opens a store, and how. */
export interface Opening {
  /** The lock was taken from a leader that may have the store open still. */
  readonly isStolen: boolean;
  /** Whose worker opens it, which holds its lock; by that others tell whether it lives. */
  readonly session: string | undefined;
  readonly fence: LockFence;
}

/**
 * The folder in which a store goes on. Where a deposed leader could still write, that is a copy. Whoever took the lock
 * from a stopped leader may have died before it had copied the store: then the next one does.
 */
export async function opfsFolder(name: string, { isStolen, session, fence }: Opening): Promise<StoreFolder> {
  if (isStolen) return nextFolder(name, fence);
  const current = await currentFolder(name);
  if (session === undefined || !(await isHeldByDeposed(current, session))) return current;
  return nextFolder(name, fence);
}
