import type { Field } from '../payload/decode.js';
import type { Params, Row } from '../queryable.js';
import { parseSimple } from '../generated/overlay.js';
import { apply, type Change, type Changed, concerns, insertOf } from './changes.js';
import type { Condition } from './conditions.js';
import type { Comparison, SimpleStatement } from './machine.js';
import { type Cell, cellOf, valuesFrom, type Values } from './values.js';
import { lowerCase, type SimpleQuery, View } from './view.js';
import { checkSql, wrong } from './wrong.js';

/** A live query, as a patch is told of it. */
export interface PatchedQuery {
  readonly sql: string;
  readonly params: Params;
}

/**
 * What a write does to the rows of live queries, where its SQL does not say it, or not simply enough.
 *
 * - a description of the rows it inserts, or of the row that it changes or deletes, which `key` tells from all others
 * - a function that gives a query's rows as they will be: new objects for those that it adds or changes, the same array
 *   where it changes nothing. It must not change the rows it is given
 */
export type Patch =
  | { readonly insert: string; readonly row: Row | readonly Row[]; readonly key?: string | readonly string[] }
  | { readonly update: string; readonly key: Row; readonly set: Row }
  | { readonly delete: string; readonly key: Row }
  | ((rows: readonly Row[], query: PatchedQuery) => readonly Row[]);

/** What can be said of a write that is to be shown before it is confirmed. */
export interface PatchOptions {
  /** What the write does to rows, instead of what its SQL says. */
  readonly patch?: Patch;
  /**
   * The columns whose values tell a row from all others. With it an inserted row that has them is known again in results,
   * which then need not wait for the write's end.
   */
  readonly key?: string | readonly string[];
}

const WRONG_PATCH = 'A patch is a function, or says what it would insert, update or delete.';

/** A query to which patches are applied. */
export class OverlaidStatement implements PatchedQuery {
  readonly sql: string;
  readonly params: Params;
  /** Undefined for one that is not simple. */
  readonly simple: SimpleQuery | undefined;

  constructor(sql: string, params: Params) {
    checkSql(sql);
    this.sql = sql;
    this.params = params;
    this.simple = simpleQueryOf(sql, params);
  }
}

/** A write as the overlay's machine and its queries see it. */
export interface OverlayPatch {
  readonly id: string;
  /** Whether laying it over rows that it has changed already makes no difference. */
  readonly isRepeatable: boolean;
  appliesTo(query: OverlaidStatement): boolean;
  /** The rows after the write; undefined where that cannot be told for certain. */
  apply(query: OverlaidStatement, rows: readonly Row[], fields: readonly Field[]): Changed | undefined;
}

/** What a write does to rows. One of which nothing can be told applies to no query. */
export function patchOf(id: string, sql: string, params: Params, { patch, key }: PatchOptions): OverlayPatch {
  checkSql(sql);
  if (typeof patch === 'function') return new FunctionPatch(id, patch);
  const change = patch === undefined ? changeOf(sql, params, namesOf(key)) : describedChange(patch, namesOf(key));
  return new ChangePatch(id, change);
}

class ChangePatch implements OverlayPatch {
  readonly id: string;
  readonly isRepeatable: boolean;
  readonly #change: Change | undefined;

  constructor(id: string, change: Change | undefined) {
    this.id = id;
    this.isRepeatable = change === undefined || change.kind !== 'insert' || change.key !== undefined;
    this.#change = change;
  }

  appliesTo({ simple }: OverlaidStatement): boolean {
    return simple !== undefined && this.#change !== undefined && concerns(this.#change, simple);
  }

  apply({ simple }: OverlaidStatement, rows: readonly Row[], fields: readonly Field[]): Changed | undefined {
    const view = View.of(simple!, rows, fields);
    return view && apply(this.#change!, view);
  }
}

class FunctionPatch implements OverlayPatch {
  readonly id: string;
  readonly isRepeatable = false;
  readonly #patch: (rows: readonly Row[], query: PatchedQuery) => readonly Row[];

  constructor(id: string, patch: (rows: readonly Row[], query: PatchedQuery) => readonly Row[]) {
    this.id = id;
    this.#patch = patch;
  }

  appliesTo(): boolean {
    return true;
  }

