/// <reference lib="esnext.disposable" preserve="true" />
import { TabulariumError } from '../errors.js';
import { guarded } from '../guarded.js';

/** What runs statements inside a transaction. */
export interface ClientTransaction {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
  query<T>(sql: string, params?: any[]): Promise<{ rows: T[] }>;
  rollback(): Promise<void>;
}

/** Options of `transaction`. */
export interface ClientTransactionOptions {
  /** Runs the closure again when the leader went with it, where the database knows how; so it must be repeatable. */
  readonly retry?: boolean;
}

/** What a client needs of a database: a `Tabularium`, a `PGliteWorker` and a `PGlite` with `live` all are one. */
export interface ClientDatabase {
  /** Resolves when the database can be used, where that is not so from the start. */
  readonly waitReady?: Promise<void>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
  query<T>(sql: string, params?: any[]): Promise<{ rows: T[] }>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each kind of database has its own handle
  transaction<T>(closure: (tx: any) => Promise<T>, options?: ClientTransactionOptions): Promise<T>;
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
  /** What ends each live query; another set after each `close`. */
  #ends = new Set<() => void>();
  #opening: Promise<ClientDatabase> | undefined;
  #isClosed = false;
  #closing: Promise<void> = Promise.resolve();

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
    const ends = this.#ends;
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
      if (ends.delete(end)) void live.unsubscribe();
    };
    ends.add(end);
    if (ends !== this.#ends) {
      end();
      throw closed();
    }
    // PGlite tells the first rows by the callback as well.
    if (!hasTold) tell(live.initialResults.rows);
    return end;
  }

  /** Runs a closure in a transaction, which commits when it returns and rolls back when it throws. */
  async transaction<T>(
    closure: (tx: ClientTransaction) => Promise<T>,
    options?: ClientTransactionOptions,
  ): Promise<T> {
    const db = await this.#database();
    return db.transaction(closure, options);
  }

  /** Ends every live query and closes the database; other tabs go on. Closing twice is closing once. */
  close(): Promise<void> {
    if (!this.#isClosed) this.#closing = this.#close();
    return this.#closing;
  }

  /** Closes at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    this.#isClosed = true;
    const ends = this.#ends;
    this.#ends = new Set();
    for (const end of [...ends]) end();
    const opening = this.#opening;
    this.#opening = undefined;
    const db = await opening?.catch(() => undefined); // What was never opened needs no closing.
    await db?.close();
  }

  #database(): Promise<ClientDatabase> {
    if (this.#isClosed) return Promise.reject(closed());
    this.#opening ??= this.#opened();
    return this.#opening;
  }

  #opened(): Promise<ClientDatabase> {
    const opening = openUsable(this.#open);
    opening.catch(() => {
      // Another attempt may be under way since a close.
      if (this.#opening === opening) this.#opening = undefined;
    });
    return opening;
  }
}

async function openUsable(open: () => ClientDatabase | PromiseLike<ClientDatabase>): Promise<ClientDatabase> {
  const db = await open();
  try {
    await db.waitReady;
  } catch (error) {
    await db.close().catch(() => {}); // It never worked; why is what must be heard.
    throw error;
  }
  return db;
}

function closed(): TabulariumError {
  const message = 'The client is closed; init() opens it again.';
  return new TabulariumError({ code: 'CLOSED', message, outcome: 'notRun' });
}

async function openDefault(): Promise<ClientDatabase> {
  const { Tabularium } = await import('../index.js');
  return Tabularium.open(DEFAULT_PATH);
}
