import { createOverlay } from '../generated/overlay.js';
import { guarded } from '../guarded.js';
import type { LiveOptions } from '../live.js';
import type { LiveQuery, LiveResult } from '../liveResult.js';
import type { Params, Row } from '../queryable.js';
import type { Tabularium } from '../tabularium.js';
import type { Layer, OverlayMachine } from './machine.js';
import { OverlaidStatement, type OverlayPatch, patchOf, type PatchOptions } from './patch.js';

/** A live query's result with this tab's own writes in it that are not in the database's yet. */
export interface OverlaidResult<T = Row> extends LiveResult<T> {
  /** The ids of the pending writes by which it differs from the database's result, the oldest first. */
  readonly pending: readonly string[];
}

/** A subscription to a live query with pending writes. */
export interface OverlaidQuery<T = Row> extends LiveQuery<T> {
  readonly initialResults: OverlaidResult<T>;
}

/** Options of such a query. What is foreseen has numbers where a result has them, so a result must not have bigints. */
export type OverlaidOptions = Omit<LiveOptions, 'bigints'>;

const NONE: readonly string[] = [];
/** Rows stay plain objects: what is pending of them is kept beside them. */
const marks = new WeakMap<object, readonly string[]>();

/**
 * The ids of the pending writes that have made a row of a live query what it is; none for a row as the database has it.
 *
 * @example
 * ```ts
 * const className = pendingOf(row).length > 0 ? 'pending' : '';
 * ```
 */
export function pendingOf(row: object): readonly string[] {
  return marks.get(row) ?? NONE;
}

/** Live queries of a database in which this tab's writes are seen from when they begin. */
export class LiveOverlay {
  readonly #db: Tabularium;
  readonly #machine: OverlayMachine<OverlaidStatement, OverlayPatch>;
  readonly #queries = new Map<number, ShownQuery>();
  readonly #writes = new Map<string, number>();
  #last = 0;

  constructor(db: Tabularium) {
    this.#db = db;
    this.#machine = createOverlay<OverlaidStatement, OverlayPatch>({
      show: (query, result, layers) => this.#queries.get(query)?.show(result, layers),
      refresh: (query) => this.#queries.get(query)?.refresh(),
    });
  }

  /** Runs a query as `live.query` does. The callback also gets each result that a pending write changes. */
  async query<T = Row>(
    sql: string,
    params: Params,
    callback: (result: OverlaidResult<T>) => void,
    options: OverlaidOptions,
  ): Promise<OverlaidQuery<T>> {
        const number = ++this.#last;
    const query = new ShownQuery(new OverlaidStatement(sql, params), callback as (result: OverlaidResult) => void);
    const close = () => {
      query.close();
      this.#queries.delete(number);
      this.#machine.close(number);
    };
    this.#queries.set(number, query);
    this.#machine.open(number, query.statement);
    const take = (result: LiveResult) => this.#machine.result(number, result, result.commit);
    try {
      query.live = await this.#db.live.query(sql, params as unknown[], take, options);
    } catch (error) {
      close();
      throw error;
    }
    const { initialResults, unsubscribe, refresh } = query.live;
    take(initialResults);
    return {
      initialResults: query.handOver() as unknown as OverlaidResult<T>,
      unsubscribe: () => {
        close();
        return unsubscribe();
      },
      refresh,
    };
  }

  /** A write begins; it is shown wherever it is known what it does. */
  begin(id: string, sql: string, params: Params, options: PatchOptions): void {
    const patch = patchOf(id, sql, params, options);
    const number = ++this.#last;
    this.#writes.set(id, number);
    this.#machine.begin(number, patch, this.#db.commit, patch.isRepeatable);
  }

  /** A write has taken effect, at this commit or before it. */
  confirm(id: string, commit: number): void {
    this.#end(id, (number) => this.#machine.confirm(number, commit));
  }

  /** A write has no effect. */
  fail(id: string): void {
    this.#end(id, (number) => this.#machine.fail(number));
  }

  /** Shows nothing of the pending writes any more. */
  clear(): void {
    this.#writes.clear();
    this.#machine.clear();
  }

  /** Whether a live query differs by this pending write. */
  isShown(id: string): boolean {
    return [...this.#queries.values()].some(({ latest }) => latest?.pending.includes(id));
  }

  /** Tells nobody anything any more. */
  close(): void {
    for (const query of this.#queries.values()) query.close();
  }

  #end(id: string, end: (number: number) => void): void {
    const number = this.#writes.get(id);
    if (number === undefined) return;
    this.#writes.delete(id);
    end(number);
  }
}

/** An open query: what it shows, and who is told. */
class ShownQuery {
  readonly statement: OverlaidStatement;
  /** Undefined until the database has answered. */
  live: LiveQuery | undefined;
  readonly #callback: (result: OverlaidResult) => void;
  #latest: OverlaidResult | undefined;
  #told: OverlaidResult | undefined;
  #isClosed = false;

  constructor(statement: OverlaidStatement, callback: (result: OverlaidResult) => void) {
    this.statement = statement;
    this.#callback = callback;
  }

  get latest(): OverlaidResult | undefined {
    return this.#latest;
  }

  handOver(): OverlaidResult {
    this.#told = this.#latest;
    return this.#latest!;
  }

  close(): void {
    this.#isClosed = true;
  }

  refresh(): void {
    // Where it fails the query does, of which its subscriber is told.
    this.live?.refresh().catch(() => {});
  }

  show(result: LiveResult, layers: readonly Layer<OverlayPatch>[]): void {
    this.#latest = this.#overlaid(result, layers);
    // After the promise of the first result, so that no callback comes before it.
    queueMicrotask(() => queueMicrotask(() => this.#tell()));
  }

  #tell(): void {
    const latest = this.#latest!;
    if (this.#isClosed || this.#told === undefined || this.#told === latest) return;
    this.#told = latest;
    guarded(() => this.#callback(latest));
  }

  #overlaid(result: LiveResult, layers: readonly Layer<OverlayPatch>[]): OverlaidResult {
    let rows: readonly Row[] = result.rows;
    const pending: string[] = [];
    for (const { patch, isPending } of layers) {
      guarded(() => {
        const changed = patch.apply(this.statement, rows, result.fields);
        if (changed === undefined || changed.rows === rows) return;
        rows = changed.rows;
        if (isPending) pending.push(patch.id);
        for (const [row, before] of changed.touched) {
          const ids = [...(before === undefined ? NONE : pendingOf(before)), ...(isPending ? [patch.id] : NONE)];
          if (ids.length > 0) marks.set(row, ids);
        }
      });
    }
    if (rows === result.rows) return { ...result, pending };
    return { ...result, rows: [...rows], rowCount: rows.length, pending };
  }
}