  apply(query: OverlaidStatement, rows: readonly Row[]): Changed {
    const after = this.#patch(rows, query);
    if (!Array.isArray(after)) throw new TypeError('A patch must give an array of rows.');
    const before = new Set(rows);
    const added = (after as Row[]).filter((row) => !before.has(row));
    return { rows: after, touched: new Map(added.map((row) => [row, undefined])) };
  }
}

function changeOf(sql: string, params: Params, key: readonly string[] | undefined): Change | undefined {
  const statement = parseSimple(sql);
  if (statement === null || statement.kind === 'select') return undefined;
  const { table } = statement;
  const values = valuesFrom(params);
  switch (statement.kind) {
    case 'insert': {
      const rows = statement.rows.map(
        (row) => new Map<string, Cell>(row.map((operand, i) => [statement.columns[i]!, values(operand)])),
      );
      return insertOf(table, rows, key);
    }
    case 'update': {
      const where = conditionsOf(statement.where, values);
      const set = new Map(statement.values.map((operand, i) => [statement.columns[i]!, values(operand)]));
      const isKnown = where !== undefined && [...set.values()].every((cell) => cell !== undefined);
      return isKnown ? { kind: 'update', table, set, where, key } : undefined;
    }
    case 'delete': {
      const where = conditionsOf(statement.where, values);
      return where && { kind: 'delete', table, where };
    }
  }
}

function describedChange(patch: Exclude<Patch, Function>, key: readonly string[] | undefined): Change {
  if (typeof patch !== 'object' || patch === null) throw wrong(WRONG_PATCH);
  if ('insert' in patch) {
    const rows = (Array.isArray(patch.row) ? patch.row : [patch.row]) as readonly Row[];
    return insertOf(
      tableOf(patch.insert),
      rows.map((row) => cellsOf(row, 'row')),
      namesOf(patch.key) ?? key,
    );
  }
  const where = conditionsByKey(patch.key);
  if ('update' in patch) {
    const set = cellsOf(patch.set, 'set');
    return { kind: 'update', table: tableOf(patch.update), set, where, key: where.map(({ column }) => column) };
  }
  if ('delete' in patch) return { kind: 'delete', table: tableOf(patch.delete), where };
  throw wrong(WRONG_PATCH);
}

function conditionsByKey(key: Row): Condition[] {
  const cells = [...cellsOf(key, 'key')];
  if (cells.length === 0) throw wrong('The key of a patch must have a column.');
  return cells.map(([column, value]) => ({ column, operator: 'EQUAL', value }));
}

function cellsOf(row: unknown, what: string): Map<string, Cell> {
  if (typeof row !== 'object' || row === null) {
    throw wrong(`The ${what} of a patch must be an object of values by column.`);
  }
  const known = Object.entries(row).filter(([, value]) => value !== undefined);
  return new Map(known.map(([column, value]) => [lowerCase(column), cellOf(value)]));
}

function tableOf(table: unknown): string {
  if (typeof table !== 'string') throw wrong('The table of a patch must be its name.');
  return lowerCase(table);
}

function namesOf(key: unknown): readonly string[] | undefined {
  if (key === undefined) return undefined;
  const names: unknown = typeof key === 'string' ? [key] : key;
  const areNames = Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string');
  if (!areNames) throw wrong('The key of inserted rows must be the name of a column, or the names of several.');
  return (names as string[]).map(lowerCase);
}

function simpleQueryOf(sql: string, params: Params): SimpleQuery | undefined {
  const statement: SimpleStatement | null = parseSimple(sql);
  if (statement === null || statement.kind !== 'select') return undefined;
  const values = valuesFrom(params);
  const where = conditionsOf(statement.where, values);
  const limit = statement.limit === null ? undefined : values(statement.limit);
  const isLimit = statement.limit === null || (typeof limit === 'number' && Number.isInteger(limit) && limit >= 0);
  if (where === undefined || !isLimit) return undefined;
  const { table, columns, order } = statement;
  return { table, columns, where, order, limit: limit as number | undefined };
}

/** Undefined where a value is not known. */
function conditionsOf(comparisons: readonly Comparison[], values: Values): Condition[] | undefined {
  const conditions: Condition[] = [];
  for (const { column, operator, operand } of comparisons) {
    const value = operand === null ? null : values(operand);
    if (value === undefined) return undefined;
    conditions.push({ column, operator, value });
  }
  return conditions;
}
