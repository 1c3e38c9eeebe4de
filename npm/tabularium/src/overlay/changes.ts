import type { Row } from '../queryable.js';
import { verdictOf, type Condition } from './conditions.js';
import type { Cell } from './values.js';
import type { SimpleQuery, View } from './view.js';

/** What a write does to the rows of one table. */
export type Change =
  | {
      readonly kind: 'insert';
      readonly table: string;
      readonly rows: readonly ReadonlyMap<string, Cell>[];
      /** The columns by which an inserted row is known again. */
      readonly key: readonly string[] | undefined;
    }
  | {
      readonly kind: 'update';
      readonly table: string;
      readonly set: ReadonlyMap<string, Cell>;
      readonly where: readonly Condition[];
      readonly key: readonly string[] | undefined;
    }
  | { readonly kind: 'delete'; readonly table: string; readonly where: readonly Condition[] };

/** Rows after a change. */
export interface Changed {
  readonly rows: readonly Row[];
  /** The rows that are new or other than before, with the one from before, where there is one. */
  readonly touched: ReadonlyMap<Row, Row | undefined>;
}

/** An insert. Its rows are known again by a key only if each has one: in the place of NULL the engine may put a value. */
export function insertOf(table: string, rows: readonly ReadonlyMap<string, Cell>[], key: readonly string[] | undefined): Change {
  const isKeyed = key !== undefined && rows.every((values) => key.every((column) => (values.get(column) ?? null) !== null));
  return { kind: 'insert', table, rows, key: isKeyed ? key : undefined };
}

/** Whether a change can be shown in results of a query, as far as that can be told without the rows. */
export function concerns(change: Change, query: SimpleQuery): boolean {
  if (change.table !== query.table) return false;
  if (change.kind !== 'insert') return true;
  // Without an order it is not known which rows a limit cuts off.
  if (query.limit !== undefined && query.order.length === 0) return false;
  const verdicts = change.rows.map((values) => verdictOf(query.where, (column) => values.get(column)));
  return verdicts.includes('yes') && verdicts.every((verdict) => verdict === 'yes' || verdict === 'no');
}

/** The rows after a change that concerns their query; undefined where it cannot be told for certain what it does to them. */
export function apply(change: Change, view: View): Changed | undefined {
  switch (change.kind) {
    case 'insert':
      return insert(change, view);
    case 'update':
      return update(change, view);
    case 'delete':
      return remove(change, view);
  }
}

function insert({ rows, key }: Change & { kind: 'insert' }, view: View): Changed | undefined {
  const { where, limit } = view.query;
  const touched = new Map<Row, Row | undefined>();
  let after = view.rows;
  for (const values of rows) {
    if (verdictOf(where, (column) => values.get(column)) !== 'yes') continue;
    if (key !== undefined) {
      if (!key.every((column) => view.has(column))) return undefined;
      const sameKey = key.map((column): Condition => ({ column, operator: 'EQUAL', value: values.get(column) }));
      const verdicts = after.map((row) => verdictOf(sameKey, (column) => view.cell(row, column)));
      const known = after[verdicts.indexOf('yes')];
      if (known === undefined && verdicts.includes('unsure')) return undefined;
      if (known !== undefined) {
        const copy = { ...known };
        after = after.map((row) => (row === known ? copy : row));
        touched.set(copy, known);
        continue;
      }
    }
    const row = view.row(values);
    const placed = view.placed(after, row, values);
    if (placed === undefined) return undefined;
    after = placed;
    touched.set(row, undefined);
  }
  if (limit !== undefined) after = after.slice(0, limit);
  for (const row of touched.keys()) if (!after.includes(row)) touched.delete(row);
  return { rows: touched.size > 0 ? after : view.rows, touched };
}

function update({ set, where, key }: Change & { kind: 'update' }, view: View): Changed | undefined {
  const { query } = view;
  if (!where.every(({ column }) => view.has(column))) return undefined;
  const isMoved = query.order.some(({ column }) => set.has(column));
  if (isMoved && (view.isFull || !query.order.every(({ column }) => view.has(column)))) return undefined;
  const stays = verdictOf(query.where.filter(({ column }) => set.has(column)), (column) => set.get(column));
  if (stays === 'unsure' || stays === 'unknown') return undefined;
  const touched = new Map<Row, Row | undefined>();
  const kept: Row[] = [];
  let hasLeft = false;
  for (const row of view.rows) {
    const verdict = verdictOf(where, (column) => view.cell(row, column));
    if (verdict === 'unsure') return undefined;
    // A pending row whose values only the database knows is left as it is.
    if (verdict !== 'yes') kept.push(row);
    else if (stays === 'no') hasLeft = true;
    else {
      const changed = view.changed(row, set);
      kept.push(changed);
      touched.set(changed, row);
    }
  }
  let after: readonly Row[] = kept;
  const decides = query.where.some(({ column }) => set.has(column));
  const isOne = key !== undefined && key.every((column) => where.some((one) => one.column === column && one.operator === 'EQUAL'));
  // Rows may come in that this result does not have, unless the only one that is changed is among its own.
  if (stays === 'yes' && decides && !(isOne && touched.size > 0)) return undefined;
  if (isMoved) {
    for (const row of touched.keys()) {
      const others: readonly Row[] = after.filter((other) => other !== row);
      const values = new Map(query.order.map(({ column }) => [column, view.cell(row, column)]));
      const placed = view.placed(others, row, values);
      if (placed === undefined) return undefined;
      after = placed;
    }
  }
  return touched.size > 0 || hasLeft ? { rows: after, touched } : { rows: view.rows, touched };
}

function remove({ where }: Change & { kind: 'delete' }, view: View): Changed | undefined {
  if (!where.every(({ column }) => view.has(column))) return undefined;
  const after: Row[] = [];
  for (const row of view.rows) {
    const verdict = verdictOf(where, (column) => view.cell(row, column));
    if (verdict === 'unsure') return undefined;
    if (verdict !== 'yes') after.push(row);
  }
  return { rows: after.length < view.rows.length ? after : view.rows, touched: new Map() };
}
