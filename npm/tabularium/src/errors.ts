import type { PlainFailure } from './page.js';

/**
 * Everything that can go wrong, by its stable name. A name never changes its meaning; the wording of messages may.
 *
 * - `SQL_ERROR`: the statement failed in the engine; `sqlState` and the other fields say how
 * - `CLOSED`: the database handle was closed
 * - `ABORTED`: the caller's `AbortSignal` fired
 * - `DEADLINE_EXCEEDED`: the call's deadline passed
 * - `BUSY`: calls that take 64 MiB wait in this tab already; this one was not sent
 * - `STATEMENT_TIMEOUT`: the statement ran longer than `maxStatementMs`; it was stopped together with its engine
 * - `NOT_REPEATED`: a leader died while it ran a statement that cannot run inside a transaction, such as `VACUUM`; it
 *   is not repeated, and whether it took effect is unknown
 * - `SESSION_EXPIRED`: the tab was put away for so long that the outcome of what it had in flight is no longer kept
 * - `TX_ABORTED_FAILOVER`: the transaction's leader is gone; nothing of the transaction took effect. The option `retry`
 *   runs it again
 * - `TX_CLOSED`: the transaction has ended already: committed, rolled back or timed out
 * - `TX_UNMANAGED`: a statement left a transaction open outside of `transaction()`; it was rolled back
 * - `TX_NESTED`: the database was used inside its own transaction, which would wait for itself
 * - `UNSUPPORTED`: the statement cannot be served, and was refused before it ran
 * - `INVALID_ARGUMENT`: an argument is malformed; nothing was sent
 * - `STORAGE_IN_USE`: the store is open under another id, or held by something that is not this library
 * - `STORAGE_MISMATCH`: a worker's `init` has opened another store than was declared, and other tabs have that one open
 * - `STORAGE_UNAVAILABLE`: the store cannot be opened: blocked by the browser, or broken
 * - `STORAGE_FULL`: the store's quota is used up. A write has run then and waits, as `pending`, until there is room
 * - `FLUSH_FAILED`: writing to the store failed. A write has run then and waits, as `pending`, for the next attempt
 * - `FENCED`: the store belongs to a newer leader; what this one did since is not in it
 * - `ENGINE_DIED`: the engine stopped working; the leader steps down
 * - `ENGINE_UNAVAILABLE`: the engine's files could not be loaded
 * - `WORKER_FAILED`: the worker's script could not be loaded or stopped working
 * - `ENVIRONMENT_UNSUPPORTED`: the browser lacks something this library cannot do without
 * - `VERSION_BLOCKED`: the leader speaks another protocol version and did not yield
 * - `LIVE_UNSUPPORTED`: a live query cannot be kept: it is not a plain read
 * - `WRITE_PERMISSION_DENIED`: a tab that does not lead has written through `tabularium/coordination`, which refuses that
 * - `PROTOCOL_ERROR`: a message made no sense; it was not obeyed
 */
export type TabulariumErrorCode = (typeof ERROR_CODES)[number];

/** Every {@link TabulariumErrorCode}, in the order of the core's own list. */
export const ERROR_CODES = [
  'SQL_ERROR',
  'CLOSED',
  'ABORTED',
  'DEADLINE_EXCEEDED',
  'BUSY',
  'STATEMENT_TIMEOUT',
  'NOT_REPEATED',
  'SESSION_EXPIRED',
  'TX_ABORTED_FAILOVER',
  'TX_CLOSED',
  'TX_UNMANAGED',
  'TX_NESTED',
  'UNSUPPORTED',
  'INVALID_ARGUMENT',
  'STORAGE_IN_USE',
  'STORAGE_MISMATCH',
  'STORAGE_UNAVAILABLE',
  'STORAGE_FULL',
  'FLUSH_FAILED',
  'FENCED',
  'ENGINE_DIED',
  'ENGINE_UNAVAILABLE',
  'WORKER_FAILED',
  'ENVIRONMENT_UNSUPPORTED',
  'VERSION_BLOCKED',
  'LIVE_UNSUPPORTED',
  'WRITE_PERMISSION_DENIED',
  'PROTOCOL_ERROR',
] as const;

/**
 * What is known about the effect of a call that failed.
 *
 * - `notRun`: it had none and will have none; it may be sent again
 * - `rolledBack`: it ran and its effect was undone
 * - `unknown`: it may or may not have taken effect. A dying leader alone is no reason for it; docs/durability.md names
 *   the few that are, such as scripts that commit parts by themselves, and a tab that closes before the answer
 * - `pending`: it had begun when the caller stopped waiting, or has run and could not be written to the store yet;
 *   {@link TabulariumError.settled} tells how it ends
 */
