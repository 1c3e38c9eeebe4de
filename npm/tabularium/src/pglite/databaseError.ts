import type { QueryOptions } from '@electric-sql/pglite';
import { type Outcome, TabulariumError } from '../errors.js';
import { noFields, type NoticeFields } from './notice.js';

/** An error of PostgreSQL as PGlite throws it: `code` is the SQLSTATE, and every field PostgreSQL sent is there. */
export class DatabaseError extends Error implements NoticeFields {
  override readonly name = 'error';
  declare severity: string | undefined;
  declare code: string | undefined;
  declare detail: string | undefined;
  declare hint: string | undefined;
  declare position: string | undefined;
  declare internalPosition: string | undefined;
  declare internalQuery: string | undefined;
  declare where: string | undefined;
  declare schema: string | undefined;
  declare table: string | undefined;
  declare column: string | undefined;
  declare dataType: string | undefined;
  declare constraint: string | undefined;
  declare file: string | undefined;
  declare line: string | undefined;
  declare routine: string | undefined;
  /** The SQL of the failed call. */
  query: string | undefined;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
  params: any[] | undefined;
  queryOptions: QueryOptions | undefined;
  /** What is known about the effect of the call, which PGlite does not tell. */
  readonly outcome: Outcome;

  /** @internal Applications receive these errors and never make them. */
  constructor(message: string, outcome: Outcome, fields: Partial<NoticeFields>, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, { ...noFields(), ...fields, message });
    this.outcome = outcome;
  }
}

/**
 * The error that PGlite's own multi-tab worker throws when its leader changes. Nothing here throws it: calls outlive
 * their leader. What does not is an open transaction, whose `TX_ABORTED_FAILOVER` counts as an instance of this.
 */
export class LeaderChangedError extends Error {
  constructor() {
    super('Leader changed, pending operation in indeterminate state');
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof TabulariumError && value.code === 'TX_ABORTED_FAILOVER';
  }
}

/** What a call was, for its error to tell. */
export interface FailedCall {
  readonly query?: string | undefined;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
  readonly params?: any[] | undefined;
  readonly options?: QueryOptions | undefined;
}

/** PostgreSQL's errors in the form PGlite gives them; those of this library stay what they are. */
export function asPgliteError(error: unknown, call: FailedCall): unknown {
  if (!(error instanceof TabulariumError)) return error;
  if (error.code === 'TX_CLOSED') return new Error('Transaction is closed', { cause: error });
  if (error.code !== 'SQL_ERROR') return error;
  const fields = error.sqlState === undefined ? ABORTED : (error.engineError as Partial<NoticeFields>);
  const { message = error.message } = fields;
  const made = new DatabaseError(message, error.outcome, fields, error);
  made.query = call.query ?? error.query ?? (fields === ABORTED ? 'COMMIT' : undefined);
  made.params = call.params;
  made.queryOptions = call.options;
  return made;
}

/** What the commit of a transaction in which something had failed comes to. */
const ABORTED: Partial<NoticeFields> = {
  message: 'Transaction was rolled back instead of committed',
  severity: 'ERROR',
  code: '25P02',
};
