import type { OverlaidOptions, OverlaidQuery, OverlaidResult } from '../overlay/liveOverlay.js';
import type { PatchOptions } from '../overlay/patch.js';
import type { Params, Row } from '../queryable.js';
import type { Database, LeaderInfo } from './database.js';
import type { PendingListener, PendingWrite } from './pendingWrites.js';
import type { QueryResult } from './queryResult.js';

/** How a {@link MultiTabDatabase} works. */
export interface MultiTabOptions {
  /** Whether each write is on the disk before it is answered; true by default. */
  readonly autoSync?: boolean;
  /** Whether a write in a tab that does not lead waits for leadership instead of being refused; false by default. */
  readonly waitForLeadership?: boolean;
  /** How often the database is synchronised, in milliseconds; 0, the default, for never. */
  readonly syncIntervalMs?: number;
}

/** What {@link MultiTabDatabase} needs of the class {@link Database}. */
export interface DatabaseClass {
  newDatabase(name: string): Promise<Database>;
}

const DENIED = 'WRITE_PERMISSION_DENIED';

/** A {@link Database} whose writes are on the disk when they are answered, and that tells when other tabs have written. */
export class MultiTabDatabase {
  readonly #class: DatabaseClass;
  readonly #name: string;
  readonly #options: Required<MultiTabOptions>;
  readonly #listeners = new Map<() => void, () => void>();
  #database: Database | undefined;
  #opening: Promise<Database> | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(databaseClass: DatabaseClass, name: string, options: MultiTabOptions = {}) {
    const { autoSync = true, waitForLeadership = false, syncIntervalMs = 0 } = options;
    if (!(syncIntervalMs >= 0)) throw new TypeError('syncIntervalMs must be a number of milliseconds, or 0.');
    this.#class = databaseClass;
    this.#name = name;
    this.#options = { autoSync, waitForLeadership, syncIntervalMs };
  }

  /** Opens the database. Twice is once. */
  async init(): Promise<void> {
    this.#opening ??= this.#class.newDatabase(this.#name);
    const database = await this.#opening;
    if (this.#database !== undefined) return;
    this.#database = database;
    for (const told of this.#listeners.values()) database.onDataChange(told);
    const { syncIntervalMs } = this.#options;
    // What cannot be synchronised now is tried again the next time, and each write says so itself.
    if (syncIntervalMs > 0) this.#timer = setInterval(() => void database.sync().catch(() => {}), syncIntervalMs);
  }

  /** The database beneath. Throws before {@link init}. */
  get database(): Database {
    if (this.#database === undefined) throw new Error('Call init() first, and wait for it.');
    return this.#database;
  }

  /** Runs a statement that writes, in the tab that leads. Another tab waits for leadership, or is refused. */
  async write(sql: string, params: Params = []): Promise<QueryResult> {
    if (this.#options.waitForLeadership && !(await this.isLeader())) await this.waitForLeadership();
    return this.#synced(await this.database.execute(sql, params));
  }

  /** Runs a statement that reads, in any tab. */
  query(sql: string, params: Params = []): Promise<QueryResult> {
    return this.database.execute(sql, params);
  }

  /** Runs a statement as {@link write} or as {@link query}, whichever SQLite says it is. */
  async execute(sql: string, params: Params = []): Promise<QueryResult> {
    try {
      return this.#synced(await this.database.execute(sql, params));
    } catch (error) {
      const isDenied = (error as Error).message.includes(DENIED);
      if (!isDenied || !this.#options.waitForLeadership) throw error;
      return this.write(sql, params);
    }
  }

  /** Calls back after each commit of another tab. */
  onRefresh(callback: () => void): void {
    if (typeof callback !== 'function') throw new TypeError('onRefresh() takes a function.');
    if (this.#listeners.has(callback)) return;
    const told = () => callback();
    this.#listeners.set(callback, told);
    this.#database?.onDataChange(told);
  }

  /** Ends what {@link onRefresh} began. */
  offRefresh(callback: () => void): void {
    const told = this.#listeners.get(callback);
    this.#listeners.delete(callback);
    if (told !== undefined) this.#database?.offDataChange(told);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#listeners.clear();
    await (await this.#opening)?.close();
  }

  isLeader(): Promise<boolean> {
    return this.database.isLeader();
  }

  waitForLeadership(): Promise<void> {
    return this.database.waitForLeadership();
  }

  requestLeadership(): Promise<void> {
    return this.database.requestLeadership();
  }

  getLeaderInfo(): Promise<LeaderInfo> {
    return this.database.getLeaderInfo();
  }

  sync(): Promise<void> {
    return this.database.sync();
  }

  allowNonLeaderWrites(allow: boolean): Promise<void> {
    return this.database.allowNonLeaderWrites(allow);
  }

  live<T = Row>(
    sql: string,
    params: Params,
    callback: (result: OverlaidResult<T>) => void,
    options?: OverlaidOptions,
  ): Promise<OverlaidQuery<T>> {
    return this.database.live(sql, params, callback, options);
  }

  queueWrite(sql: string, params?: Params, options?: PatchOptions): Promise<void> {
    return this.database.queueWrite(sql, params, options);
  }

  queueWriteWithTimeout(sql: string, timeoutMs: number, params?: Params, options?: PatchOptions): Promise<void> {
    return this.database.queueWriteWithTimeout(sql, timeoutMs, params, options);
  }

  enableOptimisticUpdates(enabled: boolean): Promise<void> {
    return this.database.enableOptimisticUpdates(enabled);
  }

  isOptimisticMode(): Promise<boolean> {
    return this.database.isOptimisticMode();
  }

  trackOptimisticWrite(sql: string, params?: Params, options?: PatchOptions): Promise<string> {
    return this.database.trackOptimisticWrite(sql, params, options);
  }

  endOptimisticWrite(id: string, error?: unknown): Promise<void> {
    return this.database.endOptimisticWrite(id, error);
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
    return this.database.getPendingWritesCount();
  }

  clearOptimisticWrites(): Promise<void> {
    return this.database.clearOptimisticWrites();
  }

  enableCoordinationMetrics(enabled: boolean): Promise<void> {
    return this.database.enableCoordinationMetrics(enabled);
  }

  isCoordinationMetricsEnabled(): Promise<boolean> {
    return this.database.isCoordinationMetricsEnabled();
  }

  recordLeadershipChange(becameLeader: boolean): Promise<void> {
    return this.database.recordLeadershipChange(becameLeader);
  }

  recordNotificationLatency(latencyMs: number): Promise<void> {
    return this.database.recordNotificationLatency(latencyMs);
  }

  recordWriteConflict(): Promise<void> {
    return this.database.recordWriteConflict();
  }

  recordFollowerRefresh(): Promise<void> {
    return this.database.recordFollowerRefresh();
  }

  getCoordinationMetrics(): Promise<string> {
    return this.database.getCoordinationMetrics();
  }

  resetCoordinationMetrics(): Promise<void> {
    return this.database.resetCoordinationMetrics();
  }

  async #synced(result: QueryResult): Promise<QueryResult> {
    if (this.#options.autoSync) await this.sync();
    return result;
  }
}
