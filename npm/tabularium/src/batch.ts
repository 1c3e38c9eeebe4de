import { invalidArgument, TabulariumError } from './errors.js';
import { refuseUnknown } from './options.js';
import type { Statement } from './page.js';
import { checkStatement, type Params } from './queryable.js';
import { SqlFragment, textOf } from './template.js';

/**
 * One statement of a batch: a text, a template, or a text with parameters.
 *
 * @example
 * ```ts
 * await db.batch([
 *   'delete from draft',
 *   sql`insert into note (text) values (${text})`,
 *   { sql: 'update counter set n = n + $1', params: [1] },
 * ]);
 * ```
 */
export type BatchStatement =
  | string
  | SqlFragment
  | {
      readonly sql: string;
      readonly params?: Params | undefined;
      /** The parameters' types by object id, where PostgreSQL cannot infer them; 0 lets it infer that one. */
      readonly paramTypes?: readonly number[] | undefined;
    };

const FIELDS = new Set(['sql', 'params', 'paramTypes']);

/** Checks the statements of a batch and makes them fit to travel. */
export function checkBatch(statements: readonly BatchStatement[]): Statement {
  if (!Array.isArray(statements)) throw invalidArgument('batch() takes an array of statements.');
  return { sql: '', batch: Array.from(statements, checkOne) };
}

function checkOne(one: unknown, index: number): Statement {
  const where = `statement ${index} of the batch`;
  try {
    if (typeof one === 'string') return checkStatement(one, undefined);
    if (one instanceof SqlFragment) return checkStatement(textOf(one), one.values);
    if (typeof one !== 'object' || one === null) {
      throw invalidArgument('it must be a string, a template, or an object with sql and params.');
    }
    refuseUnknown(one, FIELDS, where);
    const { sql, params, paramTypes } = one as Exclude<BatchStatement, string | SqlFragment>;
    return checkStatement(sql, params, paramTypes);
  } catch (error) {
    if (!(error instanceof TabulariumError)) throw error;
    throw invalidArgument(`${where}: ${error.message}`, error.cause);
  }
}
