import type { PGlite } from '@electric-sql/pglite';
import { storeError } from './engineError.js';
import type { LockFence } from './fence.js';
import { OpfsFilesystem } from './opfsFilesystem.js';
import { beginCreation, endCreation } from './opfsStore.js';
import type { FlushLevel, OpenStore } from './store.js';
import { SyncHandles } from './syncHandles.js';

/**
 * A database in the origin private file system.
 *
 * What has been written through a synchronous handle is the operating system's: it outlives the worker and the browser
 * without a flush. Such a store cannot tell leaders apart, so the lock is asked before anything counts as flushed.
 */
export class OpfsOpenStore implements OpenStore {
  readonly storage = 'opfs-ahp';
  readonly epoch = 0;
  readonly isFresh: boolean;
  readonly fs: OpfsFilesystem;
  readonly failed: Promise<never>;
  readonly #folder: string;
  readonly #fence: LockFence;
  readonly #files: SyncHandles;
  #pg: PGlite | undefined;
  #isWhole: boolean;

  private constructor(folder: string, isFresh: boolean, fence: LockFence) {
    this.#folder = folder;
    this.isFresh = isFresh;
    this.#isWhole = !isFresh;
    this.#fence = fence;
    this.#files = new SyncHandles();
    this.failed = this.#files.failed;
    this.fs = new OpfsFilesystem(folder, isFresh);
  }

  /** Opens a store, or begins to make one. From here on the files of PGlite's file system are watched. */
  static async open(folder: string, isFresh: boolean, fence: LockFence): Promise<OpfsOpenStore> {
    if (isFresh) await beginCreation(folder);
    return new OpfsOpenStore(folder, isFresh, fence);
  }

  get isFull(): boolean {
    return this.#files.isFull;
  }

  attach(pg: PGlite): void {
    this.#pg = pg;
  }

  async flush(level: FlushLevel): Promise<void> {
    try {
      // Also at memory level: PGlite provides spare files here, without which the engine could make no new ones.
      const isWritten = this.#pg!.fs!.syncToFs(true);
      await Promise.race([isWritten, this.failed, this.#files.nextWriteFailure()]);
      if (level === 'disk' || !this.#isWhole) this.#files.flush();
      if (!this.#isWhole) await endCreation(this.#folder);
      this.#isWhole = true;
    } catch (cause) {
      throw storeError(cause, 'The store could not be written', 'FLUSH_FAILED');
    }
    await this.#fence.check();
  }

  close(): Promise<void> {
    return this.#files.close();
  }
}
