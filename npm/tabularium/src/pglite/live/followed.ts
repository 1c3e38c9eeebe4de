import type { Live } from '../../live.js';
import type { LiveQuery } from '../../liveResult.js';
import { asPgliteError } from '../databaseError.js';
import type { FollowedResult } from './result.js';

/** What a query is, and how its results are got at. */
export interface Source {
  live(): Promise<Live>;
  /** Reads a result once more, where it has types that nobody knew. */
  understood(result: FollowedResult): Promise<FollowedResult>;
}

/** One query that is followed. It can be exchanged for another. */
export class Followed {
  readonly #source: Source;
  readonly #onResult: (result: FollowedResult) => void;
  #query: LiveQuery | undefined;
  #hasEnded = false;
  #begun = 0;

  constructor(source: Source, onResult: (result: FollowedResult) => void) {
    this.#source = source;
    this.#onResult = onResult;
  }

  /** Follows this query from now on, and resolves with its first result, which is not told otherwise. */
  async follow(query: string, params: readonly unknown[]): Promise<FollowedResult> {
    const number = ++this.#begun;
    const isWanted = () => number === this.#begun && !this.#hasEnded;
    const live = await this.#source.live();
    const started = await live
      .query(query, params, (result) => {
        if (isWanted()) this.#onResult(result as FollowedResult);
      })
      .catch((error: unknown) => {
        throw asPgliteError(error, { query, params: [...params] });
      });
    const before = this.#query;
    if (isWanted()) {
      this.#query = started;
      await before?.unsubscribe();
    } else {
      await started.unsubscribe();
    }
    return this.#source.understood(started.initialResults as FollowedResult);
  }

  async refresh(): Promise<void> {
    if (!this.#hasEnded) await this.#query?.refresh();
  }

  end(): void {
    this.#hasEnded = true;
    void this.#query?.unsubscribe();
  }
}
