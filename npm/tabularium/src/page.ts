/**
 * The contract with the compiled page module, `generated/page.js`: a test compares it with what that file exports.
 *
 * @packageDocumentation
 */

/** What a page tells the compiled part when it opens a database. */
export interface PageConfig {
  /** The normalised storage path: `idb://app`, `opfs-ahp://a/b`, `memory://name`. */
  readonly path: string;
  readonly id: string | null;
  readonly appVersion: string | null;
  readonly meta: unknown;
  readonly durability: 'disk' | 'memory';
  readonly deadlineMs: number;
  readonly transactionIdleMs: number;
  /** How long a leader may give no sign of life before another tab takes its place. */
  readonly leaderTimeoutMs: number;
  /** How long one statement may run before its engine is stopped; 0 means for ever. */
  readonly maxStatementMs: number;
  /** A database that PGlite itself wrote to IndexedDB is to be copied into this library's own store first. */
  readonly convert: boolean;
  readonly debug: boolean;
  /** The lowest protocol version to speak; 0 means the build's own. */
  readonly protocolMin: number;
  /** The highest protocol version to speak; 0 means the build's own. */
  readonly protocolMax: number;
  readonly worker: Worker;
  /** Makes a worker in the place of one that died or was put away with its page; null when none can be made. */
  readonly respawnWorker: () => Worker | null;
  /** The SharedWorker that introduces pages to leaders; null means there is none and a BroadcastChannel serves. */
  readonly brokerUrl: string | null;
  readonly engineUrls: EngineUrls;
}

/** Where the leader's worker finds the engine. */
export interface EngineUrls {
  /** The script. */
  readonly engine: string;
  /** What the script loads, by names that it knows. */
  readonly [file: string]: string;
}

/** What the compiled part tells the page. */
export interface PageHost {
  /** A leader became known to this tab: the first one, or another one. */
  onWelcome(info: LeaderInfo): void;
  /** This tab has just stopped leading; the next leader is not known yet. */
  onDemoted(): void;
  /** Opening cannot succeed, or the handle is lost. */
  onFatal(failure: PlainFailure): void;
  onLog(level: 'debug' | 'info' | 'warn' | 'error', text: string): void;
}

/** A leader and what it serves. */
export interface LeaderInfo {
  readonly term: number;
  readonly leaderId: string;
  readonly isLeader: boolean;
  /** The leader found no store and made one. */
  readonly isFresh: boolean;
  readonly commit: number;
  readonly protocol: number;
  readonly engine: string;
  readonly storage: string;
  readonly transport: 'local' | 'message-port' | 'broadcast-channel';
  readonly worker: 'dedicated';
  readonly durability: string;
  /** For how long this tab had had no leader that answers, in milliseconds. */
  readonly missedMs: number;
}

/** A failure as plain data, so that it can cross any boundary. */
export interface PlainFailure {
  readonly code: string;
  readonly message: string;
  readonly outcome: 'NOT_RUN' | 'ROLLED_BACK' | 'UNKNOWN' | 'PENDING';
  /** The engine's own error, or null. */
  readonly detail: Readonly<Record<string, unknown>> | null;
}

/** One SQL statement or script with its parameters. */
export interface Statement {
  readonly sql: string;
  readonly params?: readonly unknown[];
  /** The names of the parameters, where they do not go by position. */
  readonly names?: readonly string[];
  readonly paramTypes?: readonly number[];
  /** In place of a text, which is empty then: several statements that are one transaction. */
  readonly batch?: readonly Statement[];
  /** What `/dev/blob` holds while it runs. What it writes there comes with the result, as a message of type `b`. */
  readonly blob?: Uint8Array;
  /** In place of a text: a subscription to what is notified on a channel, and with SQLite to all changes. */
  readonly channel?: string;
  /** In place of a text: messages of the PostgreSQL protocol, inside of what `begin` with `hold` has begun. */
  readonly protocol?: Uint8Array;
  /** In place of a text: the data directory is wanted, packed in this way. */
  readonly dump?: 'none' | 'gzip' | 'auto';
  /** In place of a text: the figures of the leader's engine are wanted. */
  readonly isMeter?: boolean;
  /** SQLite only: what its sender calls itself, for whoever follows all changes. */
  readonly by?: string;
  /** SQLite only: it must not write rows. */
  readonly isGuarded?: boolean;
  /** In place of a text: a file whose database is to replace the whole one. */
  readonly file?: Uint8Array;
  /** What the tab has set for itself, as a result told it in its head; see `Calls`. */
  readonly settings?: Uint8Array | undefined;
  /** For `begin`: gives the engine's session to this tab alone, in place of a transaction. */
  readonly hold?: boolean;
  /** The statement is not run; the result says what it takes and what it gives. */
  readonly isDescribed?: boolean;
}

/** Raw PostgreSQL backend messages, decoded in the asking tab. */
export type ResultPayload = Uint8Array;

/** What a call asks for. */
export type Operation = 'query' | 'script' | 'begin' | 'commit' | 'rollback';

/** What a write waits for. */
export type Durability = 'memory' | 'disk';

/**
 * Ends a call, exactly once; only a failure with outcome PENDING is followed by one more, marked as late.
 *
 * `isAbridged`: the result is a kept answer without its rows. `level`: what the commit has survived.
 */
export type Settle = (
  failure: PlainFailure | null,
  payload: ResultPayload | null,
  isAbridged: boolean,
  commit: number,
  level: Durability,
  late: boolean,
) => void;

/** The page's half of the compiled part. */
export interface PageClient {
  /** Starts a call and returns its number, which is above zero. `transaction` is the number of a begin, or 0. */
  call(
    op: Operation,
    statement: Statement | null,
    transaction: number,
    durability: Durability,
    deadlineMs: number,
    settle: Settle,
  ): number;
  /** Starts a call that ends when a commit is on the disk. */
  sync(commit: number, deadlineMs: number, settle: Settle): number;
  /** Settles a call with ABORTED; a call that has ended already is left alone. */
  cancel(callNumber: number): void;
  /** Starts a subscription; `key` identifies the statement and its parameters. */
  subscribe(
    key: string,
    statement: Statement,
    onResult: (payload: ResultPayload, commit: number) => void,
    onFailure: (failure: PlainFailure) => void,
  ): number;
  unsubscribe(subscription: number): void;
  /** Forces a run, whose result comes the usual way. */
  refresh(subscription: number): void;
  /** Hands leadership on, if this tab leads. */
  resign(): void;
  /** Ends the calls that have not begun with CLOSED, lets the others end, and says when all is let go. */
  close(done: () => void): void;
}

/** The one export of the compiled page module. */
export type OpenClient = (config: PageConfig, host: PageHost) => PageClient;
