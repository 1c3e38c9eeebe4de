/** The part of PGlite's Emscripten module that holds its IndexedDB connections, by the name of the database. */
export interface IdbModule {
  readonly IDBFS: { readonly dbs: Record<string, IDBDatabase | undefined> };
}

/**
 * PGlite's connection to IndexedDB, made safe in two ways.
 *
 * Its transactions become strict: the browser reports them complete when the data is on the disk, not before.
 *
 * And no change escapes them: PGlite stores the files whose time of change differs from the stored one, in whole
 * milliseconds. A write in the very millisecond in which the files were just being stored would look stored already.
 */
export class IdbConnection {
  readonly #database: IDBDatabase;
  #storedAtMs = 0;

  constructor(module: IdbModule, idbName: string) {
    const database = module.IDBFS.dbs[idbName];
    if (database === undefined) throw new Error(`PGlite has no connection named ${idbName}`);
    this.#database = database;
    const transaction = database.transaction.bind(database);
    database.transaction = (stores, mode) => {
      if (mode !== 'readwrite') return transaction(stores, mode);
      // PGlite reads the files' contents in the same task, right after this.
      this.#storedAtMs = Date.now();
      return transaction(stores, mode, { durability: 'strict' });
    };
  }

  /** Spends the rest, if any, of the millisecond in which files were last stored. To be called before files change. */
  beforeChange(): void {
    while (Date.now() === this.#storedAtMs);
  }

  close(): void {
    this.#database.close();
  }
}
