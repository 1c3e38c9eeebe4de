/// <reference lib="esnext.disposable" preserve="true" />
import { TabulariumError } from '../errors.js';
import { guarded } from '../guarded.js';

/** What runs statements inside a transaction. */
export interface ClientTransaction {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
  query<T>(sql: string, params?: any[]): Promise<{ rows: T[] }>;
  rollback(): Promise<void>;
}

/** What a client needs of a database: a `Tabularium`, a `PGliteWorker` and a `PGlite` with `live` all are one. */
export interface ClientDatabase {
  /** Resolves when the database can be used, where that is not so from the start. */
  readonly waitReady?: Promise<void>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
  query<T>(sql: string, params?: any[]): Promise<{ rows: T[] }>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each kind of database has its own handle
  transaction<T>(closure: (tx: any) => Promise<T>): Promise<T>;
  readonly live: {
    query<T>(
      sql: string,
      // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
      params: any[] | null | undefined,
      // eslint-disable-next-line @typescript-eslint/no-explicit-any -- either library's results
      callback: (results: any) => void,
    ): Promise<{ initialResults: { rows: readonly T[] }; unsubscribe(): unknown }>;
  };
  close(): Promise<void>;
}

/** The path of the database that a client opens without being told of one. */
const DEFAULT_PATH = 'idb://app';

/**
 * A database as repositories use it: rows instead of results, opened once, cleaned up as a whole.
 *
 * @example
 * ```ts
 * export const db = new DatabaseClient(
 *   () => new PGliteWorker(() => new Worker(new URL('../workers/pglite.worker.ts', import.meta.url), { type: 'module' })),
 * );
 * await db.init();
 * const user = await db.queryOne<User>('select * from users where id = $1', [1]);
 * ```
 */
export class DatabaseClient implements AsyncDisposable {
  readonly #open: () => ClientDatabase | PromiseLike<ClientDatabase>;
  readonly #ends = new Set<() => void>();
  #opening: Promise<ClientDatabase> | undefined;
  #isClosed = false;

  /** @param open - opens the database; without it, `idb://app` is opened, with the built-in worker */
  constructor(open: () => ClientDatabase | PromiseLike<ClientDatabase> = openDefault) {
    this.#open = open;
  }

  /**
   * Opens the database. Whoever asks again gets the same one; a failed attempt can be repeated. After `close` it is
   * opened anew.
   */
  async init(): Promise<void> {
    this.#isClosed = false;
    await this.#database();
  }

  /** Runs one statement, and resolves with its rows. */
  async query<T = Record<string, unknown>>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    const db = await this.#database();
    return (await db.query<T>(sql, [...params])).rows;
  }

  /** Runs one statement, and resolves with its first row; undefined where it has none. */
  async queryOne<T = Record<string, unknown>>(sql: string, params: readonly unknown[] = []): Promise<T | undefined> {
    const [row] = await this.query<T>(sql, params);
    return row;
  }

  /**
   * Follows a query: the callback gets its rows now, and again after every commit of any tab that changes them. Resolves
   * with what ends it; `close` ends it too.
   */
  async liveQuery<T = Record<string, unknown>>(
    sql: string,
    params: readonly unknown[],
    callback: (rows: T[]) => void,
  ): Promise<() => void> {
    const db = await this.#database();
    let isWanted = true;
    let hasTold = false;
    const tell = (rows: readonly T[]) => {
      hasTold = true;
      if (isWanted) guarded(() => callback([...rows]));
    };
    const live = await db.live.query<T>(sql, [...params], ({ rows }: { rows: readonly T[] }) => tell(rows));
    const end = () => {
      isWanted = false;
      if (this.#ends.delete(end)) void live.unsubscribe();
    };
    this.#ends.add(end);
    // PGlite tells the first rows by the callback as well.
    if (!hasTold) tell(live.initialResults.rows);
    return end;
  }

  /** Runs a closure in a transaction, which commits when it returns and rolls back when it throws. */
  async transaction<T>(closure: (tx: ClientTransaction) => Promise<T>): Promise<T> {
    const db = await this.#database();
    return db.transaction(closure);
  }

  /** Ends every live query and closes the database; other tabs go on. Closing twice is closing once. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const end of [...this.#ends]) end();
    const opening = this.#opening;
    this.#opening = undefined;
    const db = await opening?.catch(() => undefined); // What was never opened needs no closing.
    await db?.close();
  }

  /** Closes at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #database(): Promise<ClientDatabase> {
    if (this.#isClosed) {
      const message = 'The client is closed; init() opens it again.';
      return Promise.reject(new TabulariumError({ code: 'CLOSED', message, outcome: 'notRun' }));
    }
    this.#opening ??= this.#opened();
    return this.#opening;
  }

  async #opened(): Promise<ClientDatabase> {
    try {
      const db = await this.#open();
      await db.waitReady;
      return db;
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }
}

async function openDefault(): Promise<ClientDatabase> {
  const { Tabularium } = await import('../index.js');
  return Tabularium.open(DEFAULT_PATH) as Promise<ClientDatabase>;
}
