import { computed, type MaybeRefOrGetter, onScopeDispose, type Ref, shallowReadonly, shallowRef, toValue, watch } from 'vue';
import type { SharedDatabase } from '../hooks/database.js';
import { type DatabaseStatus, storeOf } from '../hooks/status.js';

export type { SharedDatabase } from '../hooks/database.js';
export type { DatabaseStatus } from '../hooks/status.js';

/**
 * What is known of a database: whether it can be used, whether this tab leads, what went wrong.
 *
 * @param db - the database, or the promise of one
 */
export function useDatabase<Db extends SharedDatabase>(db: Db | PromiseLike<Db>): Readonly<Ref<DatabaseStatus<Db>>> {
  const store = storeOf(db);
  const status = shallowRef(store.current());
  onScopeDispose(store.subscribe(() => (status.value = store.current())));
  return shallowReadonly(status);
}

/** What a live query has come to so far. */
export interface LiveQueryRefs<T> {
  /** The rows as they are; undefined until they are known. */
  readonly rows: Readonly<Ref<readonly T[] | undefined>>;
  /** Whether the first rows are still awaited. */
  readonly loading: Readonly<Ref<boolean>>;
  /** Why the rows are not known, or are not the latest; undefined again with the next result. */
  readonly error: Readonly<Ref<unknown>>;
}

/**
 * The rows of a query, as they are after every commit of any tab. It ends with the component; where the SQL or the
 * parameters change, the rows before stay until those after are known. Where it fails later than its first run, the
 * last rows stay beside the error.
 */
export function useLiveQuery<T = Record<string, unknown>>(
  db: SharedDatabase | PromiseLike<SharedDatabase>,
  sql: MaybeRefOrGetter<string>,
  params: MaybeRefOrGetter<readonly unknown[]> = [],
): LiveQueryRefs<T> {
  const status = useDatabase(db);
  const database = computed(() => status.value.db); // The status changes with every call, which begins no query anew.
  const rows = shallowRef<readonly T[] | undefined>();
  const failure = shallowRef<unknown>();
  watch(
    [database, () => toValue(sql), () => [...toValue(params)]] as const,
    ([opened, query, values], _before, onCleanup) => {
      if (opened === undefined) return;
      let isWanted = true;
      let isTold = false;
      const show = (seen: readonly T[] | undefined, error?: unknown) => {
        if (!isWanted) return;
        rows.value = seen;
        failure.value = error;
      };
      const onResults = (results: { rows: readonly T[] }) => {
        isTold = true;
        show(results.rows);
      };
      const onError = (error: unknown) => show(rows.value, error);
      const following = opened.live.query<T>(query, values, onResults, { onError });
      following.then(
        ({ initialResults }) => isTold || show(initialResults.rows), // What was told is newer.
        (error: unknown) => show(undefined, error),
      );
      onCleanup(() => {
        isWanted = false;
        following.then((followed) => followed.unsubscribe()).catch(() => {}); // What never began needs no end.
      });
    },
    { immediate: true },
  );
  const error = computed(() => failure.value ?? status.value.error);
  return { rows, loading: computed(() => rows.value === undefined && error.value === undefined), error };
}
