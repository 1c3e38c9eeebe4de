import type { PGlite } from '@electric-sql/pglite';
import { fenced, storeError } from './engineError.js';
import { IdbConnection, type IdbModule } from './idbConnection.js';
import { epochKeyOf, idbNameOf, raiseEpoch } from './idbStore.js';
import { hasPageStore } from './pageStore.js';
import type { FlushLevel, OpenStore } from './store.js';

/**
 * A database that PGlite keeps in IndexedDB by itself, one record for each file; PGlite alone can go on opening it.
 *
 * PGlite looks at its files at several moments of a flush, so no change may be made while one is under way.
 */
export class IdbFilesStore implements OpenStore {
  readonly storage = 'idb-files';
  readonly isFresh = false;
  readonly epoch: number;
  readonly #name: string;
  #pg: PGlite | undefined;
  #connection: IdbConnection | undefined;
  /** Something was flushed to memory only. */
  #isBehindDisk = false;

  private constructor(name: string, epoch: number) {
    this.#name = name;
    this.epoch = epoch;
  }

  /** Opens a store that is there. PGlite reads it afterwards, so nothing an older leader writes can come after that. */
  static async open(name: string): Promise<IdbFilesStore> {
    const epoch = await raiseEpoch(name);
    // A leader that was stopped before it came here may find that the store has been converted meanwhile.
    if (await hasPageStore(name)) throw fenced();
    return new IdbFilesStore(name, epoch);
  }

  attach(pg: PGlite): void {
    this.#pg = pg;
    const module = pg.Module as unknown as IdbModule;
    this.#connection = new IdbConnection(module, idbNameOf(this.#name), epochKeyOf(this.#name), this.epoch);
  }

  beforeChange(): void {
    this.#connection!.beforeChange();
  }

  async flush(level: FlushLevel): Promise<void> {
    const connection = this.#connection!;
    if (connection.isFenced) throw fenced();
    const { writeCount } = connection;
    connection.level = level;
    try {
      // Not PGlite's own syncToFs: called while one is waiting, that resolves before anything is written.
      await this.#pg!.fs!.syncToFs();
      const hasWritten = connection.writeCount > writeCount;
      // Without changes PGlite writes nothing; the fence is asked all the same.
      if (!hasWritten) {
        connection.level = level === 'disk' && this.#isBehindDisk ? 'disk' : 'memory';
        await connection.touch();
      }
      this.#isBehindDisk = level === 'memory' && (this.#isBehindDisk || hasWritten);
    } catch (cause) {
      throw connection.isFenced ? fenced() : storeError(cause, 'The store could not be written', 'FLUSH_FAILED');
    }
    // PGlite reports no failure of a transaction that was ended from outside.
    if (connection.isFenced) throw fenced();
  }

  close(): void {
    this.#connection?.close();
  }
}
