import type { Result } from './payload/decode.js';
import type { Row } from './queryable.js';

/** A live query's result at one commit. Subscribers of the same query share it, so it must not be changed. */
export interface LiveResult<T = Row> extends Result<T> {
  /** The commit whose state this is. Later results have greater numbers. */
  readonly commit: number;
}

/** A subscription to a live query. */
export interface LiveQuery<T = Row> {
  /** The result when the subscription began. */
  readonly initialResults: LiveResult<T>;
  /** Ends the subscription. The callback is not called again. */
  readonly unsubscribe: () => Promise<void>;
  /** Runs the query again, for queries of things that are not in tables, such as the time. */
  readonly refresh: () => Promise<void>;
}
