import { OpfsAhpFS } from '@electric-sql/pglite/opfs-ahp';
import { openSpareState } from './opfsStore.js';
import { writeAll } from './pageFile.js';
import type { SyncHandle } from './syncHandles.js';

/**
 * PGlite's file system for the origin private file system, made to survive a tab that dies while the list of files is
 * written anew: PGlite empties it first, and without it the contents are lost. So it is kept in a second file meanwhile.
 */
export class AhpFilesystem extends OpfsAhpFS {
  #spareState!: SyncHandle;

  override async init(...args: Parameters<OpfsAhpFS['init']>): ReturnType<OpfsAhpFS['init']> {
    const options = await super.init(...args);
    this.#spareState = await openSpareState(this.dataDir);
    return options;
  }

  override async checkpointState(): Promise<void> {
    this.#spareState.truncate(0); // A checkpoint that was cut off leaves it filled.
    writeAll(this.#spareState, new TextEncoder().encode(JSON.stringify(this.state)), 0);
    this.#spareState.flush();
    await super.checkpointState();
    this.#spareState.truncate(0);
  }
}
