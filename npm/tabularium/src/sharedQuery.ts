import { TabulariumError } from './errors.js';
import { guarded } from './guarded.js';
import type { LiveQuery, LiveResult } from './liveResult.js';
import type { ResultPayload, Statement } from './page.js';
import type { Result } from './payload/decode.js';

/** The wire under a shared query, and how its results are read. */
export interface SubscriptionPort {
  decode(payload: ResultPayload): Result;
  subscribe(
    onResult: (payload: ResultPayload, commit: number) => void,
    onFailure: (error: TabulariumError) => void,
  ): number;
  unsubscribe(subscription: number): void;
  refresh(subscription: number): void;
}

interface Listener {
  readonly callback: (result: LiveResult) => void;
  readonly onError: ((error: TabulariumError) => void) | undefined;
  /** The result it was told last; undefined until its first. */
  told: LiveResult | undefined;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** All subscriptions of this page to one query: one wire subscription, one decoding of each result. */
export class SharedQuery {
  readonly #statement: Statement;
  readonly #deadlineMs: number;
  readonly #port: SubscriptionPort;
  readonly #listeners = new Set<Listener>();
  /** Who waits for the next result: first results and refreshes. */
  #waiters: Waiter[] = [];
  #latest: LiveResult | undefined;
  /** Why there is no newer result than the latest, while that is so. */
  #failure: TabulariumError | undefined;
  #subscription: number | undefined;
  #isRefreshing = false;

  constructor(statement: Statement, deadlineMs: number, port: SubscriptionPort) {
    this.#statement = statement;
    this.#deadlineMs = deadlineMs;
    this.#port = port;
  }

  /** Adds a subscriber. */
  join(callback: Listener['callback'], onError: Listener['onError']): Promise<LiveQuery> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const listener: Listener = { callback, onError, told: undefined };
    this.#listeners.add(listener);
    const first = this.#latest === undefined ? this.#nextResult() : Promise.resolve();
    this.#subscription ??= this.#port.subscribe(
      (payload, commit) => this.#onResult(payload, commit),
      (error) => this.#onFailure(error),
    );
    return first.then(
      () => this.#handOver(listener),
      (error: unknown) => {
        this.#leave(listener);
        throw error;
      },
    );
  }

  /** Ends it for all subscribers, who are told where the application has not closed the database itself. */
  close(error: TabulariumError): void {
    if (error.code === 'CLOSED') this.#rejectWaiters(error);
    else this.#onFailure(error);
    this.#listeners.clear();
    this.#endWire();
  }

  #handOver(listener: Listener): LiveQuery {
    const initialResults = this.#latest;
    if (initialResults === undefined) throw ended(this.#statement);
    listener.told = initialResults;
    return {
      initialResults,
      unsubscribe: () => {
        this.#leave(listener);
        return Promise.resolve();
      },
      refresh: () => this.#refresh(listener),
    };
  }

  #refresh(listener: Listener): Promise<void> {
    if (!this.#listeners.has(listener)) return Promise.reject(ended(this.#statement));
    this.#isRefreshing = true;
    const next = this.#nextResult();
    this.#port.refresh(this.#subscription!);
    return next;
  }

  #onResult(payload: ResultPayload, commit: number): void {
    const latest = this.#latest;
    // After a failover the same result may come again. Without a new commit only a refresh or a recovery is news.
    const mayRepeat = this.#isRefreshing || this.#failure !== undefined;
    const isNews = latest === undefined || commit > latest.commit || (mayRepeat && commit === latest.commit);
    if (!isNews) return;
    // A result of a later commit may have been on its way before the refresh was asked for.
    if (commit === latest?.commit) this.#isRefreshing = false;
    let result: LiveResult;
    try {
      result = { ...this.#port.decode(payload), commit };
    } catch (error) {
      this.#onFailure(error as TabulariumError);
      return;
    }
    this.#latest = result;
    this.#failure = undefined;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter.resolve();
    // After the promises of first results, so that no callback comes before them.
    queueMicrotask(() => queueMicrotask(() => this.#tellAll()));
  }

  #tellAll(): void {
    const latest = this.#latest!;
    for (const listener of [...this.#listeners]) {
      if (listener.told === undefined || listener.told === latest || !this.#listeners.has(listener)) continue;
      listener.told = latest;
      guarded(() => listener.callback(latest));
    }
  }

  #onFailure(error: TabulariumError): void {
    this.#failure = error;
    this.#rejectWaiters(error);
    for (const listener of [...this.#listeners]) {
      if (listener.told === undefined || !this.#listeners.has(listener)) continue;
      const { onError } = listener;
      if (onError !== undefined) guarded(() => onError(error));
      else console.error('tabularium: a live query stopped working:', error);
    }
  }

  #nextResult(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        reject(late(this.#statement, this.#deadlineMs));
      }, this.#deadlineMs);
      const waiter: Waiter = {
        resolve: () => {
          clearTimeout(timer);
          resolve();
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.#waiters.push(waiter);
    });
  }

  #rejectWaiters(error: unknown): void {
    this.#isRefreshing = false;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter.reject(error);
  }

  #leave(listener: Listener): void {
    if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#endWire();
  }

  #endWire(): void {
    if (this.#subscription === undefined) return;
    this.#port.unsubscribe(this.#subscription);
    this.#subscription = undefined;
    this.#latest = undefined;
    this.#failure = undefined;
  }
}

function late(statement: Statement, deadlineMs: number): TabulariumError {
  return new TabulariumError({
    code: 'DEADLINE_EXCEEDED',
    message: `The live query had no result within ${deadlineMs} ms.`,
    outcome: 'notRun',
    statement,
  });
}

function ended(statement: Statement): TabulariumError {
  return new TabulariumError({
    code: 'CLOSED',
    message: 'The live query was unsubscribed.',
    outcome: 'notRun',
    statement,
  });
}
