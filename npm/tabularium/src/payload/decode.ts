import { TabulariumError } from '../errors.js';
import type { Durability } from '../page.js';
import { readerOf, readText, type Parser, type ValueReader } from './values.js';

/** A column of a result. */
export interface Field {
  readonly name: string;
  /** The PostgreSQL type's object id, such as 23 for `int4`. */
  readonly dataTypeID: number;
  /** SQLite only: the type that the column was declared with, which binds no value; empty for an expression. */
  readonly declaredType?: string;
}

/** What one statement gave. */
export interface Result<T = Record<string, unknown>> {
  rows: T[];
  fields: Field[];
  /** How many rows the statement inserted, changed or deleted; 0 for one that only reads. */
  affectedRows: number;
  /** SQLite only: the id of the last row that an `INSERT` has made. */
  lastInsertId?: number | bigint;
  /** The first word of the command tag, such as `SELECT` or `CREATE`; absent when there was no statement. */
  command?: string;
  /** How many rows the command tag counts, read ones too; absent when it counts none. */
  rowCount?: number;
  /**
   * The commit whose state this is; for a write, the commit that it made. It can be given to `db.whenDurable`. All
   * results of one script have the same, the last. Absent inside a transaction, which commits later.
   */
  commit?: number;
  /**
   * What the write has survived, which may be more than was asked for; always `memory` for a store in memory. Absent
   * inside a transaction and for what only reads.
   */
  level?: Durability;
  /**
   * There only when the leader died before this answer arrived and its rows were too large to be kept for the next
   * leader to give. The call has taken effect, once, and `affectedRows` is right, but `rows` and `fields` are empty.
   * All results of one script have it or none.
   */
  isAbridged?: true;
}

/** How rows are to be presented. */
export interface DecodeOptions {
  /** `object` (the default) gives rows by column name, `array` by position. */
  readonly rowMode?: 'object' | 'array' | undefined;
  /** Readers for types by object id, instead of the built-in ones. */
  readonly parsers?: Readonly<Record<number, Parser>> | undefined;
  /** SQLite only: gives every integer as a `bigint`, and not only those that a number cannot hold. */
  readonly bigints?: boolean | undefined;
}

// Backend messages: https://www.postgresql.org/docs/current/protocol-message-formats.html
const COMMAND_COMPLETE = 67; // C
const DATA_ROW = 68; // D
const EMPTY_QUERY_RESPONSE = 73; // I
const ERROR_RESPONSE = 69; // E
const ROW_DESCRIPTION = 84; // T
const HEADER_BYTES = 5;
/** In a row description: what follows each field's name. The type's id is at 6, after the table's id and column. */
const FIELD_TAIL_BYTES = 18;
const COUNTING_COMMANDS = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY']);

type RowReader = (at: number) => unknown;

/**
 * Decodes the backend messages of one query or script into one result for each statement, and into one empty result
 * when there was no statement at all.
 */
export function decodeResults(payload: Uint8Array, options: DecodeOptions = {}): Result<never>[] {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const results: Result<never>[] = [];
  let rows: unknown[] = [];
  let fields: Field[] = [];
  let readRow: RowReader | undefined;
  let at = 0;
  while (at < payload.length) {
    const end = messageEnd(view, at);
    switch (payload[at]) {
      case DATA_ROW:
        if (readRow === undefined) throw malformed('a row came before its description');
        rows.push(readRow(at + HEADER_BYTES));
        break;
      case ROW_DESCRIPTION:
        fields = readFields(payload, view, at + HEADER_BYTES);
        readRow = rowReader(payload, view, fields, options);
        break;
      case COMMAND_COMPLETE:
        results.push(completed(rows, fields, readText(payload, at + HEADER_BYTES, end - 1)));
        rows = [];
        fields = [];
        readRow = undefined;
        break;
      case EMPTY_QUERY_RESPONSE:
        results.push(nothing());
        break;
      case ERROR_RESPONSE:
        throw malformed('a result contained an error');
    }
    at = end;
  }
  if (results.length === 0) results.push(nothing());
  return results;
}

/** The result of no statement. */
function nothing(): Result<never> {
  return { rows: [], fields: [], affectedRows: 0 };
}

function messageEnd(view: DataView, at: number): number {
  const end = at + HEADER_BYTES <= view.byteLength ? at + 1 + view.getInt32(at + 1) : Infinity;
  if (end > view.byteLength || end < at + HEADER_BYTES) throw malformed('a message was cut off');
  return end;
}

function completed(rows: unknown[], fields: Field[], tag: string): Result<never> {
  const words = tag.split(' ');
  const command = words[0]!;
  const rowCount = Number(words.at(-1));
  const result: Result<never> = { rows: rows as never[], fields, command, affectedRows: 0 };
  if (!Number.isNaN(rowCount)) {
    result.rowCount = rowCount;
    if (COUNTING_COMMANDS.has(command)) result.affectedRows = rowCount;
  }
  return result;
}

function readFields(payload: Uint8Array, view: DataView, start: number): Field[] {
  const fields: Field[] = [];
  let at = start + 2;
  for (let left = view.getInt16(start); left > 0; left--) {
    const nameEnd = payload.indexOf(0, at);
    fields.push({ name: readText(payload, at, nameEnd), dataTypeID: view.getUint32(nameEnd + 7) });
    at = nameEnd + 1 + FIELD_TAIL_BYTES;
  }
  return fields;
}

/** Prepares everything that is the same for all rows of a result. */
function rowReader(payload: Uint8Array, view: DataView, fields: Field[], options: DecodeOptions): RowReader {
  const names = fields.map((field) => field.name);
  const readers: ValueReader[] = fields.map((field) => readerOf(field.dataTypeID, options.parsers));
  const count = readers.length;
  const readInto = (row: Record<string | number, unknown>, keys: readonly (string | number)[], start: number) => {
    let at = start + 2;
    for (let i = 0; i < count; i++) {
      const bytes = view.getInt32(at);
      at += 4;
      row[keys[i]!] = bytes < 0 ? null : readers[i]!(payload, at, at + bytes);
      if (bytes > 0) at += bytes;
    }
    return row;
  };
  if (options.rowMode === 'array') {
    const positions = readers.map((_reader, i) => i);
    return (start) => readInto(new Array(count) as never, positions, start);
  }
  if (!names.includes('__proto__')) return (start) => readInto({}, names, start);
  // Assigning to this name would set the row's prototype, so it is made an ordinary property first.
  return (start) => readInto(Object.defineProperty({}, '__proto__', PLAIN_PROPERTY), names, start);
}

/** Makes a name that means something to objects an ordinary property. */
export const PLAIN_PROPERTY: PropertyDescriptor = { value: null, writable: true, enumerable: true, configurable: true };

function malformed(what: string): TabulariumError {
  return new TabulariumError({
    code: 'PROTOCOL_ERROR',
    message: `The result cannot be read: ${what}.`,
    outcome: 'unknown',
  });
}
