import { PGlite } from '@electric-sql/pglite';
import { serialize } from '../payload/serialize.js';
import { emptyModule, loadBlob, loadModule } from './assets.js';
import { EngineError, storeError } from './engineError.js';
import { IdbConnection, type IdbModule } from './idbConnection.js';
import { idbNameOf } from './idbStore.js';
import { OpfsFilesystem } from './opfsFilesystem.js';
import { beginCreation, endCreation } from './opfsStore.js';
import { ReplyBuffer } from './replyBuffer.js';
import { started } from './started.js';
import { holdsDatabase, storePathOf } from './store.js';
import { SyncHandles } from './syncHandles.js';

/** What to open, and where the engine's files are. */
export interface PgliteOptions {
  /** The storage path: `idb://app`, `opfs-ahp://a/b`, `memory://name`. */
  readonly dataDir: string;
  readonly urls: { readonly pgliteWasm: string; readonly initdbWasm: string; readonly pgliteData: string };
  readonly debug: boolean;
}

/** Opens PGlite. On failure nothing stays open, and what is stored is as it was. */
export async function openPglite({ dataDir, urls, debug }: PgliteOptions): Promise<PgliteHandle> {
  const { kind, name } = storePathOf(dataDir);
  const isFresh = !(await holdsDatabase({ kind, name }));
  const [pgliteWasmModule, initdbWasmModule, fsBundle] = await Promise.all([
    loadModule(urls.pgliteWasm),
    // Where there is a database, the program that makes a new one is not even at hand.
    isFresh ? loadModule(urls.initdbWasm) : emptyModule(),
    loadBlob(urls.pgliteData),
  ]);
  const settings = { dataDir, debug: debug ? 1 : 0, pgliteWasmModule, initdbWasmModule, fsBundle } as const;
  let files: SyncHandles | undefined;
  try {
    if (kind !== 'opfs-ahp') {
      const pg = await started(() => PGlite.create(settings));
      const idb = kind === 'idb' ? new IdbConnection(pg.Module as unknown as IdbModule, idbNameOf(name)) : undefined;
      return new PgliteHandle(pg, isFresh, undefined, idb);
    }
    if (isFresh) await beginCreation(name);
    files = new SyncHandles();
    const fs = new OpfsFilesystem(name, isFresh);
    const pg = await Promise.race([started(() => PGlite.create({ ...settings, fs })), files.failed]);
    const handle = new PgliteHandle(pg, isFresh, files, undefined);
    if (isFresh) {
      await handle.flush();
      await endCreation(name);
    }
    return handle;
  } catch (cause) {
    await files?.close();
    throw storeError(cause, `The database ${dataDir} cannot be opened`, 'STORAGE_UNAVAILABLE');
  }
}

/** One open PGlite: bytes of the PostgreSQL protocol in, bytes out. */
export class PgliteHandle {
  /** There was no database before. */
  readonly isFresh: boolean;
  readonly #pg: PGlite;
  readonly #files: SyncHandles | undefined;
  readonly #idb: IdbConnection | undefined;
  readonly #reply = new ReplyBuffer();
  #flushed: Promise<void> = Promise.resolve();
  #isDead = false;

  constructor(pg: PGlite, isFresh: boolean, files: SyncHandles | undefined, idb: IdbConnection | undefined) {
    this.#pg = pg;
    this.isFresh = isFresh;
    this.#files = files;
    this.#idb = idb;
  }

  /**
   * Runs frontend messages, the last of which is Sync or Query, and returns all backend messages in a buffer that
   * nobody else uses. Throws when the engine is dead. Not to be called while a flush is under way.
   */
  exec(message: Uint8Array): Uint8Array {
    if (this.#isDead) throw new EngineError('ENGINE_DIED', 'The engine died earlier.');
    this.#idb?.beforeChange();
    this.#reply.clear();
    // With a receiver of raw data PGlite parses nothing, and without syncToFs it is done when the call returns.
    this.#pg
      .execProtocolRawStream(message, { syncToFs: false, onRawData: (bytes) => this.#reply.append(bytes) })
      .catch(() => {
        this.#isDead = true;
      });
    if (!this.#reply.endsReady()) {
      this.#isDead = true;
      throw this.#files?.isFull
        ? new EngineError('STORAGE_FULL', 'The engine stopped, because there is no space left for its log.')
        : new EngineError('ENGINE_DIED', 'The engine stopped in the middle of a statement.');
    }
    return this.#reply.take();
  }

  /** Makes everything executed before the call durable. Rejects when the store could not be written. */
  flush(): Promise<void> {
    this.#flushed = this.#flushed.catch(() => {}).then(() => this.#flush());
    return this.#flushed;
  }

  /** Writes out what is left and lets go of the store. */
  async close(): Promise<void> {
    await this.#flushed.catch(() => {});
    try {
      if (!this.#isDead) await this.#closeEngine();
    } finally {
      this.#isDead = true;
      this.#idb?.close();
      await this.#files?.close();
    }
  }

  /** Writes a parameter as PostgreSQL text. */
  serialize(value: unknown, oid: number): string | null {
    return serialize(value, oid);
  }

  async #flush(): Promise<void> {
    if (this.#isDead) throw new EngineError('ENGINE_DIED', 'The engine died before its data was written.');
    const files = this.#files;
    try {
      // Not PGlite's own syncToFs: called while one is waiting, that resolves before anything is written.
      const isWritten = this.#pg.fs!.syncToFs(files !== undefined);
      await (files === undefined ? isWritten : Promise.race([isWritten, files.failed, files.nextWriteFailure()]));
      files?.flush();
    } catch (cause) {
      throw storeError(cause, 'The store could not be written', 'FLUSH_FAILED');
    }
  }

  /** PostgreSQL writes a last checkpoint when it stops; stored too, it saves the next leader a recovery. */
  async #closeEngine(): Promise<void> {
    const fs = this.#pg.fs!;
    const closeFs = fs.closeFs.bind(fs);
    fs.closeFs = async () => {
      await this.#flush().catch(() => {}); // What was acknowledged is stored already.
      await closeFs();
    };
    await this.#pg.close();
  }
}
