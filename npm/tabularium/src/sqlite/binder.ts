import { formatJson } from '../payload/serialize.js';
import type { Exports, Sqlite3Static } from './sqlite3.js';
import type { Scratch } from './scratch.js';

/** SQLite copies what is bound. */
const TRANSIENT = -1;
const MAX_BIGINT = 2n ** 63n;
const NUMBERED = /^[?$](\d+)$/;

/** A value that does not fit its statement; the message says how. */
export class BindError extends Error {}

/** Binds parameters to statements. */
export class Binder {
  readonly #exports: Exports;
  readonly #scratch: Scratch;
  readonly #cstrToJs: (address: number) => string | null;

  constructor(sqlite: Sqlite3Static, scratch: Scratch) {
    this.#exports = sqlite.wasm.exports as Exports;
    this.#scratch = scratch;
    this.#cstrToJs = (address) => sqlite.wasm.cstrToJs(address as never);
  }

  /** The names of a statement's parameters, in their order; null for one that has only its position. */
  namesOf(statement: number): (string | null)[] {
    const count = this.#exports.sqlite3_bind_parameter_count!(statement) as number;
    return Array.from({ length: count }, (_, i) =>
      this.#cstrToJs(this.#exports.sqlite3_bind_parameter_name!(statement, i + 1) as number),
    );
  }

  /**
   * Binds all parameters: `values` by position, or by the names beside them, which may lack the character before.
   * Throws {@link BindError} where there are too few or too many, or one has no SQL value.
   */
  bind(
    statement: number,
    names: readonly (string | null)[],
    values: readonly unknown[],
    given: readonly string[] | null,
  ): void {
    if (given === null) this.#bindByPosition(statement, names, values);
    else this.#bindByName(statement, names, values, given);
  }

  /** `$1` is the first value, as in PostgreSQL; SQLite itself would take it for a name. */
  #bindByPosition(statement: number, names: readonly (string | null)[], values: readonly unknown[]): void {
    let wanted = 0;
    names.forEach((name, i) => {
      const number = name === null ? i + 1 : Number(NUMBERED.exec(name)?.[1]);
      if (Number.isNaN(number)) throw new BindError(`parameter ${name} has a name, so give the values as an object`);
      wanted = Math.max(wanted, number);
      if (number <= values.length) this.#bindValue(statement, i + 1, values[number - 1], String(number));
    });
    if (values.length !== wanted) {
      throw new BindError(`the statement takes ${wanted} parameters, and ${values.length} values were given`);
    }
  }

  #bindByName(
    statement: number,
    names: readonly (string | null)[],
    values: readonly unknown[],
    given: readonly string[],
  ): void {
    const used = new Set<number>();
    names.forEach((name, i) => {
      if (name === null) throw new BindError(`parameter ${i + 1} has no name, so give the values as an array`);
      const index = given.findIndex((one) => one === name || one === name.slice(1));
      if (index < 0) throw new BindError(`no value was given for parameter ${name}`);
      used.add(index);
      this.#bindValue(statement, i + 1, values[index], name);
    });
    const spare = given.find((_name, i) => !used.has(i));
    if (spare !== undefined) throw new BindError(`the statement has no parameter ${spare}`);
  }

  #bindValue(statement: number, index: number, value: unknown, name: string): void {
    const sqlite = this.#exports;
    switch (typeof value) {
      case 'undefined':
        sqlite.sqlite3_bind_null!(statement, index);
        return;
      case 'boolean':
        sqlite.sqlite3_bind_int!(statement, index, value ? 1 : 0);
        return;
      case 'number':
        if ((value | 0) === value && !Object.is(value, -0)) sqlite.sqlite3_bind_int!(statement, index, value);
        else if (Number.isSafeInteger(value) && value !== 0) sqlite.sqlite3_bind_int64!(statement, index, BigInt(value));
        else sqlite.sqlite3_bind_double!(statement, index, value);
        return;
      case 'bigint':
        if (value >= MAX_BIGINT || value < -MAX_BIGINT) throw new BindError(`parameter ${name} has more than 64 bits`);
        sqlite.sqlite3_bind_int64!(statement, index, value);
        return;
      case 'string':
        this.#bindText(statement, index, value);
        return;
      case 'object':
        if (value === null) sqlite.sqlite3_bind_null!(statement, index);
        else if (value instanceof Uint8Array) this.#bindBlob(statement, index, value);
        else this.#bindText(statement, index, textOf(value, name));
        return;
      default:
        throw new BindError(`parameter ${name} is a ${typeof value}, which has no SQL value`);
    }
  }

  #bindText(statement: number, index: number, text: string): void {
    const length = this.#scratch.writeText(text);
    this.#exports.sqlite3_bind_text!(statement, index, this.#scratch.address, length, TRANSIENT);
  }

  #bindBlob(statement: number, index: number, bytes: Uint8Array): void {
    this.#scratch.writeBytes(bytes);
    if (bytes.length === 0) this.#exports.sqlite3_bind_zeroblob!(statement, index, 0);
    else this.#exports.sqlite3_bind_blob!(statement, index, this.#scratch.address, bytes.length, TRANSIENT);
  }
}

/** The text of a date, and the JSON of any other object. */
function textOf(value: object, name: string): string {
  try {
    return value instanceof Date ? value.toISOString() : formatJson(value);
  } catch (error) {
    throw new BindError(`parameter ${name} cannot be written as text: ${(error as Error).message}`);
  }
}