export type Outcome = 'notRun' | 'rolledBack' | 'unknown' | 'pending';

/** The SQL a failed call was about. */
export interface FailedStatement {
  readonly sql: string;
  readonly params?: readonly unknown[];
}

/** What a {@link TabulariumError} is made of. */
export interface ErrorFields {
  readonly code: TabulariumErrorCode;
  readonly message: string;
  readonly outcome: Outcome;
  readonly statement?: FailedStatement | undefined;
  readonly engineError?: Readonly<Record<string, unknown>> | null | undefined;
  readonly settled?: Promise<unknown> | undefined;
  readonly cause?: unknown;
}

/**
 * The one class of error that Tabularium throws or rejects with. Decide by {@link code} and {@link outcome}; the
 * message is for people.
 */
export class TabulariumError extends Error {
  override readonly name = 'TabulariumError';
  /** What went wrong. */
  readonly code: TabulariumErrorCode;
  /** What is known about the effect. */
  readonly outcome: Outcome;
  /** The five-character SQLSTATE, such as `23505`, when the engine refused the statement. */
  readonly sqlState: string | undefined;
  /** PostgreSQL's severity: `ERROR`, `FATAL` or `PANIC`. */
  readonly severity: string | undefined;
  /** A second sentence of the engine, with the values concerned. */
  readonly detail: string | undefined;
  /** The engine's advice. */
  readonly hint: string | undefined;
  /** Where in the SQL the error is, in characters from 1. */
  readonly position: number | undefined;
  readonly schema: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;
  readonly dataType: string | undefined;
  /** The name of the violated constraint. */
  readonly constraint: string | undefined;
  /** The call stack inside the engine, such as the lines of PL/pgSQL functions. */
  readonly where: string | undefined;
  /** The function of the engine that reported the error. */
  readonly routine: string | undefined;
  /** The SQL of the failed call. */
  readonly query: string | undefined;
  /** The parameters of the failed call. */
  readonly params: readonly unknown[] | undefined;
  /** Which statement of a batch failed, from 0; absent for a check that PostgreSQL makes at the commit. */
  readonly batchIndex: number | undefined;
  /**
   * With outcome `pending`: settles as the call would have, once its outcome is known. Need not be listened to.
   *
   * @example
   * ```ts
   * const result = await db.query(sql).catch((error) => {
   *   if (error.outcome !== 'pending') throw error;
   *   showAsUnsaved(); // The store is full, or the deadline has passed.
   *   return error.settled;
   * });
   * ```
   */
  readonly settled: Promise<unknown> | undefined;
  /** @internal All that the engine said. */
  declare readonly engineError: Readonly<Record<string, unknown>>;

  /** @internal Applications receive these errors and never make them. */
  constructor(fields: ErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    const said = fields.engineError ?? {};
    this.code = fields.code;
    this.outcome = fields.outcome;
    this.sqlState = text(said.code);
    this.severity = text(said.severity);
    this.detail = text(said.detail);
    this.hint = text(said.hint);
    this.position = text(said.position) === undefined ? undefined : Number(said.position);
    this.schema = text(said.schema);
    this.table = text(said.table);
    this.column = text(said.column);
    this.dataType = text(said.dataType);
    this.constraint = text(said.constraint);
    this.where = text(said.where);
    this.routine = text(said.routine);
    this.query = fields.statement?.sql ?? text(said.query);
    this.params = fields.statement?.params ?? (Array.isArray(said.params) ? said.params : undefined);
    this.batchIndex = typeof said.batchIndex === 'number' ? said.batchIndex : undefined;
    this.settled = fields.settled;
    Object.defineProperty(this, 'engineError', { value: said });
  }
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

const OUTCOMES: Readonly<Record<PlainFailure['outcome'], Outcome>> = {
  NOT_RUN: 'notRun',
  ROLLED_BACK: 'rolledBack',
  UNKNOWN: 'unknown',
  PENDING: 'pending',
};

/** Makes an error of a failure that came from the compiled part. */
export function errorOf(
  failure: PlainFailure,
  more: Pick<ErrorFields, 'statement' | 'settled' | 'cause'> = {},
): TabulariumError {
  return new TabulariumError({
    ...more,
    code: failure.code as TabulariumErrorCode,
    message: failure.message,
    outcome: OUTCOMES[failure.outcome],
    engineError: failure.detail,
  });
}

/** An error about an argument: nothing was sent, and the message names the right form. */
export function invalidArgument(message: string, cause?: unknown): TabulariumError {
  return new TabulariumError({ code: 'INVALID_ARGUMENT', message, outcome: 'notRun', cause });
}
