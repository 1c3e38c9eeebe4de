import type { DecodeOptions, Field, Result } from './decode.js';
import { PLAIN_PROPERTY } from './decode.js';
import { Head, Tag } from './sqliteFormat.js';
import { readText } from './values.js';

/** Decodes the results of SQLite: one for each statement, and an empty one where there was no statement at all. */
export function decodeSqliteResults(payload: Uint8Array, options: DecodeOptions = {}): Result<never>[] {
  const reader = new Reader(payload, options.bigints === true);
  const results: Result<never>[] = [];
  while (!reader.isAtEnd) results.push(reader.readResult(options.rowMode === 'array') as Result<never>);
  if (results.length === 0) results.push({ rows: [], fields: [], affectedRows: 0 });
  return results;
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #hasBigints: boolean;
  #at = 0;

  constructor(bytes: Uint8Array, hasBigints: boolean) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#hasBigints = hasBigints;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  readResult(asArrays: boolean): Result<unknown> {
    const start = this.#at;
    if (this.#bytes[start] !== Tag.RESULT) throw new Error('The result of SQLite cannot be read: it does not begin as a result does.');
    const view = this.#view;
    this.#at += Head.BYTES;
    const command = this.#readText();
    const fields: Field[] = [];
    for (let left = this.#readUint32(); left > 0; left--) {
      const name = this.#readText();
      fields.push({ name, dataTypeID: 0, declaredType: this.#readText() });
    }
    const rowCount = view.getUint32(start + Head.ROW_COUNT);
    const result: Result<unknown> = {
      rows: asArrays ? this.#readArrays(fields.length) : this.#readObjects(fields),
      fields,
      command,
      affectedRows: view.getFloat64(start + Head.AFFECTED_ROWS),
      rowCount,
    };
    if (view.getUint8(start + Head.HAS_LAST_ID) === 1) {
      result.lastInsertId = this.#integer(view.getBigInt64(start + Head.LAST_ID));
    }
    return result;
  }

  #readArrays(count: number): unknown[][] {
    const rows: unknown[][] = [];
    while (this.#isAtRow()) {
      const row = new Array<unknown>(count);
      for (let i = 0; i < count; i++) row[i] = this.#readValue();
      rows.push(row);
    }
    return rows;
  }

  #readObjects(fields: readonly Field[]): object[] {
    const names = fields.map(({ name }) => name);
    const hasProto = names.includes('__proto__');
    const rows: object[] = [];
    while (this.#isAtRow()) {
      // Assigning to this name would set the row's prototype, so it is made an ordinary property first.
      const row: Record<string, unknown> = hasProto ? Object.defineProperty({}, '__proto__', PLAIN_PROPERTY) : {};
      for (const name of names) row[name] = this.#readValue();
      rows.push(row);
    }
    return rows;
  }

  #isAtRow(): boolean {
    if (this.#bytes[this.#at] !== Tag.ROW) return false;
    this.#at++;
    return true;
  }

  #readValue(): unknown {
    const tag = this.#bytes[this.#at++];
    const at = this.#at;
    switch (tag) {
      case Tag.NULL:
        return null;
      case Tag.INT32: {
        this.#at = at + 4;
        const value = this.#view.getInt32(at);
        return this.#hasBigints ? BigInt(value) : value;
      }
      case Tag.INTEGER: {
        this.#at = at + 8;
        const value = this.#view.getFloat64(at);
        return this.#hasBigints ? BigInt(value) : value;
      }
      case Tag.INT64:
        this.#at = at + 8;
        return this.#view.getBigInt64(at);
      case Tag.FLOAT:
        this.#at = at + 8;
        return this.#view.getFloat64(at);
      case Tag.TEXT:
        return this.#readText();
      case Tag.BLOB: {
        const length = this.#readUint32();
        this.#at += length;
        return this.#bytes.slice(at + 4, at + 4 + length);
      }
      default:
        throw new Error('The result of SQLite cannot be read: a value has no known form.');
    }
  }

  #integer(value: bigint): number | bigint {
    const number = Number(value);
    return this.#hasBigints || !Number.isSafeInteger(number) ? value : number;
  }

  #readText(): string {
    const from = this.#at + 4;
    this.#at = from + this.#view.getUint32(this.#at);
    return readText(this.#bytes, from, this.#at);
  }

  #readUint32(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4);
  }
}
