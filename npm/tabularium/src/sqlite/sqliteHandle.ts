import { EngineError, storeError } from '../engine/engineError.js';
import type { File, PageFiles } from '../engine/pageFiles.js';
import type { FlushLevel, OpenStore } from '../engine/store.js';
import type { Connection } from './connection.js';
import { results } from './results.js';

/** The file with the application's database, and the one with what this library keeps beside it. */
export const DATABASE_FILE = 'database';
export const OWN_FILE = 'tabularium';

/** An open SQLite: the application's database and this library's own, which a flush keeps as they are at one moment. */
export class SqliteHandle {
  /** The application's database. */
  readonly user: Connection;
  /** This library's own. */
  readonly own: Connection;
  readonly #store: OpenStore;
  readonly #files: PageFiles;
  #flushing: Promise<void> = Promise.resolve();
  #isFenced = false;

  /** The version of SQLite. */
  readonly version: string;

  constructor(version: string, user: Connection, own: Connection, store: OpenStore, files: PageFiles) {
    this.version = version;
    this.user = user;
    this.own = own;
    this.#store = store;
    this.#files = files;
  }

  /** What makes results of results. */
  readonly results = results;

  /** There was no database before. */
  get isFresh(): boolean {
    return this.#store.isFresh;
  }

  get storage(): string {
    return this.#store.storage;
  }

  /** Whether statements may be run while a flush is under way, which keeps what was there when it began. */
  get flushesAside(): boolean {
    return this.#store.flushesAside === true;
  }

  /** Greater than that of every earlier opening of the store, or 0 where the store keeps no count. */
  get epoch(): number {
    return this.#store.epoch;
  }

  /** Makes everything committed before the call survive what the level names. */
  flush(level: FlushLevel): Promise<void> {
    const flushing = this.#flushing.then(() => this.#flush(level));
    this.#flushing = flushing.catch(() => {});
    return flushing;
  }

  /** The application's database as the bytes of its file, without what an open transaction has changed. */
  export(): Uint8Array {
    const file = this.#files.root.children.get(DATABASE_FILE) as File;
    const bytes = new Uint8Array(file.sizeBytes);
    this.#files.read(file, bytes, 0);
    return bytes;
  }

  /** Writes out what is left and lets go of the store. */
  async close(): Promise<void> {
    await this.#flushing;
    const isDead = this.#isDead;
    try {
      this.user.close();
      this.own.close();
      if (!isDead && !this.#isFenced) await this.#store.flush('disk').catch(() => {}); // What was acknowledged is stored already.
    } finally {
      await this.#store.close();
    }
  }

  /** What SQLite has written when it stopped may be half a commit. */
  get #isDead(): boolean {
    return this.user.isDead || this.own.isDead;
  }

  async #flush(level: FlushLevel): Promise<void> {
    if (this.#isDead) throw new EngineError('ENGINE_DIED', 'The engine died before its data was written.');
    try {
      await this.#store.flush(level);
    } catch (cause) {
      const error: EngineError = storeError(cause, 'The store could not be written', 'FLUSH_FAILED');
      this.#isFenced ||= error.code === 'FENCED';
      throw error;
    }
  }
}
