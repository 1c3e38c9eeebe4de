import { OpfsAhpFS } from '@electric-sql/pglite/opfs-ahp';

/**
 * PGlite's file system for the origin private file system, fit for a second attempt at making a database.
 *
 * A tab that is closed while it makes one leaves a part of it. PGlite takes that for a whole one as soon as the file
 * `PG_VERSION` is there, and otherwise has not enough spare files to go on: it provides those a new database takes only
 * when nothing is there at all.
 */
export class OpfsFilesystem extends OpfsAhpFS {
  readonly #isFresh: boolean;

  constructor(name: string, isFresh: boolean) {
    super(name);
    this.#isFresh = isFresh;
  }

  override async init(...args: Parameters<OpfsAhpFS['init']>): ReturnType<OpfsAhpFS['init']> {
    const options = await super.init(...args);
    if (this.#isFresh && 'PG_VERSION' in this.state.root.children) this.unlink('/PG_VERSION');
    return options;
  }

  /** Called with a size when the store is opened, and without when it is written out. */
  override maintainPool(size?: number): Promise<void> {
    return super.maintainPool(size !== undefined && this.#isFresh ? this.initialPoolSize : size);
  }
}
