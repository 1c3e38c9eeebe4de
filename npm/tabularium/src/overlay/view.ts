import type { Field } from '../payload/decode.js';
import type { Row } from '../queryable.js';
import type { Condition } from './conditions.js';
import type { Order } from './machine.js';
import type { Cell } from './values.js';

/** What a row's number is called; the column that is an INTEGER PRIMARY KEY has it too, whatever its name. */
const ROW_IDS: ReadonlySet<string> = new Set(['rowid', '_rowid_', 'oid']);

/** A query of one table whose results can be patched. */
export interface SimpleQuery {
  readonly table: string;
  /** None for all. */
  readonly columns: readonly string[];
  readonly where: readonly Condition[];
  readonly order: readonly Order[];
  /** Undefined where there is none. */
  readonly limit: number | undefined;
}

/** The rows of a result, by the columns of their table. */
export class View {
  readonly query: SimpleQuery;
  readonly rows: readonly Row[];
  readonly #names: ReadonlyMap<string, readonly string[]>;

  private constructor(query: SimpleQuery, rows: readonly Row[], names: ReadonlyMap<string, readonly string[]>) {
    this.query = query;
    this.rows = rows;
    this.#names = names;
  }

  /** The rows as a query gave them; undefined where it cannot be told which column is which. */
  static of(query: SimpleQuery, rows: readonly Row[], fields: readonly Field[]): View | undefined {
    const { columns } = query;
    const names = new Map<string, string[]>();
    if (columns.length > 0 && columns.length !== fields.length) return undefined;
    if (new Set(fields.map(({ name }) => name)).size < fields.length) return undefined;
    for (const [i, { name }] of fields.entries()) {
      if (name === '__proto__') return undefined;
      const column = columns[i] ?? lowerCase(name);
      names.set(column, [...(names.get(column) ?? []), name]);
    }
    return new View(query, rows, names);
  }

  with(rows: readonly Row[]): View {
    return new View(this.query, rows, this.#names);
  }

  has(column: string): boolean {
    return this.#names.has(column);
  }

  cell(row: Row, column: string): Cell {
    const name = this.#names.get(column)?.[0];
    return name === undefined ? undefined : (row[name] as Cell);
  }

  /** A row of values by column; what is not among them only the database knows. */
  row(values: ReadonlyMap<string, Cell>): Row {
    const row: Row = {};
    for (const [column, names] of this.#names) for (const name of names) row[name] = values.get(column);
    return row;
  }

  /** A row with other values. */
  changed(row: Row, values: ReadonlyMap<string, Cell>): Row {
    const changed: Row = { ...row };
    for (const [column, value] of values) for (const name of this.#names.get(column) ?? []) changed[name] = value;
    return changed;
  }

  /** Whether the result has as many rows as it may have, so that there may be others behind them. */
  get isFull(): boolean {
    const { limit } = this.query;
    return limit !== undefined && this.rows.length >= limit;
  }

  /**
   * Puts a row where it belongs among others, behind its equals; undefined where its place is not known. What only the
   * database knows is taken for greater than everything, as the next id is.
   */
  placed(rows: readonly Row[], row: Row, values: ReadonlyMap<string, Cell>): Row[] | undefined {
    const { order } = this.query;
    for (const { column } of order) {
      if (!this.has(column) && values.get(column) !== undefined) return undefined;
      if (values.get(column) !== undefined) continue;
      if (ROW_IDS.has(column) && this.#mayGiveRowId(values, column)) return undefined;
      break;
    }
    const isBehind = (other: Row) => this.#compare(other, values) > 0;
    const at = order.length === 0 ? -1 : rows.findIndex(isBehind);
    return at < 0 ? [...rows, row] : [...rows.slice(0, at), row, ...rows.slice(at)];
  }

  /** Whether a row's number may be among its values. A column whose values were other than that is not the one that has it. */
  #mayGiveRowId(values: ReadonlyMap<string, Cell>, rowId: string): boolean {
    const isColumn = (column: string) =>
      this.rows.every((row) => {
        const [cell, number] = [this.cell(row, column), this.cell(row, rowId)];
        return cell === undefined || number === undefined || cell === number;
      });
    return [...values].some(([column, value]) => column !== rowId && mayBeRowId(value) && isColumn(column));
  }

  #compare(other: Row, values: ReadonlyMap<string, Cell>): number {
    for (const { column, isDescending } of this.query.order) {
      const value = values.get(column);
      const order = value === undefined ? -1 : orderOf(this.cell(other, column), value);
      if (order !== 0) return isDescending ? -order : order;
    }
    return 0;
  }
}

/** SQLite does not tell the cases of these letters apart in names, and of no others. */
export function lowerCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Whether a column that has the row's number would take this value: NULL is the next number, and a text may have one. */
function mayBeRowId(value: Cell): boolean {
  if (value === undefined || typeof value === 'bigint') return true;
  return (typeof value === 'number' || typeof value === 'string') && Number.isInteger(Number(value));
}

/** SQLite's order: null, numbers, texts, bytes; and what is not known yet. */
function orderOf(a: Cell, b: Cell): number {
  const [rankA, rankB] = [rankOf(a), rankOf(b)];
  if (rankA !== rankB) return rankA - rankB;
  if (a === null || b === null || a === undefined || b === undefined) return 0;
  // eslint-disable-next-line eqeqeq -- a number and a bigint can be equal
  return a < b ? -1 : a == b ? 0 : 1;
}

function rankOf(cell: Cell): number {
  if (cell === null) return 0;
  if (cell === undefined) return 4;
  return typeof cell === 'string' ? 2 : cell instanceof Uint8Array ? 3 : 1;
}
