import type { Results } from '@electric-sql/pglite';
import type { Change, LiveChanges, LiveNamespace, LiveQuery, LiveQueryResults } from '@electric-sql/pglite/live';
import type { FollowOptions } from '../../hooks/database.js';
import { changesBetween } from './changes.js';
import { Followed, type Source } from './followed.js';
import type { FollowedResult } from './result.js';
import { areSameColumns, type KeyedRow, keyedRows } from './rows.js';
import { Subscribers } from './subscribers.js';
import { readWindow, type Window, windowQuery } from './window.js';

interface Asked<News> {
  readonly query: string;
  readonly params?: readonly unknown[] | null;
  readonly offset?: number;
  readonly limit?: number;
  readonly key?: string;
  readonly callback?: (news: News) => void;
  readonly signal?: AbortSignal;
  /** Of this library's hooks; PGlite tells nobody. */
  readonly onError?: (error: unknown) => void;
}

/** PGlite's live queries. They go on by themselves when another tab becomes the leader, and leave nothing behind. */
export function liveNamespace(source: Source): LiveNamespace {
  return {
    query: <T>(
      query: string | Asked<LiveQueryResults<T>>,
      params?: unknown[] | null,
      callback?: unknown,
      options?: FollowOptions,
    ) => followQuery<T>(source, asked(query, { params, callback, onError: options?.onError })),
    changes: <T>(query: string | Asked<Change<T>[]>, params?: unknown[] | null, key?: string, callback?: unknown) =>
      followChanges<T>(source, asked(query, { params, key, callback })),
    incrementalQuery: <T>(
      query: string | Asked<Results<T>>,
      params?: unknown[] | null,
      key?: string,
      callback?: unknown,
    ) => followRows<T>(source, asked(query, { params, key, callback })),
  } as LiveNamespace;
}

function asked<News>(query: string | Asked<News>, others: object): Asked<News> {
  return typeof query === 'string' ? ({ query, ...others } as Asked<News>) : query;
}

async function followQuery<T>(
  source: Source,
  { query, params, callback, signal, onError, ...where }: Asked<LiveQueryResults<T>>,
) {
  let window = windowOf(where);
  const present = (result: FollowedResult): LiveQueryResults<T> =>
    (window === undefined ? plain(result) : { ...plain(result), ...readWindow(result), ...window }) as never;
  const subscribers: Subscribers<LiveQueryResults<T>> = new Subscribers(callback, () => followed.end());
  const followed = new Followed(source, (result) => subscribers.tell(present(result)), onError);
  const follow = (next: Window | undefined, until?: AbortSignal) => {
    const all = params ?? [];
    const shown = next === undefined ? { query, params: all } : windowQuery(query, all, next);
    return followed.follow(shown.query, shown.params, (first) => {
      window = next;
      return subscribers.tellFirst(present(first), until);
    });
  };
  const initialResults = (await follow(window, signal))!;
  /** The window that was asked for last, until it is there or has failed: what is asked for next may change a part of it. */
  let asked: Window | undefined;
  const refresh: LiveQuery<T>['refresh'] = async ({ offset, limit } = {}) => {
    if (offset === undefined && limit === undefined) return followed.refresh();
    const base = asked ?? window;
    if (base === undefined) throw new Error('offset and limit cannot be provided for non-windowed queries');
    const next = windowOf({ offset: offset ?? base.offset, limit: limit ?? base.limit });
    asked = next;
    try {
      await follow(next);
    } finally {
      if (asked === next) asked = undefined;
    }
  };
  const { subscribe, unsubscribe } = subscribers;
  return { initialResults, subscribe, unsubscribe, refresh } satisfies LiveQuery<T>;
}

function windowOf({ offset, limit }: Pick<Asked<unknown>, 'offset' | 'limit'>): Window | undefined {
  if ((offset === undefined) !== (limit === undefined)) throw new Error('offset and limit must be provided together');
  if (offset === undefined || limit === undefined) return undefined;
  if (typeof offset !== 'number' || Number.isNaN(offset) || typeof limit !== 'number' || Number.isNaN(limit)) {
    throw new Error('offset and limit must be numbers');
  }
  return { offset, limit };
}

async function followChanges<T>(source: Source, { query, params, key, callback, signal }: Asked<Change<T>[]>) {
  if (!key) throw new Error('key is required for changes queries');
  let rows: Map<string, KeyedRow> = new Map();
  let fields: FollowedResult['fields'] | undefined;
  const take = (result: FollowedResult): Change<T>[] => {
    const now = keyedRows(result, key);
    const names = result.fields.map(({ name }) => name);
    const isReset = fields !== undefined && !areSameColumns(fields, result.fields);
    const changes = changesBetween<T>(isReset ? new Map() : rows, now, names, key);
    rows = now;
    fields = result.fields;
    // As PGlite says that what was told before counts no more.
    return isReset ? [{ __op__: 'RESET' } as Change<T>, ...changes] : changes;
  };
  const subscribers: Subscribers<Change<T>[]> = new Subscribers(callback, () => followed.end());
  const followed = new Followed(source, (result) => subscribers.tell(take(result)));
  const first = (await followed.follow(query, params ?? [], (result) => ({
    fields: result.fields,
    initialChanges: subscribers.tellFirst(take(result), signal),
  })))!;
  const { subscribe, unsubscribe } = subscribers;
  return { ...first, subscribe, unsubscribe, refresh: () => followed.refresh() } satisfies LiveChanges<T>;
}

/** The whole result each time; rows that have not changed stay the same objects, unless their columns have. */
async function followRows<T>(source: Source, { query, params, key, callback, signal }: Asked<Results<T>>) {
  if (!key) throw new Error('key is required for incremental queries');
  let rows: Map<string, KeyedRow> = new Map();
  let fields: FollowedResult['fields'] = [];
  const take = (result: FollowedResult): Results<T> => {
    const now = keyedRows(result, key);
    const before = areSameColumns(fields, result.fields) ? rows : new Map<string, KeyedRow>();
    for (const [text, next] of now) {
      const last = before.get(text);
      if (last !== undefined && isSame(last, next)) now.set(text, { ...next, row: last.row });
    }
    rows = now;
    fields = result.fields;
    return { rows: Array.from(now.values(), ({ row }) => row as T), fields: result.fields };
  };
  const subscribers: Subscribers<Results<T>> = new Subscribers(callback, () => followed.end());
  const followed = new Followed(source, (result) => subscribers.tell(take(result)));
  const initialResults = (await followed.follow(query, params ?? [], (first) =>
    subscribers.tellFirst(take(first), signal),
  ))!;
  const { subscribe, unsubscribe } = subscribers;
  return { initialResults, subscribe, unsubscribe, refresh: () => followed.refresh() } satisfies LiveQuery<T>;
}

function isSame(one: KeyedRow, other: KeyedRow): boolean {
  return one.texts.length === other.texts.length && one.texts.every((text, i) => text === other.texts[i]);
}

/** A result without what is not PGlite's. */
function plain({ reply: _reply, commit: _commit, ...result }: FollowedResult) {
  return result;
}
