import { OpfsAhpFS } from '@electric-sql/pglite/opfs-ahp';
import { openSpareState } from './opfsStore.js';
import type { SyncHandle } from './syncHandles.js';

/**
 * PGlite's file system for the origin private file system, made to survive a tab that dies at a bad moment.
 *
 * While a database is made: a part of one is left. PGlite takes that for a whole one as soon as the file `PG_VERSION`
 * is there, and otherwise has not enough spare files to go on: it provides what a new database takes only when nothing
 * is there at all.
 *
 * While the list of files is written anew: PGlite empties it first, and without it the contents are lost. So it is
 * kept in a second file meanwhile.
 */
export class OpfsFilesystem extends OpfsAhpFS {
  readonly #isFresh: boolean;
  #spareState!: SyncHandle;

  constructor(name: string, isFresh: boolean) {
    super(name);
    this.#isFresh = isFresh;
  }

  override async init(...args: Parameters<OpfsAhpFS['init']>): ReturnType<OpfsAhpFS['init']> {
    const options = await super.init(...args);
    this.#spareState = await openSpareState(this.dataDir);
    if (this.#isFresh && 'PG_VERSION' in this.state.root.children) this.unlink('/PG_VERSION');
    return options;
  }

  /** Called with a size when the store is opened, and without when it is written out. */
  override maintainPool(size?: number): Promise<void> {
    return super.maintainPool(size !== undefined && this.#isFresh ? this.initialPoolSize : size);
  }

  override async checkpointState(): Promise<void> {
    this.#spareState.truncate(0); // A checkpoint that was cut off leaves it filled.
    this.#spareState.write(new TextEncoder().encode(JSON.stringify(this.state)), { at: 0 });
    this.#spareState.flush();
    await super.checkpointState();
    this.#spareState.truncate(0);
  }
}
