// Every call and every live query of this page goes through here: timed, counted, its failure shown.

import { showFailure } from './toast.js';

/**
 * The calls of this tab. Dispatches `finished` at the end of each, with `{ kind, durationMs, error }` as its detail,
 * and `delivered` for each result of a live query.
 */
export class Calls extends EventTarget {
  #db;
  #pending = new Set();

  constructor(db) {
    super();
    this.#db = db;
  }

  /** Runs one statement that writes; its result, or undefined when it failed, which the user has been told then. */
  write(sql, params = []) {
    return this.attempt('write', () => this.#db.query(sql, params));
  }

  /** Subscribes to a live query. */
  live(sql, params, callback) {
    const deliver = (result) => {
      callback(result.rows);
      this.dispatchEvent(new Event('delivered'));
    };
    return this.#db.live.query(sql, params, deliver, { onError: showFailure });
  }

  /**
   * Makes a call.
   *
   * @param {'read' | 'write'} kind
   * @param {() => Promise<unknown>} call
   * @returns what the call resolved to, or undefined when it failed, which the user has been told then
   */
  async attempt(kind, call) {
    try {
      return await this.run(kind, call);
    } catch (error) {
      showFailure(error);
      return undefined;
    }
  }

  /** Like `attempt`, for callers who deal with the failure themselves. */
  async run(kind, call) {
    const entry = { sentAtMs: performance.now() };
    this.#pending.add(entry);
    let error = null;
    try {
      return await call();
    } catch (caught) {
      error = caught;
      throw caught;
    } finally {
      this.#pending.delete(entry);
      const durationMs = performance.now() - entry.sentAtMs;
      this.dispatchEvent(new CustomEvent('finished', { detail: { kind, durationMs, error } }));
    }
  }

  /** Calls not yet answered. */
  get pendingCount() {
    return this.#pending.size;
  }

  /** How long the oldest unanswered call has waited, or null when none waits. */
  get longestWaitMs() {
    const [oldest] = this.#pending;
    return oldest === undefined ? null : performance.now() - oldest.sentAtMs;
  }
}
