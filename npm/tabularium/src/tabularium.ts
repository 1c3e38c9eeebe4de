/// <reference lib="esnext.disposable" preserve="true" />
import { checkBatch, type BatchStatement } from './batch.js';
import { Calls, type Answer, type CallOptions, type DecodeResults, type WriteOptions } from './calls.js';
import { Connection } from './connection.js';
import { dialectOf } from './dialects.js';
import { invalidArgument, TabulariumError } from './errors.js';
import type { LeaderChange, Role } from './leadership.js';
import { type DecodeLive, Live } from './live.js';
import { Nesting } from './nesting.js';
import { checkFlag, checkOptions, type CheckedOptions, type TabulariumOptions } from './options.js';
import type { EngineFigures, Metrics } from './metrics.js';
import type { Operation, Statement } from './page.js';
import type { Result } from './payload/decode.js';
import { promised } from './promised.js';
import {
  BARE_OPTIONS,
  checkCallOptions,
  decode,
  EXEC_OPTIONS,
  type ExecOptions,
  Queryable,
  type Row,
  TRANSACTION_OPTIONS,
} from './queryable.js';
import { runTransaction, type TransactionOptions } from './runTransaction.js';
import { isPersisted } from './persistence.js';
import type { StorageInfo } from './storage.js';
import type { Transaction } from './transaction.js';

/** What is really in use, which may be less than what was hoped for. */
export interface Mode {
  /** The database engine and its version. */
  readonly engine: string;
  /**
   * The kind of store: `idb`, `opfs`, `memory`, or `idb-files` and `opfs-ahp` for a database that PGlite itself wrote
   * there. Those are served as they are and stay readable for PGlite, but are slower: each flush of `idb-files` compares
   * and rewrites whole files, which the option `convert` ends by copying it into an `idb` store, and `opfs-ahp` opens a
   * thousand files.
   */
  readonly storage: string;
  /** How this tab reaches the leader. */
  readonly transport: 'local' | 'message-port' | 'broadcast-channel';
  /** Where the engine runs. */
  readonly worker: 'dedicated';
  /** What an acknowledged write has survived, unless its call said otherwise: `disk`, or `memory`. */
  readonly durability: string;
  /** Whether the browser promises not to evict the data; null until it has said so. */
  readonly persisted: boolean | null;
}

/**
 * One PostgreSQL database, shared live by all tabs of an origin that open the same path.
 *
 * @example
 * ```ts
 * const db = await Tabularium.open('idb://app');
 * await db.exec('create table if not exists todo (id int generated always as identity, title text)');
 * await db.sql`insert into todo (title) values (${title})`;
 * ```
 */
export class Tabularium extends Queryable {
  /** Queries whose results follow the database. */
  readonly live: Live;
  /** Resolves when the database can be used; `open` has waited for it. */
  readonly ready: Promise<void> = Promise.resolve();
  readonly #connection: Connection;
  /** @internal */
  readonly calls: Calls;
  readonly #nesting = new Nesting();
  #persisted: boolean | null = null;
  #closing: Promise<void> | undefined;

