import type { Live } from '../../live.js';
import type { LiveQuery, LiveResult } from '../../liveResult.js';
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
  readonly #onError: ((error: unknown) => void) | undefined;
  #query: LiveQuery | undefined;
  #hasEnded = false;
  #begun = 0;

  /** `onError` is told what goes wrong after the first result; without it, the console is. */
  constructor(source: Source, onResult: (result: FollowedResult) => void, onError?: (error: unknown) => void) {
    this.#source = source;
    this.#onResult = onResult;
    this.#onError = onError;
  }

  /** Follows this query from now on, and resolves with its first result, which is not told otherwise. */
  async follow(query: string, params: readonly unknown[]): Promise<FollowedResult> {
    const number = ++this.#begun;
    const isWanted = () => number === this.#begun && !this.#hasEnded;
    const live = await this.#source.live();
    const onError = this.#onError;
    const translated = (error: unknown) => asPgliteError(error, { query, params: [...params] });
    const onResult = (result: LiveResult) => {
      if (isWanted()) this.#onResult(result as FollowedResult);
    };
    const onFailure = (error: unknown) => {
      if (isWanted()) onError!(translated(error));
    };
    const options = onError === undefined ? {} : { onError: onFailure };
    const started = await live.query(query, params, onResult, options).catch((error: unknown) => {
      throw translated(error);
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
