import { useEffect, useState } from 'react';
import type { SharedDatabase } from '../hooks/database.js';
import { paramsKey } from '../hooks/paramsKey.js';
import { useDatabase } from './useDatabase.js';

/** What a live query has come to so far. */
export interface LiveQueryState<T> {
  /** The rows as they are; undefined until they are known. */
  readonly rows: readonly T[] | undefined;
  /** Whether the first rows are still awaited. */
  readonly loading: boolean;
  /** Why the rows are not known, or are not the latest; undefined again with the next result. */
  readonly error: unknown;
}

const LOADING = { rows: undefined, loading: true, error: undefined } as const;

/**
 * The rows of a query, as they are after every commit of any tab. It ends with the component; where the SQL or the
 * parameters change, the rows before stay until those after are known. Where it fails later than its first run, the
 * last rows stay beside the error.
 *
 * @param params - compared by what they are, so they may be written where they are used
 * @param db - the database instead of the one that `TabulariumProvider` gives
 * @throws Error where there is neither
 */
export function useLiveQuery<T = Record<string, unknown>>(
  sql: string,
  params: readonly unknown[] = [],
  db?: SharedDatabase | PromiseLike<SharedDatabase>,
): LiveQueryState<T> {
  const { db: database, error } = useDatabase(db);
  const [state, setState] = useState<LiveQueryState<T>>(LOADING);
  const key = paramsKey(params);
  useEffect(() => {
    if (database === undefined) return undefined;
    let isWanted = true;
    let isTold = false;
    const show = (rows: readonly T[]) => isWanted && setState({ rows, loading: false, error: undefined });
    const fail = (failure: unknown) =>
      isWanted && setState(({ rows }) => ({ rows, loading: false, error: failure }));
    const onResults = (results: { rows: readonly T[] }) => {
      isTold = true;
      show(results.rows);
    };
    const following = database.live.query<T>(sql, [...params], onResults, { onError: fail });
    following.then(
      ({ initialResults }) => isTold || show(initialResults.rows), // What was told is newer.
      (failure: unknown) => isWanted && setState({ rows: undefined, loading: false, error: failure }),
    );
    return () => {
      isWanted = false;
      following.then((followed) => followed.unsubscribe()).catch(() => {}); // What never began needs no end.
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key stands for the parameters
  }, [database, sql, key]);
  // One that is lost leaves the last rows beside the error, as a query does that fails.
  return error === undefined ? state : { ...state, loading: false, error: state.error ?? error };
}
