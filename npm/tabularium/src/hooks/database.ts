import type { Mode } from '../tabularium.js';

/** A live query as the hooks need it. */
export interface Followed<T> {
  readonly initialResults: { readonly rows: readonly T[] };
  unsubscribe(): unknown;
}

/** How the hooks follow a query. */
export interface FollowOptions {
  /** Told when it fails after its first result; a later result says that it works again. */
  readonly onError?: (error: unknown) => void;
}

/** What the hooks need of a database: a `Tabularium` and a `PGliteWorker` both are one. */
export interface SharedDatabase {
  readonly isLeader: boolean;
  readonly closed: boolean;
  /** Undefined until the database can be used. */
  readonly mode: Mode | undefined;
  readonly live: {
    query<T>(
      sql: string,
      // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
      params: any[] | null | undefined,
      // eslint-disable-next-line @typescript-eslint/no-explicit-any -- either library's results
      callback: (results: any) => void,
      options?: FollowOptions,
    ): Promise<Followed<T>>;
  };
  /** Resolves when the database can be used, where that is not so from the start. */
  readonly waitReady?: Promise<void>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what it is told is not of interest here
  onLeaderChange(callback: (change?: any) => void): () => void;
}

/** The number of open calls, and why there can be no more, which both kinds of database keep for the hooks alone. */
export interface CountsCalls {
  readonly calls?:
    | {
        readonly pending: number;
        readonly refusal: { readonly code: string } | undefined;
        readonly watchers: Set<() => void>;
      }
    | undefined;
}


export type { Mode };
