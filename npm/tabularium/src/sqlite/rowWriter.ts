import type { Exports, Sqlite3Static } from './sqlite3.js';
import { Head, Tag } from '../payload/sqliteFormat.js';

const FIRST_BYTES = 1024;
/** Copying fewer bytes one by one is faster than making views for it. */
const SHORT_BYTES = 32;
const MAX_EXACT = 2 ** 53;
const encoder = new TextEncoder();

/**
 * Writes what a statement gave in the form in which it travels and is kept, without making JavaScript's values of it;
 * see {@link Tag} and `payload/sqliteFormat.ts`.
 */
export class RowWriter {
  readonly #exports: Exports;
  readonly #heap: () => Uint8Array;
  #bytes = new Uint8Array(FIRST_BYTES);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  constructor(sqlite: Sqlite3Static) {
    this.#exports = sqlite.wasm.exports as Exports;
    this.#heap = () => sqlite.wasm.heap8u() as Uint8Array;
  }

  /** The head of a statement's results, as it is before anything was run. */
  headOf(command: string, columns: readonly (readonly [name: string, type: string])[]): Uint8Array {
    this.#at = Head.BYTES;
    this.#bytes.fill(0, 0, Head.BYTES);
    this.#bytes[0] = Tag.RESULT;
    this.#writeText(command);
    this.#writeUint32(columns.length);
    for (const [name, type] of columns) {
      this.#writeText(name);
      this.#writeText(type);
    }
    return this.take();
  }

  /** Begins a result; what came of the statement is filled in when it is complete. */
  begin(head: Uint8Array): void {
    this.#at = 0;
    this.#reserve(head.length);
    this.#bytes.set(head);
    this.#at = head.length;
  }

  /** Fills in what a statement has come to. The id of the last row is null where it inserts none. */
  completeHead(affectedRows: number, rowCount: number, lastId: bigint | null): void {
    this.#view.setFloat64(Head.AFFECTED_ROWS, affectedRows);
    this.#view.setUint32(Head.ROW_COUNT, rowCount);
    this.#view.setUint8(Head.HAS_LAST_ID, lastId === null ? 0 : 1);
    this.#view.setBigInt64(Head.LAST_ID, lastId ?? 0n);
  }

  /** What was written, in a buffer that nobody else has. */
  take(): Uint8Array {
    const whole = this.#bytes.slice(0, this.#at);
    if (this.#bytes.length > 2 ** 20) this.#grow(0, FIRST_BYTES);
    return whole;
  }

  /** Writes the row on which a statement stands. */
  writeRow(statement: number, columnCount: number): void {
    const sqlite = this.#exports;
    this.#writeByte(Tag.ROW);
    for (let column = 0; column < columnCount; column++) {
      switch (sqlite.sqlite3_column_type!(statement, column)) {
        case 1: {
          const value = sqlite.sqlite3_column_double!(statement, column) as number;
          if (Math.abs(value) < MAX_EXACT) this.#writeInteger(value);
          else this.#writeInt64(sqlite.sqlite3_column_int64!(statement, column) as bigint);
          break;
        }
        case 2:
          this.#writeDouble(Tag.FLOAT, sqlite.sqlite3_column_double!(statement, column) as number);
          break;
        case 3:
          this.#copy(Tag.TEXT, sqlite.sqlite3_column_text!(statement, column) as number, statement, column);
          break;
        case 4:
          this.#copy(Tag.BLOB, sqlite.sqlite3_column_blob!(statement, column) as number, statement, column);
          break;
        default:
          this.#writeByte(Tag.NULL);
      }
    }
  }

  #writeByte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = value;
  }

  #writeUint32(value: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.#at, value);
    this.#at += 4;
  }

  #writeText(text: string): void {
    this.#reserve(4 + text.length * 3);
    const { written } = encoder.encodeInto(text, this.#bytes.subarray(this.#at + 4));
    this.#view.setUint32(this.#at, written);
    this.#at += 4 + written;
  }

  #writeInteger(value: number): void {
    if ((value | 0) !== value) {
      this.#writeDouble(Tag.INTEGER, value);
      return;
    }
    this.#reserve(5);
    this.#bytes[this.#at] = Tag.INT32;
    this.#view.setInt32(this.#at + 1, value);
    this.#at += 5;
  }

  #writeInt64(value: bigint): void {
    this.#reserve(9);
    this.#bytes[this.#at] = Tag.INT64;
    this.#view.setBigInt64(this.#at + 1, value);
    this.#at += 9;
  }

  #writeDouble(tag: number, value: number): void {
    this.#reserve(9);
    this.#bytes[this.#at] = tag;
    this.#view.setFloat64(this.#at + 1, value);
    this.#at += 9;
  }

  #copy(tag: number, from: number, statement: number, column: number): void {
    const length = this.#exports.sqlite3_column_bytes!(statement, column) as number;
    this.#reserve(5 + length);
    this.#bytes[this.#at] = tag;
    this.#view.setUint32(this.#at + 1, length);
    this.#at += 5;
    const heap = this.#heap();
    if (length <= SHORT_BYTES) {
      for (let i = 0; i < length; i++) this.#bytes[this.#at + i] = heap[from + i]!;
    } else {
      this.#bytes.set(heap.subarray(from, from + length), this.#at);
    }
    this.#at += length;
  }

  #reserve(count: number): void {
    if (this.#at + count > this.#bytes.length) this.#grow(this.#at, Math.max(this.#at + count, 2 * this.#bytes.length));
  }

  #grow(kept: number, sizeBytes: number): void {
    const bytes = new Uint8Array(sizeBytes);
    bytes.set(this.#bytes.subarray(0, kept));
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}
