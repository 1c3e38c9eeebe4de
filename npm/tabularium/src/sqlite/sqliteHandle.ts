import { EngineError, storeError } from '../engine/engineError.js';
import type { File } from '../engine/fileNodes.js';
import type { PageFiles } from '../engine/pageFiles.js';
import type { FlushLevel, OpenStore } from '../engine/store.js';
import type { Connection } from './connection.js';
import { ChangeFeed } from './changeFeed.js';
import { PRAGMA_ALLOWED, type PragmaPolicy } from './facts.js';
import { reasonAgainst, withoutWal } from './databaseFile.js';
import { results } from './results.js';

/** The file with the application's database, the one with what this library keeps beside it, and one that is looked at. */
const DATABASE_FILE = 'database';
const OWN_FILE = 'tabularium';
const INCOMING_FILE = 'incoming';

/** Opens a file of the store. */
export type Connect = (file: string, policy: PragmaPolicy) => Connection;

const allowAll: PragmaPolicy = () => PRAGMA_ALLOWED;

/** An open SQLite: the application's database and this library's own, which a flush keeps as they are at one moment. */
export class SqliteHandle {
  /** The application's database. */
  readonly user: Connection;
  /** This library's own. */
  readonly own: Connection;
  readonly #connect: (file: string) => Connection;
  readonly #store: OpenStore;
  readonly #files: PageFiles;
  readonly #isLost: () => boolean;
  #flushing: Promise<void> = Promise.resolve();
  #isFenced = false;

  /** The version of SQLite. */
  readonly version: string;

  /**
   * Connects by a function that opens a file of the store. On failure nothing is connected.
   *
   * @param isLost - whether a write to the files has failed, so that they may hold half a commit
   */
  constructor(
    version: string,
    connect: Connect,
    policy: PragmaPolicy,
    store: OpenStore,
    files: PageFiles,
    isLost: () => boolean,
  ) {
    this.version = version;
    this.user = connect(DATABASE_FILE, policy);
    try {
      this.own = connect(OWN_FILE, allowAll);
    } catch (error) {
      this.user.close();
      throw error;
    }
    this.#connect = (file) => connect(file, allowAll);
    this.#store = store;
    this.#files = files;
    this.#isLost = isLost;
  }

  /** The last changes, for those who follow all of them. */
  readonly changes = new ChangeFeed();
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

  /**
   * Puts the database in the bytes of a file in the place of the application's. Gives why that is not possible, or null;
   * then nothing was changed. Throws where SQLite itself stopped, which may have been in the middle of it.
   */
  import(bytes: Uint8Array): string | null {
    const reason = reasonAgainst(bytes);
    if (reason !== null) return reason;
    const file = this.#files.add(this.#files.root, INCOMING_FILE, 'file', undefined) as File;
    let incoming: Connection | undefined;
    try {
      this.#files.write(file, withoutWal(bytes), 0);
      incoming = this.#connect(INCOMING_FILE);
      // A row that breaks a CHECK is no damage, and what that calls may be unknown here.
      incoming.runOwn('pragma ignore_check_constraints = on');
      const [[verdict]] = incoming.rows('pragma quick_check(1)', []) as [[unknown]];
      if (verdict !== 'ok') return `it is damaged: ${String(verdict)}`;
      return this.user.replaceBy(incoming);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) this.user.giveUp();
      if (this.user.isDead) throw error;
      return (error as Error).message;
    } finally {
      if (!this.user.isDead) incoming?.close();
      this.#files.remove(file);
    }
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
    return this.user.isDead || this.own.isDead || this.#isLost();
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
