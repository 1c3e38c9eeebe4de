/// <reference lib="esnext.disposable" preserve="true" />
import type {
  DebugLevel,
  DescribeQueryResult,
  ExecProtocolOptions,
  ExecProtocolOptionsStream,
  ExecProtocolResult,
  Extensions,
  PGliteInterface,
  PGliteInterfaceExtensions,
  QueryOptions,
  Results,
  Transaction,
} from '@electric-sql/pglite';
import type { Calls } from '../calls.js';
import { TabulariumError } from '../errors.js';
import { guarded } from '../guarded.js';
import { Tabularium, type Mode } from '../tabularium.js';
import type { TransactionOptions } from '../runTransaction.js';
import type { LiveNamespace } from '@electric-sql/pglite/live';
import type { Transaction as Inner } from '../transaction.js';
import { checkFunction } from './checks.js';
import { channelName, Channels } from './channels.js';
import { Codecs, hasUserTypes } from './codecs.js';
import { asPgliteError } from './databaseError.js';
import { dumpFile } from './dump.js';
import { liveNamespace } from './live/namespace.js';
import { type FollowedResult, readLive } from './live/result.js';
import { checkedOf, checkWorkerOptions, initOptionsOf, type PGliteWorkerOptions } from './options.js';
import { checkPlace } from './placeLock.js';
import { Protocol } from './protocol.js';
import { Queries } from './queries.js';
import { columnTypes } from './results.js';
import { PgliteTransaction } from './transaction.js';
import { Workers } from './workers.js';

/** What is really in use, of a database that the application's own `init` has made. */
export interface PgliteMode extends Mode {
  /** Always false: the store is PGlite's, and cannot tell a leader that was replaced from the one that replaced it. */
  readonly fenced: false;
}

/**
 * One PGlite, shared live by all tabs of an origin: what `@electric-sql/pglite/worker` calls `PGliteWorker`, with the
 * same interface. Calls outlive the leader that they were sent to.
 *
 * @example
 * ```ts
 * const pg = new PGliteWorker(
 *   new Worker(new URL('./db-worker.ts', import.meta.url), { type: 'module' }),
 *   { dataDir: 'idb://app' },
 * );
 * await pg.query('insert into todo (title) values ($1)', [title]);
 * ```
 */
export class PGliteWorker implements AsyncDisposable {
  /** Queries whose results follow the database, as PGlite's extension `live` has them; it need not be given. */
  readonly live: LiveNamespace;
  readonly #codecs: Codecs;
  readonly #queries: Queries;
  readonly #opening: Promise<Tabularium>;
  readonly #channels: Channels;
  readonly #protocol: Protocol;
  readonly #dataDir: string | undefined;
  readonly #debug: DebugLevel;
  readonly #leaderListeners = new Set<() => void>();
  readonly #extensionCloses: (() => Promise<void>)[] = [];
  #db: Tabularium | undefined;
  #isClosed = false;

