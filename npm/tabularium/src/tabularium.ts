/// <reference lib="esnext.disposable" preserve="true" />
import { Calls, type CallOptions } from './calls.js';
import { Connection } from './connection.js';
import { invalidArgument, TabulariumError } from './errors.js';
import type { LeaderChange, Role } from './leadership.js';
import { Live } from './live.js';
import { Nesting } from './nesting.js';
import { checkOptions, type TabulariumOptions } from './options.js';
import type { Operation, ResultPayload, Statement } from './page.js';
import { BARE_OPTIONS, checkCallOptions, promised, Queryable } from './queryable.js';
import { isPersisted, requestPersistence, storageInfo, type StorageInfo } from './storage.js';
import { runTransaction, type Transaction } from './transaction.js';

/** What is really in use, which may be less than what was hoped for. */
export interface Mode {
  /** The database engine and its version. */
  readonly engine: string;
  /** The kind of store: `idb`, `opfs-ahp` or `memory`. */
  readonly storage: string;
  /** How this tab reaches the leader. */
  readonly transport: 'local' | 'message-port' | 'broadcast-channel';
  /** Where the engine runs. */
  readonly worker: 'dedicated';
  /** What an acknowledged write has reached. */
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
  readonly #calls: Calls;
  readonly #nesting = new Nesting();
  #persisted: boolean | null = null;
  #closing: Promise<void> | undefined;

  private constructor(connection: Connection, deadlineMs: number) {
    super();
    this.#connection = connection;
    this.#calls = new Calls(connection.page, deadlineMs);
    this.#calls.sawCommit(connection.leadership.current.commit);
    this.live = new Live(connection.page, this.#calls, this.#nesting, deadlineMs);
    connection.onLost = (error) => this.#refuse(error);
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
    return new Tabularium(await Connection.open(checked), checked.deadlineMs);
  }

  /**
   * Runs a closure in a transaction. It commits when the closure returns and rolls back when it throws. Meanwhile the
   * calls of all tabs wait, so do nothing slow in it, and use the handle `tx`, never `db`.
   *
   * @example
   * ```ts
   * await db.transaction(async (tx) => {
   *   await tx.query('update account set balance = balance - $1 where id = $2', [amount, from]);
   *   await tx.query('update account set balance = balance + $1 where id = $2', [amount, to]);
   * });
   * ```
   * @param options - hold for each call the transaction makes
   */
  transaction<T>(closure: (tx: Transaction) => T | Promise<T>, options: CallOptions = {}): Promise<T> {
    return promised(() => {
      if (typeof closure !== 'function') throw invalidArgument('transaction() takes a function of the handle tx.');
      checkCallOptions(options, BARE_OPTIONS, 'transaction()');
      this.#nesting.check();
      return runTransaction(this.#calls, this.#nesting, closure, options);
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
    return { engine, storage, transport, worker, durability, persisted: this.#persisted };
  }

  /** The highest commit number this tab has seen. Numbers grow with every commit, also over a change of leader. */
  get commit(): number {
    return this.#calls.commit;
  }

  /** Measures the way to the leader and back, with a query of nothing, in milliseconds. */
  async ping(): Promise<number> {
    const startMs = performance.now();
    await this.query('select');
    return performance.now() - startMs;
  }

  /** Hands leadership on to another tab, if this one leads and another one waits for its turn. Calls go on. */
  resign(): void {
    this.#connection.page.resign();
  }

  /** Asks the browser how much the origin stores, may store, and whether it may be evicted. */
  storage(): Promise<StorageInfo> {
    return storageInfo();
  }

  /** Asks the browser, which may ask the user, not to evict the origin's data. Resolves to whether it promised. */
  async persist(): Promise<boolean> {
    this.#persisted = await requestPersistence();
    return this.#persisted;
  }

  /** Whether the handle was closed or lost; every call is then refused. */
  get closed(): boolean {
    return this.#calls.refusal !== undefined;
  }

  /** Leaves the database; other tabs go on. Calls in flight end with `CLOSED`. Closing twice is closing once. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Closes at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** @internal */
  protected override start<T>(
    op: Operation,
    statement: Statement,
    options: CallOptions,
    decode: (payload: ResultPayload | null) => T,
  ): Promise<T> {
    this.#nesting.check();
    const onEnd = this.#nesting.watch();
    const call = { op, statement, transaction: 0, options, decode };
    return this.#calls.start(onEnd === undefined ? call : { ...call, onEnd }).promise;
  }

  #close(): Promise<void> {
    this.#refuse(new TabulariumError({ code: 'CLOSED', message: 'The database is closed.', outcome: 'notRun' }));
    return this.#connection.close();
  }

  #refuse(error: TabulariumError): void {
    this.#calls.refuseAll(error);
    this.live.closeAll(error);
  }
}
