import { fenced } from './engineError.js';
import type { LockFence } from './fence.js';
import { ifFound, openShared, type SharedHandle } from './opfsFolders.js';

/** A file of ours with how often the store was taken from a leader that gave no sign of life. */
export const FENCE = 'fence#';
const COUNT_BYTES = 8;

/**
 * The fence of a store in the origin private file system: a count in a file that its leader and whoever deposes it have
 * open at the same time. Who deposes it raises the count and only then copies the files. So what a leader has written
 * before it finds the count as it was is in every copy, and it finds out without waiting for anybody.
 *
 * Not every browser lets two have one file open; elsewhere the lock manager is asked, each time.
 */
export class OpfsFence {
  readonly #count: SharedHandle | undefined;
  readonly #lock: LockFence;
  readonly #openedAt: number;
  /** The lock was ours after the count had been read for the first time: whoever takes it later raises the count. */
  #isLockProven = false;

  private constructor(count: SharedHandle | undefined, lock: LockFence) {
    this.#count = count;
    this.#lock = lock;
    this.#openedAt = count === undefined ? 0 : readCount(count);
  }

  /** Opens a folder's fence for its leader. */
  static async open(folder: FileSystemDirectoryHandle, lock: LockFence): Promise<OpfsFence> {
    return new OpfsFence(await openShared(await folder.getFileHandle(FENCE, { create: true })), lock);
  }

  /** Rejects when the store is another leader's by now. */
  async check(): Promise<void> {
    if (this.#count === undefined || !this.#isLockProven) {
      await this.#lock.check();
      this.#isLockProven = true;
    }
    if (this.#count !== undefined && readCount(this.#count) !== this.#openedAt) throw fenced();
  }

  close(): void {
    this.#count?.close();
  }
}

/** Shuts out whoever leads the store in a folder. What they flush from now on fails. */
export async function raiseFence(folder: FileSystemDirectoryHandle): Promise<void> {
  const file = await ifFound(folder.getFileHandle(FENCE));
  const count = file && (await openShared(file));
  if (count === undefined) return;
  try {
    count.write(Float64Array.of(readCount(count) + 1), { at: 0 });
    count.flush();
  } finally {
    count.close();
  }
}

function readCount(handle: SharedHandle): number {
  const count = new Float64Array(COUNT_BYTES / Float64Array.BYTES_PER_ELEMENT);
  handle.read(count, { at: 0 });
  return count[0]!;
}
