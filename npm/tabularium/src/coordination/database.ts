import type { WriteOptions } from '../calls.js';
import { guarded } from '../guarded.js';
import { Tabularium, TabulariumError } from '../index.js';
import type { TabulariumOptions } from '../options.js';
import { LiveOverlay, type OverlaidOptions, type OverlaidQuery, type OverlaidResult } from '../overlay/liveOverlay.js';
import type { PatchOptions } from '../overlay/patch.js';
import { promised } from '../promised.js';
import type { Params, Row } from '../queryable.js';
import { type Change, Changes, type ChangeType } from './changes.js';
import { checkLatency, checkPatchOptions, checkTimeout } from './checks.js';
import { CoordinationMetrics } from './coordinationMetrics.js';
import { checkFunction, checkOpen, noLeadership, refused, rolledBack, timedOut } from './errors.js';
import { LeadershipRequests, leads } from './leadershipRequests.js';
import { OpenTransaction } from './openTransaction.js';
import { type EndedWrite, type PendingWrite, PendingWrites } from './pendingWrites.js';
import { type QueryResult, queryResultOf } from './queryResult.js';
import { transactionWordOf } from './transactionWords.js';

/** How a {@link Database} is opened: as a {@link Tabularium}, but for its path. */
export type DatabaseOptions = Omit<TabulariumOptions, 'dataDir'>;

/** Who leads. */
export interface LeaderInfo {
  readonly isLeader: boolean;
  /** The id of the tab that leads, the same in all tabs. */
  readonly leaderId: string;
  /**
   * A moment in the future, in milliseconds since 1970, at which this tab would take the leader for gone if it gave no sign of
   * life any more. Leadership here is a lock, which ends with its holder, and no lease.
   */
  readonly leaseExpiry: number;
}

const LEADERSHIP_TIMEOUT_MS = 5000;
const QUEUE_TIMEOUT_MS = 5000;
const LEADER_TIMEOUT_MS = 5000;

/** A database of SQLite that the tabs of an origin share, in which only the tab that leads writes rows by itself. */
export class Database {
  /**
   * The database beneath, for all else that it can do: scripts, batches, `exportFile`, a worker's functions. The write guard
   * does not hold for it.
   */
  readonly tabularium: Tabularium;
  /** @internal Whether the write guard lets this tab's writes through. No method, because all of those are for applications. */
  readonly mayWrite = (): boolean => this.tabularium.isLeader || this.#allowsWrites;
  readonly #leaderTimeoutMs: number;
  readonly #name = crypto.randomUUID();
  readonly #requests: LeadershipRequests;
  readonly #metrics = new CoordinationMetrics();
  readonly #pending = new PendingWrites();
  readonly #overlay: LiveOverlay;
  readonly #listeners = new Set<(changeType: ChangeType) => void>();
  readonly #refreshers = new Set<(changeTypes: readonly ChangeType[]) => void>();
  readonly #changes: Changes;
  #allowsWrites = false;
  #transaction: OpenTransaction | undefined;

  private constructor(db: Tabularium, path: string, leaderTimeoutMs: number) {
    this.tabularium = db;
    this.#leaderTimeoutMs = leaderTimeoutMs;
    this.#overlay = new LiveOverlay(db);
    this.#requests = new LeadershipRequests(db, path);
    this.#changes = new Changes(this.#name, (change) => this.#tell(change));
    db.onLeaderChange(() => {
      this.#metrics.leadershipChanged();
      this.#transaction?.leaderChanged();
    });
  }

  /** Opens a database, or joins the tabs that have it open. It is made if it is not there. */
  static async newDatabase(name: string, options: DatabaseOptions = {}): Promise<Database> {
    const path = `sqlite:${name}`;
    const db = await Tabularium.open({ ...options, dataDir: path });
    return new Database(db, path, options.leaderTimeoutMs ?? LEADER_TIMEOUT_MS);
  }

  /** Whether this tab leads. */
  async isLeader(): Promise<boolean> {
    return this.tabularium.isLeader;
  }

  /** Calls back at each change of leader. Returns what stops it. */
  onLeaderChange(callback: (isLeader: boolean) => void): () => void {
    checkFunction(callback, 'onLeaderChange()');
    return this.tabularium.onLeaderChange(({ isLeader }) => callback(isLeader));
  }

  /** Resolves when this tab leads. Rejects with an error that says `timeout` when it does not within 5 s. */
  async waitForLeadership(): Promise<void> {
    if (!(await leads(this.tabularium, LEADERSHIP_TIMEOUT_MS))) throw noLeadership(LEADERSHIP_TIMEOUT_MS);
  }

