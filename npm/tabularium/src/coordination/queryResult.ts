import type { Result } from '../payload/decode.js';

/** What a statement gave. */
export interface QueryResult {
  /** The names of the columns. */
  readonly columns: readonly string[];
  /** The rows, by column name. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- columns are known to the SQL only
  readonly rows: Record<string, any>[];
  /** How many rows were inserted, changed or deleted. */
  readonly affectedRows: number;
  /** The id of the last row inserted; null for a statement that inserts none. */
  readonly lastInsertId: number | bigint | null;
  /** From the call to its result, in milliseconds. */
  readonly executionTimeMs: number;
  /** There only where `columns` and `rows` are empty because the leader died before this answer arrived; see {@link Result.isAbridged}. */
  readonly isAbridged?: true;
}

/** The result of a call that began at this time of `performance.now()`. */
export function queryResultOf(result: Result, startMs: number): QueryResult {
  return {
    columns: result.fields.map(({ name }) => name),
    rows: result.rows,
    affectedRows: result.affectedRows,
    lastInsertId: result.lastInsertId ?? null,
    executionTimeMs: performance.now() - startMs,
    ...(result.isAbridged && { isAbridged: true }),
  };
}
