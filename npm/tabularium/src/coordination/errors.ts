import { TabulariumError, type TabulariumErrorCode } from '../index.js';
import type { Tabularium } from '../tabularium.js';

/** An error of a call that had no effect. */
export function refused(code: TabulariumErrorCode, message: string): TabulariumError {
  return new TabulariumError({ code, message, outcome: 'notRun' });
}

/** An error of what a rollback took back. */
export function rolledBack(code: TabulariumErrorCode, message: string): TabulariumError {
  return new TabulariumError({ code, message, outcome: 'rolledBack' });
}

/** This tab has not become the leader in time. */
export function noLeadership(timeoutMs: number): TabulariumError {
  return refused('DEADLINE_EXCEEDED', `timeout: this tab did not become the leader within ${timeoutMs} ms.`);
}

/** The error of a write, which says of a deadline that it was a timeout. */
export function timedOut(error: unknown, timeoutMs: number): unknown {
  if (!(error instanceof TabulariumError) || error.code !== 'DEADLINE_EXCEEDED') return error;
  const { code, outcome, settled } = error;
  const message = `timeout: the write was not acknowledged within ${timeoutMs} ms. ${error.message}`;
  return new TabulariumError({ code, message, outcome, settled, cause: error });
}

/** Refuses what is no function. */
export function checkFunction(value: unknown, where: string): void {
  if (typeof value !== 'function') throw refused('INVALID_ARGUMENT', `${where} takes a function.`);
}

/** Throws what the calls of a database are refused with, once they are. */
export function checkOpen({ calls: { refusal } }: Tabularium): void {
  if (refusal !== undefined) throw refusal;
}
