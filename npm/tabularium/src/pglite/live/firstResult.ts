import type { FollowedResult } from './result.js';

/**
 * The first result of a query, for which types may have to be asked for. What the query tells meanwhile is newer and takes
 * its place, as no later result may be told before it.
 */
export class FirstResult {
  #newest: FollowedResult | undefined;
  #failure: { readonly error: unknown } | undefined;

  take(result: FollowedResult): void {
    this.#newest = result;
    this.#failure = undefined;
  }

  fail(error: unknown): void {
    this.#failure = { error };
  }

  /** Rejects where the query has failed since it began. */
  async settled(
    initial: FollowedResult,
    understood: (result: FollowedResult) => Promise<FollowedResult>,
  ): Promise<FollowedResult> {
    for (;;) {
      const newest = (this.#newest ??= initial);
      const result = await understood(newest);
      if (newest !== this.#newest) continue;
      if (this.#failure !== undefined) throw this.#failure.error;
      return result;
    }
  }
}
