import { MAX_DELAY_MS } from '../options.js';
import type { OverlaidOptions, OverlaidQuery, OverlaidResult } from '../overlay/liveOverlay.js';
import type { PatchOptions } from '../overlay/patch.js';
import { promised } from '../promised.js';
import type { Params, Row } from '../queryable.js';
import type { Tabularium } from '../tabularium.js';
import type { ChangeType } from './changes.js';
import type { Database, DatabaseOptions, LeaderInfo } from './database.js';
import { checkFunction, refused } from './errors.js';
import type { PendingListener, PendingWrite } from './pendingWrites.js';
import type { QueryResult } from './queryResult.js';
import { transactionWordOf } from './transactionWords.js';

type Refresh = (changeTypes: readonly ChangeType[]) => void;

interface Opened {
  readonly database: Database;
  readonly timer: ReturnType<typeof setInterval> | undefined;
}

/** How a {@link MultiTabDatabase} works, and how its {@link Database} is opened. */
export interface MultiTabOptions extends Omit<DatabaseOptions, 'durability'> {
  /**
   * Whether each write is on the disk when it is answered; true by default. Otherwise it outlives the tab that leads, and
   * reaches the disk soon, at the latest when `sync()` says so. A queued write is on the disk in either case; one in a
   * transaction is when `COMMIT` is answered.
   */
  readonly autoSync?: boolean;
  /** Whether a write in a tab that does not lead waits for leadership instead of being refused; false by default. */
  readonly waitForLeadership?: boolean;
  /** How often the database is synchronised, in milliseconds; 0, the default, for never. */
  readonly syncIntervalMs?: number;
}

/** What {@link MultiTabDatabase} needs of the class {@link Database}. */
export interface DatabaseClass {
  newDatabase(name: string, options?: DatabaseOptions): Promise<Database>;
}

const DENIED = 'WRITE_PERMISSION_DENIED';

/** A {@link Database} that is opened later, and whose writes can wait for leadership. */
export class MultiTabDatabase {
  readonly #class: DatabaseClass;
  readonly #name: string;
  readonly #options: DatabaseOptions;
  readonly #waitsForLeadership: boolean;
  readonly #syncIntervalMs: number;
  readonly #refreshers = new Set<Refresh>();
  #database: Database | undefined;
  #opening: Promise<Opened> | undefined;

  constructor(databaseClass: DatabaseClass, name: string, options: MultiTabOptions = {}) {
    const { autoSync = true, waitForLeadership = false, syncIntervalMs = 0, ...more } = options;
    if (!(syncIntervalMs >= 0 && syncIntervalMs <= MAX_DELAY_MS)) {
      throw refused('INVALID_ARGUMENT', `syncIntervalMs must be a number of at least 0 and at most ${MAX_DELAY_MS}.`);
    }
    this.#class = databaseClass;
    this.#name = name;
    this.#options = { ...more, durability: autoSync ? 'disk' : 'memory' };
    this.#waitsForLeadership = waitForLeadership;
    this.#syncIntervalMs = syncIntervalMs;
  }

