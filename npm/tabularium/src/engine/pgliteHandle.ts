import type { PGlite } from '@electric-sql/pglite';
import { serialize } from '../payload/serialize.js';
import { BlobDevice } from './blobDevice.js';
import { EngineError, storeError } from './engineError.js';
import { watchForDeath } from './mainLoop.js';
import { ReplyBuffer } from './replyBuffer.js';
import type { FlushLevel, OpenStore } from './store.js';

/** One open PGlite: bytes of the PostgreSQL protocol in, bytes out. */
export class PgliteHandle {
  /** There was no database before. */
  readonly isFresh: boolean;
  readonly storage: OpenStore['storage'];
  /** Whether messages may be run while a flush is under way, which keeps what was there when it began. */
  readonly flushesAside: boolean;
  /** Greater than that of every earlier opening of the store, or 0 where the store keeps no count. */
  readonly epoch: number;
  /** Whether the application has made the engine, and may use it by itself. */
  readonly isOwnEngine: boolean;
  readonly #pg: PGlite;
  readonly #store: OpenStore;
  readonly #reply = new ReplyBuffer();
  /** With a receiver of raw data PGlite parses nothing, and without `syncToFs` it is done when the call returns. */
  readonly #receiving = { syncToFs: false, onRawData: (bytes: Uint8Array) => this.#reply.append(bytes) };
  readonly #onDeath = () => {
    this.#isDead = true;
  };
  readonly #blob: BlobDevice;
  #flushing: Promise<void> | undefined;
  #isFenced = false;
  #isDead = false;

  constructor(pg: PGlite, store: OpenStore) {
    this.#pg = pg;
    this.#store = store;
    this.#blob = new BlobDevice(pg);
    this.isFresh = store.isFresh;
    this.storage = store.storage;
    this.flushesAside = store.flushesAside === true;
    this.epoch = store.epoch;
    this.isOwnEngine = store.isOwnEngine === true;
    watchForDeath(pg, this.#onDeath);
  }

  /**
   * Runs frontend messages, the last of which is Sync or Query, and returns all backend messages in a buffer that
   * nobody else uses. Throws when the engine is dead. Not to be called while a flush is under way, unless it is
   * one aside.
   */
  exec(message: Uint8Array): Uint8Array {
    this.#run(message);
    if (!this.#reply.endsReady()) this.#die();
    return this.#whole();
  }

  /**
   * Runs frontend messages, the last of which is Flush, as `exec` does. The implicit transaction they begin goes on
   * with the next call; what is returned does not end with ReadyForQuery.
   */
  execPart(message: Uint8Array): Uint8Array {
    this.#run(message);
    if (this.#isDead) this.#die();
    return this.#whole();
  }

  /** Runs any frontend messages, and returns what the engine answers, which need not end with ReadyForQuery. */
  execRaw(messages: Uint8Array): Uint8Array {
    return this.execPart(messages);
  }

  /** The data directory as an archive, packed by gzip or not. Nothing may be run meanwhile. */
  async dump(compression: 'none' | 'gzip' | 'auto'): Promise<Uint8Array> {
    const archive = await this.#pg.fs!.dumpTar('pgdata', compression);
    return new Uint8Array(await archive.arrayBuffer());
  }

  /** What `/dev/blob` holds from now on, or null for nothing. What is written there comes with the next reply. */
  holdBlob(content: Uint8Array | null): void {
    this.#blob.hold(content);
  }

  /**
   * Makes everything executed before the call survive what the level names. Rejects when the store could not be
   * written, with the code FENCED when that is because another leader has opened it; then nothing of it will ever be.
   */
  flush(level: FlushLevel = 'disk'): Promise<void> {
    const before = this.#flushing;
    const flushing = before === undefined ? this.#flush(level) : before.then(() => this.#flush(level));
    const ended = flushing
      .catch(() => {})
      .then(() => {
        if (this.#flushing === ended) this.#flushing = undefined;
      });
    this.#flushing = ended;
    return flushing;
  }

  /** Writes out what is left and lets go of the store. */
  async close(): Promise<void> {
    await this.#flushing;
    try {
      if (!this.#isDead && !this.#isFenced) await this.#closeEngine();
    } finally {
      this.#isDead = true;
      await this.#store.close();
    }
  }

  /** Writes a parameter as PostgreSQL text. */
  serialize(value: unknown, oid: number): string | null {
    return serialize(value, oid);
  }

  #whole(): Uint8Array {
    const written = this.#blob.take();
    if (written !== undefined) this.#reply.append(written);
    return this.#reply.take();
  }

  #run(message: Uint8Array): void {
    if (this.#isDead) throw new EngineError('ENGINE_DIED', 'The engine died earlier.');
    this.#store.beforeChange?.();
    this.#reply.clear();
    this.#pg.execProtocolRawStream(message, this.#receiving).catch(this.#onDeath);
  }

  #die(): never {
    this.#isDead = true;
    throw this.#store.isFull
      ? new EngineError('STORAGE_FULL', 'The engine stopped, because there is no space left for its log.')
      : new EngineError('ENGINE_DIED', 'The engine stopped in the middle of a statement.');
  }

  async #flush(level: FlushLevel): Promise<void> {
    if (this.#isDead) throw new EngineError('ENGINE_DIED', 'The engine died before its data was written.');
    try {
      await this.#store.flush(level);
    } catch (cause) {
      const error = storeError(cause, 'The store could not be written', 'FLUSH_FAILED');
      this.#isFenced ||= error.code === 'FENCED';
      throw error;
    }
  }

  /** PostgreSQL writes a last checkpoint when it stops; stored too, it saves the next leader a recovery. */
  async #closeEngine(): Promise<void> {
    const fs = this.#pg.fs!;
    const closeFs = fs.closeFs.bind(fs);
    fs.closeFs = async () => {
      await this.#store.flush('disk').catch(() => {}); // What was acknowledged is stored already.
      await closeFs();
    };
    await this.#pg.close();
  }
}
