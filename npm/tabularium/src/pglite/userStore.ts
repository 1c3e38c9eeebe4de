import type { PGlite } from '@electric-sql/pglite';
import type { LockFence } from '../engine/fence.js';
import type { FlushLevel, OpenStore } from '../engine/store.js';
import { storeError } from '../engine/engineError.js';
import type { UserPlace } from './userPlace.js';

const HAS_OWN_SCHEMA = "select from pg_catalog.pg_namespace where nspname = 'tabularium'";

/**
 * The store of a PGlite that the application has made. PGlite alone knows how it is written, so it has no generations:
 * two leaders are told apart by their lock only.
 */
export class UserStore implements OpenStore {
  readonly storage: OpenStore['storage'];
  readonly isFresh: boolean;
  readonly epoch = 0;
  readonly #pg: PGlite;
  readonly #fence: LockFence;
  readonly #release: (() => void) | undefined;

  private constructor(
    pg: PGlite,
    storage: OpenStore['storage'],
    isFresh: boolean,
    fence: LockFence,
    release: (() => void) | undefined,
  ) {
    this.#pg = pg;
    this.storage = storage;
    this.isFresh = isFresh;
    this.#fence = fence;
    this.#release = release;
  }

  static async open(
    pg: PGlite,
    { storage }: UserPlace,
    fence: LockFence,
    release: (() => void) | undefined,
  ): Promise<UserStore> {
    // Without a journal it has never been led: whatever is in it, no call of ours is.
    const { rows } = await pg.query(HAS_OWN_SCHEMA);
    return new UserStore(pg, storage, rows.length === 0, fence, release);
  }

  async flush(level: FlushLevel): Promise<void> {
    await this.#fence.check();
    try {
      // Not PGlite's own syncToFs: with relaxedDurability that resolves before anything is written.
      await this.#pg.fs!.syncToFs(level === 'memory');
    } catch (cause) {
      throw storeError(cause, 'The store could not be written', 'FLUSH_FAILED');
    }
  }

  close(): void {
    this.#release?.();
  }
}
