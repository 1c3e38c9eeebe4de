import type { Calls } from './calls.js';
import { errorOf, invalidArgument, TabulariumError } from './errors.js';
import type { LiveQuery, LiveResult } from './liveResult.js';
import type { Nesting } from './nesting.js';
import type { PageClient, PlainFailure, ResultPayload, Statement } from './page.js';
import type { DecodeOptions, Result } from './payload/decode.js';
import { promised } from './promised.js';
import { checkCallOptions, checkStatement, type Params, type Row } from './queryable.js';
import { SharedQuery } from './sharedQuery.js';

/** Options of `live.query`. */
export interface LiveOptions {
  /**
   * Told when the query stops working, say because a table it reads was dropped. The subscription goes on and delivers
   * again when the query works again. Without it, such errors go to the console.
   */
  readonly onError?: (error: TabulariumError) => void;
  /** SQLite only: gives every integer as a `bigint`, and not only those that a number cannot hold. */
  readonly bigints?: boolean | undefined;
}

const OPTIONS = new Set(['onError', 'bigints']);

/** Reads the result of a live query. */
export type DecodeLive = (payload: ResultPayload, options: DecodeOptions) => Result;

/** Queries whose results follow the database. They go on by themselves when another tab becomes the leader. */
export class Live {
  readonly #page: PageClient;
  readonly #calls: Calls;
  readonly #nesting: Nesting;
  readonly #deadlineMs: number;
  readonly #decode: DecodeLive;
  readonly #shared = new Map<string, SharedQuery>();

  /** @internal Use `db.live`. */
  constructor(page: PageClient, calls: Calls, nesting: Nesting, deadlineMs: number, decode: DecodeLive) {
    this.#page = page;
    this.#calls = calls;
    this.#nesting = nesting;
    this.#deadlineMs = deadlineMs;
    this.#decode = decode;
  }

  /**
   * Runs a query now and again after every commit that touches what it reads. The callback gets each later result, in
   * the order of commits; results that are overtaken by newer ones before they are delivered may be left out.
   *
   * @example
   * ```ts
   * const todos = await db.live.query('select * from todo order by id', [], ({ rows }) => render(rows));
   * render(todos.initialResults.rows);
   * ```
   */
  query<T = Row>(
    sql: string,
    params: Params | null | undefined,
    callback: (result: LiveResult<T>) => void,
    options: LiveOptions = {},
  ): Promise<LiveQuery<T>> {
    return promised(() => {
      if (typeof callback !== 'function') throw invalidArgument('live.query() needs a callback as third argument.');
      checkCallOptions(options, OPTIONS, 'live.query()');
      const statement = checkStatement(sql, params);
      this.#nesting.check();
      if (this.#calls.refusal !== undefined) throw this.#calls.refusal;
      const shared = this.#sharedFor(this.#calls.asOwn(statement)!, options.bigints === true);
      return shared.join(callback as (result: LiveResult) => void, options.onError) as Promise<LiveQuery<T>>;
    });
  }

  /** @internal Ends every subscription; those still waiting for a first result get the error. */
  closeAll(error: TabulariumError): void {
    for (const shared of [...this.#shared.values()]) shared.close(error);
  }

  #sharedFor(statement: Statement, bigints: boolean): SharedQuery {
    const key = keyOf(statement);
    // The leader runs it once for both ways of reading its integers: the key that it sees does not tell them apart.
    const keyHere = bigints + key;
    let shared = this.#shared.get(keyHere);
    if (shared === undefined) {
      shared = new SharedQuery(statement, this.#deadlineMs, {
        decode: (payload) => this.#decode(payload, { bigints }),
        subscribe: (onResult, onFailure) =>
          this.#page.subscribe(
            key,
            statement,
            (payload: ResultPayload, commit: number) => {
              this.#calls.sawCommit(commit);
              onResult(payload, commit);
            },
            (failure: PlainFailure) => onFailure(errorOf(failure, { statement })),
          ),
        unsubscribe: (subscription) => {
          this.#shared.delete(keyHere);
          this.#page.unsubscribe(subscription);
        },
        refresh: (subscription) => this.#page.refresh(subscription),
      });
      this.#shared.set(keyHere, shared);
    }
    return shared;
  }
}

/**
 * Text that is equal for equal statements and differs for different ones, also in the types of their parameters and in
 * what their tab has set.
 */
export function keyOf(statement: Statement): string {
  return JSON.stringify([statement.sql, (statement.params ?? []).map(tagged), statement.names, tagged(statement.settings)]);
}

function tagged(value: unknown): unknown {
  switch (typeof value) {
    case 'bigint':
      return { bigint: value.toString() };
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { number: Object.is(value, -0) ? '-0' : String(value) };
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return value.map(tagged);
      if (value instanceof Date) return { date: value.getTime() };
      if (value instanceof Uint8Array) return { bytes: Array.from(value) };
      return { json: JSON.stringify(value) };
    default:
      return value;
  }
}
