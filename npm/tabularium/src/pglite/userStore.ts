import type { PGlite } from '@electric-sql/pglite';
import type { LockFence } from '../engine/fence.js';
import type { FlushLevel, OpenStore } from '../engine/store.js';
import { storeError } from '../engine/engineError.js';
import type { UserPlace } from './userPlace.js';

const TRIES = 1000;
const TRY_EVERY_MS = 5;
const HAS_OWN_SCHEMA = "select from pg_catalog.pg_namespace where nspname = 'tabularium'";

/**
 * The store of a PGlite that the application has made. PGlite alone knows how it is written, so it has no generations:
 * two leaders are told apart by their lock only.
 */
export class UserStore implements OpenStore {
  readonly storage: OpenStore['storage'];
  readonly isFresh: boolean;
  readonly epoch = 0;
  readonly isOwnEngine = true;
  readonly #pg: PGlite;
  readonly #fence: LockFence;
  readonly #release: (() => void) | undefined;
  /** The application has asked its PGlite not to wait for the disk. */
  readonly #isRelaxed: boolean;
  #writing: Promise<void> = Promise.resolve();
  #isToBeWritten = false;
  /** Why what was not waited for could not be written. */
  #failure: unknown;

  private constructor(
    pg: PGlite,
    storage: OpenStore['storage'],
    isFresh: boolean,
    isRelaxed: boolean,
    fence: LockFence,
    release: (() => void) | undefined,
  ) {
    this.#pg = pg;
    this.storage = storage;
    this.isFresh = isFresh;
    this.#isRelaxed = isRelaxed;
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
    const isRelaxed = await asksForRelaxed(pg);
    if (isRelaxed) {
      console.info(
        'tabularium: init has made its PGlite with relaxedDurability, so writes are answered before they are on the ' +
          'disk. Leave it out there, and give it to PGliteWorker, to have each call choose.',
      );
    }
    return new UserStore(pg, storage, rows.length === 0, isRelaxed, fence, release);
  }

  async flush(level: FlushLevel): Promise<void> {
    await this.#fence.check();
    try {
      if (this.#failure !== undefined) throw this.#failure;
      // Not PGlite's own syncToFs: it does not tell when what is not waited for fails.
      if (this.#isRelaxed) this.#writeSoon();
      else await this.#pg.fs!.syncToFs(level === 'memory');
    } catch (cause) {
      this.#failure = undefined;
      throw storeError(cause, 'The store could not be written', 'FLUSH_FAILED');
    }
  }

  /** One write at a time; what comes while one waits for its turn is written with it. */
  #writeSoon(): void {
    if (this.#isToBeWritten) return;
    this.#isToBeWritten = true;
    this.#writing = this.#writing
      .then(() => {
        this.#isToBeWritten = false;
        return this.#pg.fs!.syncToFs(true);
      })
      .catch((error: unknown) => {
        this.#failure = error;
      });
  }

  async close(): Promise<void> {
    await this.#writing;
    this.#release?.();
  }
}

/** PGlite keeps to itself how it was made, but tells its filesystem. */
async function asksForRelaxed(pg: PGlite): Promise<boolean> {
  const fs = pg.fs!;
  const own = Object.getOwnPropertyDescriptor(fs, 'syncToFs');
  let isRelaxed: boolean | undefined;
  fs.syncToFs = async (relaxed?: boolean) => {
    isRelaxed = relaxed === true;
  };
  try {
    // PGlite does not wait for its filesystem then, and is still writing what init has done.
    for (let tries = 0; isRelaxed === undefined && tries < TRIES; tries++) {
      await pg.syncToFs();
      if (isRelaxed === undefined) await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));
    }
  } finally {
    if (own === undefined) Reflect.deleteProperty(fs, 'syncToFs');
    else Object.defineProperty(fs, 'syncToFs', own);
  }
  return isRelaxed === true;
}