  /**
   * Opens a database, or joins the tabs that have it open. The instance can be used at once: calls wait until it is
   * ready.
   *
   * @param worker - a worker whose script calls `worker({ init })`, or a function that makes one
   */
  constructor(worker: Worker | (() => Worker), options: PGliteWorkerOptions = {}) {
    checkWorkerOptions(options);
    this.#debug = options.debug ?? 0;
    this.#dataDir = options.dataDir;
    this.#codecs = new Codecs(options.parsers, options.serializers);
    this.#queries = new Queries(
      { start: (...call) => this.#withDatabase((db) => db.start(...call)) },
      this.#codecs,
      (sql) => this.#channels.follow(sql),
    );
    this.live = liveNamespace({
      live: async () => (await this.#opening).live,
      understood: (result) => this.#understood(result),
    });
    this.#opening = this.#open(new Workers(worker, initOptionsOf(options)), options);
    this.#opening.catch(() => {}); // Every call tells it, and waitReady.
    const calls = this.#opening.then((db) => db.calls);
    calls.catch(() => {}); // Likewise.
    this.#channels = new Channels(calls);
    this.#protocol = new Protocol(calls);
  }

  /** Opens a database and resolves when it can be used, typed with the namespaces of its extensions. */
  static async create<O extends PGliteWorkerOptions>(
    worker: Worker | (() => Worker),
    options?: O,
  ): Promise<PGliteWorker & PGliteInterfaceExtensions<O['extensions']>> {
    const pg = new PGliteWorker(worker, options);
    await pg.waitReady;
    return pg as PGliteWorker & PGliteInterfaceExtensions<O['extensions']>;
  }

  /** Resolves when the database can be used; rejects when it cannot be opened. */
  get waitReady(): Promise<void> {
    return this.#opening.then(() => {});
  }

  /** Whether the database can be used. */
  get ready(): boolean {
    return this.#db !== undefined && !this.closed;
  }

  /** Whether it was closed. */
  get closed(): boolean {
    return this.#isClosed || this.#db?.closed === true;
  }

  get debug(): DebugLevel {
    return this.#debug;
  }

  /** Whether this tab leads; false until that is known. */
  get isLeader(): boolean {
    return this.#db?.isLeader === true;
  }

  /** What is really in use; undefined until the database can be used. */
  get mode(): PgliteMode | undefined {
    return this.#db === undefined ? undefined : { ...this.#db.mode, fenced: false };
  }

  /** @internal */
  get calls(): Calls | undefined {
    return this.#db?.calls;
  }

  /** Readers of values, by type id. Those that are put in here count for every later call. */
  get parsers(): Codecs['parsers'] {
    return this.#codecs.parsers;
  }

  /** Writers of values, by type id. Those that are put in here count for every later call. */
  get serializers(): Codecs['serializers'] {
    return this.#codecs.serializers;
  }

  /** Runs one statement with its parameters. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
  query<T>(query: string, params?: any[], options?: QueryOptions): Promise<Results<T>> {
    return this.#queries.query(query, params, options);
  }

  /** Runs one statement that is written as a template, whose values become parameters. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
  sql<T>(strings: TemplateStringsArray, ...values: any[]): Promise<Results<T>> {
    return this.#queries.sql(strings, ...values);
  }

  /** Runs a script of any number of statements, and gives one result for each. */
  exec(query: string, options?: QueryOptions): Promise<Results[]> {
    return this.#queries.exec(query, options);
  }

  /** Says what a statement takes and gives, without running it. */
  describeQuery(query: string, options?: QueryOptions): Promise<DescribeQueryResult> {
    return this.#queries.describeQuery(query, options);
  }

  /**
   * Runs a closure in a transaction, which commits when it returns and rolls back when it throws. It commits whole or
   * not at all: when the leader goes while it is open, it ends with `TX_ABORTED_FAILOVER`, and with the option `retry`
   * the closure runs again.
   */
  async transaction<T>(callback: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T> {
    checkFunction('the callback of transaction()', callback);
    let inside: PgliteTransaction | undefined;
    const begin = (tx: Inner) => callback((inside = new PgliteTransaction(tx, this.#codecs, this.#channels)));
    let hasCommitted = false;
    try {
      const value = await this.#withDatabase((db) => db.transaction(begin, options));
      hasCommitted = true;
      return value;
    } catch (error) {
      throw asPgliteError(error, {});
    } finally {
      inside?.end(hasCommitted && !inside.wasRolledBack);
    }
  }

  /**
   * Listens on a channel: what `notify` or `pg_notify` sends on it in any tab, from the commit that sends it. Resolves
   * when nothing that is sent from now on is missed, and goes on when another tab becomes the leader. Returns what ends
   * it.
   */
  async listen(
    channel: string,
    callback: (payload: string) => void,
    tx?: Transaction,
  ): Promise<(tx?: Transaction) => Promise<void>> {
    checkFunction('the callback of listen()', callback);
    if (tx !== undefined) return tx.listen(channel, callback);
    const name = channelName(channel);
    await this.#channels.listen(name, callback);
    return async () => this.#channels.unlisten(name, callback);
  }

  /** Ends what `listen` has begun on a channel: for one callback, or for all. */
  async unlisten(channel: string, callback?: (payload: string) => void): Promise<void> {
    this.#channels.unlisten(channelName(channel), callback);
  }

  /** Calls back for what is sent on any channel that some tab listens on. Returns what ends it. */
  onNotification(callback: (channel: string, payload: string) => void): () => void {
    checkFunction('the callback of onNotification()', callback);
    this.#channels.listenOnAll(callback);
    return () => this.offNotification(callback);
  }

  /** Ends what `onNotification` has begun. */
  offNotification(callback: (channel: string, payload: string) => void): void {
    this.#channels.unlistenOnAll(callback);
  }

  /**
   * Keeps the engine for the messages that the closure sends by `execProtocol…`: nothing else of any tab runs in
   * between. Rejects with `TX_UNMANAGED` when they leave a transaction open, which is rolled back, and with `TX_CLOSED`,
   * the outcome unknown, when it has ended after 30 s without messages: what they had committed by then stays.
   */
  runExclusive<T>(closure: () => Promise<T>): Promise<T> {
    checkFunction('the closure of runExclusive()', closure);
    return this.#protocol.runExclusive(closure);
  }

  /**
   * Sends messages of the PostgreSQL protocol, and resolves with what PostgreSQL answers. They are never sent twice:
   * when the leader goes meanwhile, it rejects with `NOT_REPEATED`, the outcome unknown.
   */
  execProtocol(message: Uint8Array, options?: ExecProtocolOptions): Promise<ExecProtocolResult> {
    return this.#protocol.whole(message, options);
  }

  /** As `execProtocol`, without the bytes. */
  async execProtocolStream(
    message: Uint8Array,
    options?: ExecProtocolOptions,
  ): Promise<ExecProtocolResult['messages']> {
    return (await this.#protocol.whole(message, options)).messages;
  }

  /** As `execProtocol`, with nothing but the bytes. */
  execProtocolRaw(message: Uint8Array, _options?: ExecProtocolOptions): Promise<Uint8Array> {
    return this.#protocol.raw(message);
  }

  /** As `execProtocolRaw`; the bytes are handed to a callback. */
  execProtocolRawStream(message: Uint8Array, options: ExecProtocolOptionsStream): Promise<void> {
    return this.#protocol.rawStream(message, options);
  }

  /** Packs the database into an archive, as `loadDataDir` takes it. Everything that was committed is in it. */
  async dumpDataDir(compression: 'none' | 'gzip' | 'auto' = 'auto'): Promise<File | Blob> {
    const statement = { sql: '', dump: compression };
    const archive = await this.#withDatabase((db) => db.start('query', statement, {}, ({ payload }) => payload));
    return dumpFile(archive!, this.#dataDir);
  }

  /** Resolves when all that was committed so far is on the disk. */
  async syncToFs(): Promise<void> {
    await this.#withDatabase((db) => (db.mode.storage === 'memory' ? Promise.resolve() : db.whenDurable()));
  }

  /** Forgets which types are arrays of which. They are found out when they are met, so this is never needed. */
  async refreshArrayTypes(): Promise<void> {
    await this.#opening;
    this.#codecs.forget();
  }

  /** Calls back after every change of leader, and when this tab turns out to lead. Returns what stops it. */
  onLeaderChange(callback: () => void): () => void {
    checkFunction('the callback of onLeaderChange()', callback);
    this.#leaderListeners.add(callback);
    return () => this.offLeaderChange(callback);
  }

  /** Stops what `onLeaderChange` has begun. */
  offLeaderChange(callback: () => void): void {
    this.#leaderListeners.delete(callback);
  }

  /** Leaves the database; other tabs go on. Resolves when all is let go of. Closing twice is closing once. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const close of this.#extensionCloses) await close();
    const db = await this.#opening.catch(() => undefined); // What was never opened needs no closing.
    await db?.close();
  }

  /** Closes at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #open(workers: Workers, options: PGliteWorkerOptions): Promise<Tabularium> {
    await this.#setUp(options.extensions ?? {});
    const first = workers.make();
    let isFirst = true;
    const make = () => {
      if (!isFirst) return workers.make();
      isFirst = false;
      return first;
    };
    const path = options.dataDir ?? (await Promise.race([workers.failed, namelessPath(options.id, workers)]));
    await checkPlace(path).catch((error) => {
      first.terminate();
      throw error;
    });
    const connecting = Tabularium.connect(checkedOf(options, path, make), (reply) => readLive(reply, this.#codecs));
    const db = await Promise.race([workers.failed, connecting]);
    this.#db = db;
    db.onLeaderChange(() => this.#tellLeaderChange());
    if (db.isLeader) this.#tellLeaderChange();
    return db;
  }

  /** The halves of extensions that live in the page. */
  async #setUp(extensions: Extensions): Promise<void> {
    for (const [name, extension] of Object.entries(extensions)) {
      if (extension instanceof URL) {
        throw new TabulariumError({
          code: 'INVALID_ARGUMENT',
          message: `The extension ${name} is a URL: give it to the PGlite that init makes, and leave it out here.`,
          outcome: 'notRun',
        });
      }
      const { namespaceObj, init, close } = await extension.setup(this as unknown as PGliteInterface, {}, true);
      if (namespaceObj !== undefined && !(name in this)) Object.assign(this, { [name]: namespaceObj });
      await init?.();
      if (close !== undefined) this.#extensionCloses.push(close);
    }
  }

  async #understood(result: FollowedResult): Promise<FollowedResult> {
    const { reply, commit } = result;
    if (!hasUserTypes(columnTypes(reply))) return result;
    // Its types may have become known after it was read.
    if (this.#queries.hasUnknownTypes(reply)) await this.#queries.learnTypes(reply);
    return { ...readLive(reply, this.#codecs), commit };
  }

  #withDatabase<T>(use: (db: Tabularium) => Promise<T>): Promise<T> {
    return this.#db === undefined ? this.#opening.then(use) : use(this.#db);
  }

  #tellLeaderChange(): void {
    for (const listener of [...this.#leaderListeners]) {
      if (this.#leaderListeners.has(listener)) guarded(listener);
    }
  }
}

/** What stands for the path where the application names none: then `init` alone knows it. */
async function namelessPath(id: string | undefined, workers: Workers): Promise<string> {
  return `init:${id ?? (await workers.place).url}`;
}
