import type { PGlite } from '@electric-sql/pglite';
import { storeError } from './engineError.js';
import type { LockFence } from './fence.js';
import { leaveName, takeNameBack } from './leaderNames.js';
import { nextTask } from './nextTask.js';
import { OpfsFence } from './opfsFence.js';
import { AhpFilesystem } from './ahpFilesystem.js';
import type { StoreFolder } from './opfsFolders.js';
import type { FlushLevel, OpenStore } from './store.js';
import { SyncHandles } from './syncHandles.js';

/**
 * A database that PGlite keeps by itself in the origin private file system, in a thousand files.
 *
 * What has been written through a synchronous handle is the operating system's: it outlives the worker and the browser
 * without a flush.
 */
export class AhpStore implements OpenStore {
  readonly storage = 'opfs-ahp';
  readonly epoch = 0;
  readonly isFresh = false;
  readonly writesThrough = true;
  readonly fs: AhpFilesystem;
  readonly failed: Promise<never>;
  readonly #folder: StoreFolder;
  readonly #session: string | undefined;
  readonly #fence: OpfsFence;
  readonly #files: SyncHandles;
  #pg: PGlite | undefined;

  private constructor(folder: StoreFolder, fence: OpfsFence, session: string | undefined) {
    this.#folder = folder;
    this.#session = session;
    this.#fence = fence;
    this.#files = new SyncHandles();
    this.failed = this.#files.failed;
    this.fs = new AhpFilesystem(folder.path);
  }

  /**
   * Opens a store. From here on the files of PGlite's file system are watched, and the session's name is in the folder,
   * by which others know who holds them.
   */
  static async open(folder: StoreFolder, lock: LockFence, session: string | undefined): Promise<AhpStore> {
    if (session !== undefined) await leaveName(folder, session);
    const fence = await OpfsFence.open(await folder.made(), lock);
    return new AhpStore(folder, fence, session);
  }

  get isFull(): boolean {
    return this.#files.isFull;
  }

  attach(pg: PGlite): void {
    this.#pg = pg;
  }

  async flush(level: FlushLevel): Promise<void> {
    // Nothing else in a flush lets other messages in: calls that have come meanwhile could not share the next one.
    await nextTask();
    try {
      // Also at memory level: PGlite provides spare files here, without which the engine could make no new ones.
      const isWritten = this.#pg!.fs!.syncToFs(true);
      await Promise.race([isWritten, this.failed, this.#files.nextWriteFailure()]);
      if (level === 'disk') this.#files.flush();
    } catch (cause) {
      throw storeError(cause, 'The store could not be written', 'FLUSH_FAILED');
    }
    await this.#fence.check();
  }

  async close(): Promise<void> {
    await this.#files.close();
    this.#fence.close();
    // A name that stays, because the browser fails to remove it, does no harm: its files are free.
    if (this.#session !== undefined) await takeNameBack(this.#folder, this.#session).catch(() => {});
  }
}
