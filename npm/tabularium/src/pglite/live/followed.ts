import type { Live } from '../../live.js';
import type { LiveQuery, LiveResult } from '../../liveResult.js';
import { asPgliteError } from '../databaseError.js';
import { FirstResult } from './firstResult.js';
import type { FollowedResult } from './result.js';

/** What a query is, and how its results are got at. */
export interface Source {
  live(): Promise<Live>;
  /** Reads a result once more, where nobody may have known its types when it was read. */
  understood(result: FollowedResult): Promise<FollowedResult>;
}

/** One query that is followed. It can be exchanged for another. */
export class Followed {
  readonly #source: Source;
  readonly #onResult: (result: FollowedResult) => void;
  readonly #onError: ((error: unknown) => void) | undefined;
  #query: LiveQuery | undefined;
  #hasEnded = false;
  /** Queries are numbered in the order in which they were asked for. */
  #asked = 0;
  /** The one that is told of. */
  #told = 0;

  /** `onError` is told what goes wrong after the first result; without it, the console is. */
  constructor(source: Source, onResult: (result: FollowedResult) => void, onError?: (error: unknown) => void) {
    this.#source = source;
    this.#onResult = onResult;
    this.#onError = onError;
  }

  /**
   * Follows this query from its first result on, and the one before until then. That result goes to `handOver`, before any
   * later one is told, and what that returns is resolved with: nothing where a query asked for later was there first, or the
   * end.
   */
  async follow<R>(
    query: string,
    params: readonly unknown[],
    handOver: (first: FollowedResult) => R,
  ): Promise<R | undefined> {
    const number = ++this.#asked;
    const live = await this.#source.live();
    const onError = this.#onError;
    const translated = (error: unknown) => asPgliteError(error, { query, params: [...params] });
    const first = new FirstResult();
    const onResult = (result: LiveResult) => {
      if (this.#told !== number) first.take(result as FollowedResult);
      else if (!this.#hasEnded) this.#onResult(result as FollowedResult);
    };
    const onFailure = (error: unknown) => {
      if (this.#told !== number) first.fail(translated(error));
      else if (!this.#hasEnded) onError!(translated(error));
    };
    const options = onError === undefined ? {} : { onError: onFailure };
    const started = await live.query(query, params, onResult, options).catch((error: unknown) => {
      throw translated(error);
    });
    try {
      const initial = started.initialResults as FollowedResult;
      const result = await first.settled(initial, (read) => this.#source.understood(read));
      if (this.#hasEnded || number < this.#told) {
        void started.unsubscribe();
        return undefined;
      }
      void this.#query?.unsubscribe();
      this.#query = started;
      this.#told = number;
      return handOver(result);
    } catch (error) {
      void started.unsubscribe();
      throw error;
    }
  }

  async refresh(): Promise<void> {
    if (!this.#hasEnded) await this.#query?.refresh();
  }

  end(): void {
    this.#hasEnded = true;
    void this.#query?.unsubscribe();
  }
}