  /**
   * Has the tab that leads hand leadership on, until it is this one's, and resolves then. Rejects with an error that says
   * `timeout` when that takes more than 5 s, say because that tab does not use this API.
   */
  async requestLeadership(): Promise<void> {
    if (!(await this.#requests.request(LEADERSHIP_TIMEOUT_MS))) throw noLeadership(LEADERSHIP_TIMEOUT_MS);
  }

  /** Who leads. */
  async getLeaderInfo(): Promise<LeaderInfo> {
    const { isLeader, leaderId } = this.tabularium;
    return { isLeader, leaderId, leaseExpiry: Date.now() + this.#leaderTimeoutMs };
  }

  /**
   * Runs a statement. `BEGIN` opens a transaction of this tab, in which what follows runs, up to `COMMIT` or `ROLLBACK`.
   *
   * In a tab that does not lead a statement that inserts, changes or deletes rows is refused with
   * `WRITE_PERMISSION_DENIED`: SQLite says what a statement does, whatever its text looks like. Statements that change the
   * schema run where the leader is.
   */
  async execute(sql: string, params: Params = []): Promise<QueryResult> {
    const startMs = performance.now();
    const word = transactionWordOf(sql);
    if (word === undefined) return this.#run(sql, params, startMs);
    await this.#changeTransaction(word);
    return { columns: [], rows: [], affectedRows: 0, lastInsertId: null, executionTimeMs: performance.now() - startMs };
  }

  /** Runs a statement with the values of its parameters. */
  executeWithParams(sql: string, params: Params): Promise<QueryResult> {
    return this.execute(sql, params);
  }

  /** Resolves when everything this tab knows of is on the disk. Unless the option `durability` says otherwise, every write waits for that anyway. */
  async sync(): Promise<void> {
    if (this.tabularium.mode.storage !== 'memory') await this.tabularium.whenDurable();
  }

  /** Calls back after each commit of another tab, once for each kind of change in it. */
  onDataChange(callback: (changeType: ChangeType) => void): void {
    checkFunction(callback, 'onDataChange()');
    this.#follow();
    this.#listeners.add(callback);
  }

  /** Ends what {@link onDataChange} began. */
  offDataChange(callback: (changeType: ChangeType) => void): void {
    this.#listeners.delete(callback);
  }

  /** Calls back once after each commit of another tab, with the kinds of change in it. */
  onRefresh(callback: (changeTypes: readonly ChangeType[]) => void): void {
    checkFunction(callback, 'onRefresh()');
    this.#follow();
    this.#refreshers.add(callback);
  }

  /** Ends what {@link onRefresh} began. */
  offRefresh(callback: (changeTypes: readonly ChangeType[]) => void): void {
    this.#refreshers.delete(callback);
  }

  /** Whether this tab may write although it does not lead. Its writes run where the leader is, like all others. */
  async allowNonLeaderWrites(allow: boolean): Promise<void> {
    this.#allowsWrites = allow;
  }

  /**
   * Runs a query now, and again after every commit of any tab that touches what it reads. The callback gets each later
   * result. Pending writes of this tab are in the results from when they begin, as far as it is known for certain what
   * they do to them: see {@link queueWrite} and {@link trackOptimisticWrite}. `pendingOf(row)` tells which rows those are.
   *
   * @example
   * ```ts
   * const { initialResults } = await db.live('select id, text from messages order by id', [], ({ rows }) => render(rows));
   * render(initialResults.rows);
   * ```
   */
  live<T = Row>(
    sql: string,
    params: Params,
    callback: (result: OverlaidResult<T>) => void,
    options: OverlaidOptions = {},
  ): Promise<OverlaidQuery<T>> {
    return promised(() => {
      checkFunction(callback, 'live()');
      return this.#overlay.query(sql, params, callback, options);
    });
  }

  /** Runs a write from any tab; see {@link queueWriteWithTimeout}, with 5 s. */
  queueWrite(sql: string, params: Params = [], options: PatchOptions = {}): Promise<void> {
    return this.queueWriteWithTimeout(sql, QUEUE_TIMEOUT_MS, params, options);
  }

  /**
   * Runs a write from any tab, and resolves when it is on the disk. It is never run twice, also when the leader goes. In a
   * transaction of this tab it resolves when it has run: it is kept when that commits, and `COMMIT` waits for the disk then.
   *
   * When that takes longer than `timeoutMs`, rejects with an error whose message says `timeout`. The write may take effect
   * all the same: the error's `outcome` is `notRun` where it was withdrawn in time, and otherwise `pending`; then its
   * `settled` tells how the write ends.
   *
   * With optimistic updates it is pending until it ends, and shown by {@link live}; `options` can say what it does to rows.
   */
  async queueWriteWithTimeout(
    sql: string,
    timeoutMs: number,
    params: Params = [],
    options: PatchOptions = {},
  ): Promise<void> {
    checkTimeout(timeoutMs);
    checkPatchOptions(options);
    const id = this.#pending.isEnabled ? this.#beginPending(sql, params, options) : undefined;
    const transaction = this.#transaction;
    transaction?.keepOnDisk();
    const ran = (commit: number | undefined): void => {
      if (id === undefined || transaction === undefined) this.#confirm(id, commit);
      else if (transaction.loss !== undefined) this.#fail(id, transaction.loss);
      else transaction.writes.push(id);
    };
    try {
      const level = transaction === undefined ? 'disk' : undefined;
      ran((await this.#send(sql, params, { deadlineMs: timeoutMs, durability: level })).commit);
    } catch (error) {
      whenKnown(
        error,
        (result) => ran((result as { commit?: number }).commit),
        (reason) => this.#fail(id, reason),
      );
      throw timedOut(error, timeoutMs);
    }
  }

  /**
   * Leaves the database; other tabs go on, and when this one leads, the next one does. From now on calls are refused, and an
   * open transaction is rolled back. Resolves after 5 s at most.
   */
  async close(): Promise<void> {
    this.#listeners.clear();
    this.#refreshers.clear();
    this.#overlay.close();
    this.#changes.end();
    const closing = this.tabularium.close();
    this.#requests.close();
    // The leader rolls it back when this tab has left, which does not wait for a leader that does not answer.
    this.#transaction?.lose('CLOSED', 'The database was closed before the transaction was committed.');
    this.#transaction = undefined;
    await closing;
  }

  /** Whether queued writes count as pending until they end. */
  async enableOptimisticUpdates(enabled: boolean): Promise<void> {
    this.#pending.isEnabled = enabled;
  }

  async isOptimisticMode(): Promise<boolean> {
    return this.#pending.isEnabled;
  }

  /**
   * Adds a pending write that the application ends by itself, and gives its id, which no other one has. It is shown by
   * {@link live} until then, as a queued write is.
   */
  async trackOptimisticWrite(sql: string, params: Params = [], options: PatchOptions = {}): Promise<string> {
    checkPatchOptions(options);
    return this.#beginPending(sql, params, options);
  }

  /** Ends a write of {@link trackOptimisticWrite}: the database has it by now, or it has failed and is taken back. */
  async endOptimisticWrite(id: string, error?: unknown): Promise<void> {
    if (error === undefined) this.#confirm(id, this.tabularium.commit);
    else this.#fail(id, error);
  }

  /**
   * Whether a pending write is in some live query of this tab that differs by it. It is in none where its SQL, or the
   * query's, is not simple enough to tell for certain what it does; then it is only counted.
   */
  isShown(id: string): boolean {
    return this.#overlay.isShown(id);
  }

  async getPendingWritesCount(): Promise<number> {
    return this.#pending.count;
  }

  /** The pending writes, the oldest first. */
  getPendingWrites(): readonly PendingWrite[] {
    return this.#pending.all;
  }

  /** Forgets all pending writes, and shows them no more. Those that were sent end as they would have. */
  async clearOptimisticWrites(): Promise<void> {
    this.#overlay.clear();
    this.#pending.clear();
  }

  /** Calls back when the number of pending writes changes, with the one that has ended, if one has. Returns what stops it. */
  onPendingChange(callback: (count: number, ended: EndedWrite | undefined) => void): () => void {
    return this.#pending.onChange(callback);
  }

  /** Whether it is counted, from now on, what happens between tabs. Disabling keeps what was counted. */
  async enableCoordinationMetrics(enabled: boolean): Promise<void> {
    // Refreshes and latencies are those of changes that this tab is told of.
    if (enabled) this.#follow();
    this.#metrics.isEnabled = enabled;
  }

  async isCoordinationMetricsEnabled(): Promise<boolean> {
    return this.#metrics.isEnabled;
  }

  /** Counts a change of leadership that the library cannot know of; its own it counts by itself. */
  async recordLeadershipChange(_becameLeader: boolean): Promise<void> {
    this.#metrics.leadershipChanged();
  }

  async recordNotificationLatency(latencyMs: number): Promise<void> {
    checkLatency(latencyMs);
    this.#metrics.notified(latencyMs);
  }

  async recordWriteConflict(): Promise<void> {
    this.#metrics.writeRefused();
  }

  async recordFollowerRefresh(): Promise<void> {
    this.#metrics.refreshed();
  }

  /** The figures as JSON; see {@link CoordinationFigures}. */
  async getCoordinationMetrics(): Promise<string> {
    return JSON.stringify(this.#metrics.figures());
  }

  async resetCoordinationMetrics(): Promise<void> {
    this.#metrics.reset();
  }

  async #run(sql: string, params: Params, startMs: number): Promise<QueryResult> {
    try {
      return queryResultOf(await this.#send(sql, params, {}, !this.mayWrite()), startMs);
    } catch (error) {
      if ((error as Partial<TabulariumError>).code === 'WRITE_PERMISSION_DENIED') this.#metrics.writeRefused();
      throw error;
    }
  }

  #follow(): void {
    checkOpen(this.tabularium);
    this.#changes.begin(this.tabularium);
  }

  #send(sql: string, params: Params, options: WriteOptions, isGuarded = false) {
    const target = this.#transaction ?? this.tabularium;
    return target.send(sql, params, options, { by: this.#name, isGuarded });
  }

  #beginPending(sql: string, params: Params, options: PatchOptions): string {
    const id = crypto.randomUUID();
    this.#overlay.begin(id, sql, params, options);
    this.#pending.add(id, sql);
    return id;
  }

  /** A write has taken effect, at this commit or before it; the last one known where it does not say. */
  #confirm(id: string | undefined, commit: number | undefined): void {
    if (id === undefined) return;
    this.#overlay.confirm(id, commit ?? this.tabularium.commit);
    this.#pending.end(id, { isConfirmed: true });
  }

  #fail(id: string | undefined, error: unknown): void {
    if (id === undefined) return;
    this.#overlay.fail(id);
    this.#pending.end(id, { isConfirmed: false, error });
  }

  #confirmWrites(transaction: OpenTransaction): void {
    for (const id of transaction.writes.splice(0)) this.#confirm(id, this.tabularium.commit);
  }

  #failWrites(transaction: OpenTransaction, error: unknown): void {
    for (const id of transaction.writes.splice(0)) this.#fail(id, error);
  }

  async #changeTransaction(word: 'begin' | 'commit' | 'rollback'): Promise<void> {
    checkOpen(this.tabularium);
    const open = this.#transaction;
    if (word === 'begin') {
      if (open !== undefined && open.loss === undefined) throw refused('TX_NESTED', 'A transaction of this tab is open already.');
      await this.#begin();
      return;
    }
    if (open === undefined) throw refused('TX_CLOSED', `There is no transaction to ${word}.`);
    this.#transaction = undefined;
    await (word === 'commit' ? this.#commit(open) : this.#rollBack(open));
  }

  /** What is called from now on belongs to it. */
  async #begin(): Promise<void> {
    const transaction = new OpenTransaction(this.tabularium, (loss) => this.#failWrites(transaction, loss));
    this.#transaction = transaction;
    try {
      await transaction.begun();
    } catch (error) {
      if (this.#transaction === transaction) this.#transaction = undefined;
      throw error;
    }
  }

  async #commit(transaction: OpenTransaction): Promise<void> {
    try {
      await transaction.commit();
      this.#confirmWrites(transaction);
    } catch (error) {
      whenKnown(
        error,
        () => this.#confirmWrites(transaction),
        (reason) => this.#failWrites(transaction, reason),
      );
      throw error;
    }
  }

  async #rollBack(transaction: OpenTransaction): Promise<void> {
    try {
      await transaction.rollBack();
      this.#failWrites(transaction, rolledBack('TX_CLOSED', 'The transaction was rolled back.'));
    } catch (error) {
      this.#failWrites(transaction, error);
      throw error;
    }
  }

  #tell({ types, isOwn, ageMs }: Change): void {
    if (isOwn) {
      this.#metrics.sent();
      return;
    }
    if (ageMs !== undefined) this.#metrics.notified(ageMs);
    this.#metrics.refreshed();
    for (const listener of [...this.#listeners]) {
      for (const type of types) if (this.#listeners.has(listener)) guarded(() => listener(type));
    }
    for (const refresh of [...this.#refreshers]) if (this.#refreshers.has(refresh)) guarded(() => refresh(types));
  }
}

/** Calls back when it is known how a call has ended that failed: at once, unless it is pending. */
function whenKnown(error: unknown, succeeded: (result: unknown) => void, failed: (reason: unknown) => void): void {
  const late = error instanceof TabulariumError && error.outcome === 'pending' ? error.settled : undefined;
  if (late === undefined) failed(error);
  else void late.then(succeeded, failed);
}