  private constructor(
    connection: Connection,
    { durability, deadlineMs }: CheckedOptions,
    decodeResults: DecodeResults,
    decodeLive: DecodeLive = (payload, options) => decodeResults(payload, options)[0]!,
  ) {
    super();
    const { commit, storage } = connection.leadership.current;
    this.#connection = connection;
    const isInMemory = storage === 'memory';
    this.calls = new Calls(connection.page, { deadlineMs, durability, isInMemory, decodeResults });
    this.calls.sawCommit(commit);
    this.live = new Live(connection.page, this.calls, this.#nesting, deadlineMs, decodeLive);
    connection.onLost = (error) => void this.#leave(error);
    isPersisted().then(
      (persisted) => (this.#persisted = persisted),
      () => {}, // A browser that does not tell leaves it unknown.
    );
  }

  /**
   * Opens a database, or joins the tabs that have it open. Resolves when a leader is known and calls can be answered.
   *
   * @param options - the storage path, such as `idb://app`, or all options
   */
  static async open(options: string | TabulariumOptions): Promise<Tabularium> {
    const checked = checkOptions(options);
    const db = await Tabularium.connect(checked);
    if (db.mode.storage === 'idb-files') {
      // Advice that cannot be loaded is no reason to refuse a database that is open.
      import('./storage.js').then(({ sayHowToConvert }) => sayHowToConvert(checked.path)).catch(() => {});
    }
    return db;
  }

  /** @internal Opens a database by options that were checked elsewhere. */
  static async connect(
    checked: CheckedOptions,
    decodeLive?: DecodeLive,
  ): Promise<Tabularium> {
    const { engineUrls, decodeResults } = dialectOf(checked.path);
    const opening = Connection.open(checked, engineUrls);
    const decode = await decodeResults.catch((cause: unknown) => {
      opening.then((connection) => connection.close()).catch(() => {});
      throw notLoaded(cause);
    });
    return new Tabularium(await opening, checked, decode, decodeLive);
  }

  /**
   * Runs a closure in a transaction. It commits when the closure returns and rolls back when it throws. Meanwhile the
   * calls of all tabs wait, so do nothing slow in it, and use the handle `tx`, never `db`.
   *
   * It commits whole or not at all. When the leader goes while it is open, nothing of it took effect, and it ends with
   * `TX_ABORTED_FAILOVER`; with `retry` the closure runs again, at most four times in all, so it must be repeatable.
   * When the leader goes during the commit, the next one knows how it ended. Resolves with what the closure returned;
   * `db.commit` is then at least the transaction's commit number.
   *
   * @example
   * ```ts
   * await db.transaction(async (tx) => {
   *   await tx.query('update account set balance = balance - $1 where id = $2', [amount, from]);
   *   await tx.query('update account set balance = balance + $1 where id = $2', [amount, to]);
   * }, { retry: true });
   * ```
   * @param options - `signal` and `deadlineMs` hold for each call the transaction makes, `durability` for its commit
   */
  transaction<T>(closure: (tx: Transaction) => T | Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return promised(() => {
      if (typeof closure !== 'function') throw invalidArgument('transaction() takes a function of the handle tx.');
      checkCallOptions(options, TRANSACTION_OPTIONS, 'transaction()');
      if (options.retry !== undefined) checkFlag('retry', options.retry);
      this.#nesting.check();
      return runTransaction(this.calls, this.#nesting, closure, options);
    });
  }

  /**
   * Runs several statements in one transaction, sent in one message, and gives one result for each. All of them take
   * effect or none: the error of the first that fails tells which one it was by `batchIndex`.
   *
   * Unlike {@link transaction} it holds up nobody while messages travel, and a change of leader is no end of it.
   *
   * @example
   * ```ts
   * const [, { rows }] = await db.batch([
   *   sql`update account set balance = balance - ${amount} where id = ${from}`,
   *   sql`update account set balance = balance + ${amount} where id = ${to} returning balance`,
   * ]);
   * ```
   */
  batch(statements: readonly BatchStatement[], options: ExecOptions = {}): Promise<Result<Row>[]> {
    return promised(() => {
      checkCallOptions(options, EXEC_OPTIONS, 'batch()');
      const statement = checkBatch(statements);
      if (statements.length === 0) return Promise.resolve([]);
      return this.start('query', statement, options, (answer) => decode(answer, options));
    });
  }

  /** Whether this tab leads. */
  get isLeader(): boolean {
    return this.#connection.leadership.isLeader;
  }

  /** What this tab is. */
  get role(): Role {
    return this.isLeader ? 'leader' : 'follower';
  }

  /** The term of the leader last heard of; it grows with each leader. */
  get term(): number {
    return this.#connection.leadership.current.term;
  }

  /** The id of the leader last heard of, the same in all tabs. */
  get leaderId(): string {
    return this.#connection.leadership.current.leaderId;
  }

  /** Calls back once for every later change of leader. Returns a function that stops it. */
  onLeaderChange(callback: (change: LeaderChange) => void): () => void {
    if (typeof callback !== 'function') throw invalidArgument('onLeaderChange() takes a function.');
    return this.#connection.leadership.onChange(callback);
  }

  /** What is really in use. */
  get mode(): Mode {
    const { engine, storage, transport, worker, durability } = this.#connection.leadership.current;
    const reached = storage === 'memory' ? 'memory' : durability;
    return { engine, storage, transport, worker, durability: reached, persisted: this.#persisted };
  }

  /** The highest commit number this tab has seen. Numbers grow with every commit, also over a change of leader. */
  get commit(): number {
    return this.calls.commit;
  }

  /**
   * Resolves when a commit is on the disk, by default the last one this tab knows of. Writes at the level `memory` are
   * answered earlier; this is how to wait for many of them at once.
   *
   * It speaks for writes that were acknowledged. One that only a read has shown may be lost with the leader and the tab that
   * waits for its answer; the next leader does not tell it from the others.
   *
   * Rejects with `UNSUPPORTED` for a store in memory, which never reaches the disk. When the store cannot be written,
   * rejects with `FLUSH_FAILED` or `STORAGE_FULL` as `pending`; `settled` resolves once it is on the disk after all.
   *
   * @example
   * ```ts
   * for (const stroke of strokes) await db.query(INSERT, [stroke], { durability: 'memory' });
   * await db.whenDurable();
   * ```
   * @param commit - the commit number of a result, a live result or `db.commit`, of any tab
   */
  whenDurable(commit: number = this.commit, options: CallOptions = {}): Promise<void> {
    return promised(() => {
      if (!Number.isSafeInteger(commit) || commit < 0) {
        throw invalidArgument('whenDurable() takes the commit number of a result, or nothing.');
      }
      checkCallOptions(options, BARE_OPTIONS, 'whenDurable()');
      if (this.#connection.leadership.current.storage === 'memory') throw neverDurable();
      const request = { op: 'sync', statement: null, commit } as const;
      return this.calls.start({ request, options, decode: () => {} }).promise;
    });
  }

  /** Measures the way to the leader and back, with a query of next to nothing, in milliseconds. */
  async ping(): Promise<number> {
    const startMs = performance.now();
    await this.query('select 1');
    return performance.now() - startMs;
  }

  /** Tells how long calls and flushes take, how many there were, and how often leadership has changed. */
  async metrics(): Promise<Metrics> {
    const { metricsOf } = await import('./metrics.js');
    const ask = { sql: '', isMeter: true };
    const engine = await this.start('query', ask, {}, ({ payload }) => payload as unknown as EngineFigures);
    return metricsOf(this.calls, this.#connection.leadership, engine);
  }

  /** Hands leadership on to another tab, if this one leads and another one waits for its turn. Calls go on. */
  resign(): void {
    this.#connection.page.resign();
  }

  /** Asks the browser how much the origin stores, may store, and whether it may be evicted. */
  async storage(): Promise<StorageInfo> {
    return (await import('./storage.js')).storageInfo();
  }

  /** Asks the browser, which may ask the user, not to evict the origin's data. Resolves to whether it promised. */
  async persist(): Promise<boolean> {
    this.#persisted = await (await import('./storage.js')).requestPersistence();
    return this.#persisted;
  }

  /** Whether the handle was closed or lost; every call is then refused. */
  get closed(): boolean {
    return this.calls.refusal !== undefined;
  }

  /**
   * Leaves the database; other tabs go on. Resolves when all is let go of. Closing twice is closing once.
   *
   * From now on calls are refused with `CLOSED`, and those that wait for their turn end so, as not run. Writes that
   * have begun end as they would have, at their level; what has not ended after two seconds ends with `CLOSED`, its
   * outcome unknown. An open transaction is rolled back, unless its commit has been sent. Live queries end at once.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Closes at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** @internal */
  override start<T>(
    op: Operation,
    statement: Statement,
    options: WriteOptions,
    decode: (answer: Answer) => T,
  ): Promise<T> {
    this.#nesting.check();
    const onEnd = this.#nesting.watch();
    const call = { request: { op, statement, transaction: 0 }, options, decode };
    return this.calls.start(onEnd === undefined ? call : { ...call, onEnd }).promise;
  }

  #close(): Promise<void> {
    return this.#leave(
      new TabulariumError({ code: 'CLOSED', message: 'The database is closed.', outcome: 'notRun' }),
    );
  }

  /** Begins nothing more, and lets what has begun end while the connection closes. */
  async #leave(error: TabulariumError): Promise<void> {
    this.calls.refuse(error);
    this.live.closeAll(error);
    await this.#connection.close();
    this.calls.endAwaited(error);
  }
}

function notLoaded(cause: unknown): TabulariumError {
  const message = 'What a tab needs for SQLite (sqlite-decode.js) could not be loaded.';
  return new TabulariumError({ code: 'ENGINE_UNAVAILABLE', message, outcome: 'notRun', cause });
}

function neverDurable(): TabulariumError {
  return new TabulariumError({
    code: 'UNSUPPORTED',
    message: 'A store in memory never reaches the disk; nothing in it is durable.',
    outcome: 'notRun',
  });
}
