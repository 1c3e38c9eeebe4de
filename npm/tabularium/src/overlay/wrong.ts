import { TabulariumError } from '../index.js';

/** An error of a write, or of a query that shows it, that is malformed. */
export function wrong(message: string): TabulariumError {
  return new TabulariumError({ code: 'INVALID_ARGUMENT', message, outcome: 'notRun' });
}

/** Refuses what is no SQL. */
export function checkSql(sql: unknown): void {
  if (typeof sql !== 'string') throw wrong('sql must be a string.');
}
