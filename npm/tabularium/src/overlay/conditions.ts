import type { Operator } from './machine.js';
import type { Cell } from './values.js';

/** A condition with the value it compares with. */
export interface Condition {
  readonly column: string;
  readonly operator: Operator;
  readonly value: Cell;
}

/**
 * Whether conditions hold. `unknown`: a value decides it that only the database knows yet; `unsure`: types or collations
 * decide it that only the database knows.
 */
export type Verdict = 'yes' | 'no' | 'unknown' | 'unsure';

/** Whether all conditions hold for a row whose values are told by column. */
export function verdictOf(conditions: readonly Condition[], cellOf: (column: string) => Cell): Verdict {
  let verdict: Verdict = 'yes';
  for (const condition of conditions) {
    const one = judge(condition, cellOf(condition.column));
    if (one === 'no') return 'no';
    if (one === 'unsure' || verdict === 'yes') verdict = one;
  }
  return verdict;
}

function judge({ operator, value }: Condition, cell: Cell): Verdict {
  if (cell === undefined) return 'unknown';
  switch (operator) {
    case 'IS_NULL':
      return told(cell === null);
    case 'IS_NOT_NULL':
      return told(cell !== null);
    case 'IS_TRUE':
    case 'IS_FALSE':
      if (cell === null) return 'no';
      return isNumber(cell) ? told((Number(cell) !== 0) === (operator === 'IS_TRUE')) : 'unsure';
    default:
      return compared(operator, cell, value);
  }
}

function compared(operator: Operator, cell: Cell, value: Cell): Verdict {
  if (cell === null || value === null) return 'no';
  if (isNumber(cell) && isNumber(value)) {
    // eslint-disable-next-line eqeqeq -- a number and a bigint can be equal
    return fits(operator, cell < value ? -1 : cell == value ? 0 : 1);
  }
  if (cell instanceof Uint8Array && value instanceof Uint8Array && isEquality(operator)) {
    return told(areEqual(cell, value) === (operator === 'EQUAL'));
  }
  if (typeof cell !== 'string' || typeof value !== 'string') return 'unsure';
  if (cell === value) return fits(operator, 0);
  // A collation may hold texts for equal that differ in case or in blanks at the end, and orders texts in its own way.
  return isEquality(operator) && folded(cell) !== folded(value) ? told(operator === 'DIFFERENT') : 'unsure';
}

function fits(operator: Operator, order: number): Verdict {
  switch (operator) {
    case 'EQUAL':
      return told(order === 0);
    case 'DIFFERENT':
      return told(order !== 0);
    case 'LESS':
      return told(order < 0);
    case 'LESS_OR_EQUAL':
      return told(order <= 0);
    case 'GREATER':
      return told(order > 0);
    default:
      return told(order >= 0);
  }
}

function told(holds: boolean): Verdict {
  return holds ? 'yes' : 'no';
}

function isEquality(operator: Operator): boolean {
  return operator === 'EQUAL' || operator === 'DIFFERENT';
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function isNumber(cell: Cell): cell is number | bigint {
  return typeof cell === 'number' || typeof cell === 'bigint';
}

function folded(text: string): string {
  return text.toLowerCase().trimEnd();
}
