import { invalidArgument } from '../errors.js';
import { formatJson } from './serialize.js';

/**
 * Turns the values an application binds into values that survive the way to the leader: structured cloning drops
 * methods and throws on functions. Only the leader learns a parameter's type, so a value keeps as much of its form as
 * the type may need: dates, bytes and arrays stay what they are, other objects become JSON text.
 *
 * The result shares nothing mutable with the input but bytes and dates.
 */
export function prepareParams(params: unknown): unknown[] {
  if (params === undefined || params === null) return [];
  if (!Array.isArray(params)) {
    throw invalidArgument('params must be an array, one value for each $1, $2, … of the statement');
  }
  return Array.from(params, (value: unknown, index) => prepare(value, index, false));
}

function prepare(value: unknown, index: number, inArray: boolean): unknown {
  switch (typeof value) {
    case 'undefined':
      return null;
    case 'function':
    case 'symbol':
      throw invalidArgument(`parameter $${index + 1} is a ${typeof value}, which has no SQL value`);
    case 'object':
      return value === null ? null : prepareObject(value, index, inArray);
    default:
      return value;
  }
}

function prepareObject(value: object, index: number, inArray: boolean): unknown {
  if (Array.isArray(value)) return value.map((element: unknown) => prepare(element, index, true));
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw invalidArgument(`parameter $${index + 1} is an invalid Date`);
    return value;
  }
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return wholeBytes(value);
  const known = value as { toJSON?: () => unknown };
  if (typeof known.toJSON === 'function') {
    const json = known.toJSON();
    if (json !== value) return prepare(json, index, inArray);
  }
  if (!isPlain(value) && value.toString !== Object.prototype.toString) return String(value);
  try {
    const json = formatJson(value);
    return inArray ? JSON.parse(json) : json;
  } catch (cause) {
    throw invalidArgument(`parameter $${index + 1} cannot be written as JSON`, cause);
  }
}

/** The bytes of a view. A view of a part is copied, because cloning it would clone the whole buffer behind it. */
function wholeBytes(view: ArrayBufferView): Uint8Array {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return view.buffer instanceof ArrayBuffer && view.byteLength === view.buffer.byteLength ? bytes : bytes.slice();
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