  /** Opens the database. Twice is once, until it is closed or could not be opened; then it is opened again. */
  async init(): Promise<void> {
    const opening = (this.#opening ??= this.#open());
    try {
      const { database } = await opening;
      if (this.#opening === opening) this.#database = database;
    } catch (error) {
      if (this.#opening === opening) this.#opening = undefined;
      throw error;
    }
  }

  /** The database beneath. Throws before {@link init}. */
  get database(): Database {
    if (this.#database === undefined) throw refused('CLOSED', 'The database is not open: call init() first, and wait for it.');
    return this.#database;
  }

  /** Runs a statement that writes. Where that is refused, because this tab does not lead, it can wait until it does. */
  async write(sql: string, params: Params = []): Promise<QueryResult> {
    if (this.#waitsForLeadership && !this.database.mayWrite() && transactionWordOf(sql) === 'begin') {
      // Once begun it would hold up all tabs while its writes wait.
      await this.waitForLeadership();
    }
    for (;;) {
      try {
        return await this.database.execute(sql, params);
      } catch (error) {
        if (!this.#waitsForLeadership || !(error as Error).message.includes(DENIED)) throw error;
        await this.waitForLeadership();
      }
    }
  }

  /** Runs a statement that reads, in any tab. */
  query(sql: string, params: Params = []): Promise<QueryResult> {
    return this.#ask((database) => database.execute(sql, params));
  }

  /** Runs a statement of either kind: SQLite says which it is. */
  execute(sql: string, params: Params = []): Promise<QueryResult> {
    return this.write(sql, params);
  }

  /** The same as {@link execute}. */
  executeWithParams(sql: string, params: Params): Promise<QueryResult> {
    return this.write(sql, params);
  }

  /** Calls back once after each commit of another tab, with the kinds of change in it. Can be called before {@link init}. */
  onRefresh(callback: Refresh): void {
    checkFunction(callback, 'onRefresh()');
    this.#refreshers.add(callback);
    // One that is closed may be opened again, and has it then.
    if (this.#database?.tabularium.closed === false) this.#database.onRefresh(callback);
  }

  /** Ends what {@link onRefresh} began. */
  offRefresh(callback: Refresh): void {
    this.#refreshers.delete(callback);
    this.#database?.offRefresh(callback);
  }

  /** Leaves the database, also one that is being opened. */
  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    this.#refreshers.clear();
    const opened = await opening?.catch(() => undefined);
    clearInterval(opened?.timer);
    await opened?.database.close();
  }

  /** Asks the database beneath; a call that comes too early is refused by its promise, as by those of {@link Database}. */
  #ask<T>(call: (database: Database) => Promise<T>): Promise<T> {
    return promised(() => call(this.database));
  }

  async #open(): Promise<Opened> {
    const database = await this.#class.newDatabase(this.#name, this.#options);
    for (const refresh of this.#refreshers) database.onRefresh(refresh);
    // What cannot be synchronised now is tried again the next time, and each write says so itself.
    const synchronise = () => void database.sync().catch(() => {});
    const timer = this.#syncIntervalMs > 0 ? setInterval(synchronise, this.#syncIntervalMs) : undefined;
    return { database, timer };
  }

  onDataChange(callback: (changeType: ChangeType) => void): void {
    this.database.onDataChange(callback);
  }

  offDataChange(callback: (changeType: ChangeType) => void): void {
    this.database.offDataChange(callback);
  }

  onLeaderChange(callback: (isLeader: boolean) => void): () => void {
    return this.database.onLeaderChange(callback);
  }

  get tabularium(): Tabularium {
    return this.database.tabularium;
  }

  isLeader(): Promise<boolean> {
    return this.#ask((database) => database.isLeader());
  }

  waitForLeadership(): Promise<void> {
    return this.#ask((database) => database.waitForLeadership());
  }

  requestLeadership(): Promise<void> {
    return this.#ask((database) => database.requestLeadership());
  }

  getLeaderInfo(): Promise<LeaderInfo> {
    return this.#ask((database) => database.getLeaderInfo());
  }

  sync(): Promise<void> {
    return this.#ask((database) => database.sync());
  }

  allowNonLeaderWrites(allow: boolean): Promise<void> {
    return this.#ask((database) => database.allowNonLeaderWrites(allow));
  }

  live<T = Row>(
    sql: string,
    params: Params,
    callback: (result: OverlaidResult<T>) => void,
    options?: OverlaidOptions,
  ): Promise<OverlaidQuery<T>> {
    return this.#ask((database) => database.live(sql, params, callback, options));
  }

  queueWrite(sql: string, params?: Params, options?: PatchOptions): Promise<void> {
    return this.#ask((database) => database.queueWrite(sql, params, options));
  }

  queueWriteWithTimeout(sql: string, timeoutMs: number, params?: Params, options?: PatchOptions): Promise<void> {
    return this.#ask((database) => database.queueWriteWithTimeout(sql, timeoutMs, params, options));
  }

  enableOptimisticUpdates(enabled: boolean): Promise<void> {
    return this.#ask((database) => database.enableOptimisticUpdates(enabled));
  }

  isOptimisticMode(): Promise<boolean> {
    return this.#ask((database) => database.isOptimisticMode());
  }

  trackOptimisticWrite(sql: string, params?: Params, options?: PatchOptions): Promise<string> {
    return this.#ask((database) => database.trackOptimisticWrite(sql, params, options));
  }

  endOptimisticWrite(id: string, error?: unknown): Promise<void> {
    return this.#ask((database) => database.endOptimisticWrite(id, error));
  }

  isShown(id: string): boolean {
    return this.database.isShown(id);
  }

  getPendingWrites(): readonly PendingWrite[] {
    return this.database.getPendingWrites();
  }

  onPendingChange(callback: PendingListener): () => void {
    return this.database.onPendingChange(callback);
  }

  getPendingWritesCount(): Promise<number> {
    return this.#ask((database) => database.getPendingWritesCount());
  }

  clearOptimisticWrites(): Promise<void> {
    return this.#ask((database) => database.clearOptimisticWrites());
  }

  enableCoordinationMetrics(enabled: boolean): Promise<void> {
    return this.#ask((database) => database.enableCoordinationMetrics(enabled));
  }

  isCoordinationMetricsEnabled(): Promise<boolean> {
    return this.#ask((database) => database.isCoordinationMetricsEnabled());
  }

  recordLeadershipChange(becameLeader: boolean): Promise<void> {
    return this.#ask((database) => database.recordLeadershipChange(becameLeader));
  }

  recordNotificationLatency(latencyMs: number): Promise<void> {
    return this.#ask((database) => database.recordNotificationLatency(latencyMs));
  }

  recordWriteConflict(): Promise<void> {
    return this.#ask((database) => database.recordWriteConflict());
  }

  recordFollowerRefresh(): Promise<void> {
    return this.#ask((database) => database.recordFollowerRefresh());
  }

  getCoordinationMetrics(): Promise<string> {
    return this.#ask((database) => database.getCoordinationMetrics());
  }

  resetCoordinationMetrics(): Promise<void> {
    return this.#ask((database) => database.resetCoordinationMetrics());
  }
}
