import { parseArray } from './arrays.js';
import { parseBytea } from './bytes.js';
import { delimiterOf, ELEMENT_OF, Oid } from './types.js';

/** Reads a value of one type out of the text PostgreSQL sent for it. */
export type Parser = (text: string, dataTypeID: number) => unknown;

/** Reads a value straight from the bytes `start` to `end` of a message. */
export type ValueReader = (bytes: Uint8Array, start: number, end: number) => unknown;

/** A mark at the beginning of a text is a part of it. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
/** Below this many bytes, joining characters is faster than a call into the browser's decoder. */
const SHORT_BYTES = 12;
/** Up to this many digits every integer is exact as a JavaScript number. */
const EXACT_DIGITS = 15;
const MINUS = 45;
const TRUE = 116;

/** Reads text. */
export function readText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT_BYTES) return utf8.decode(bytes.subarray(start, end));
  let text = '';
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte > 127) return utf8.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Reads an integer; it is a bigint where a number could not hold it exactly. */
function readInteger(bytes: Uint8Array, start: number, end: number): number | bigint {
  const first = bytes[start] === MINUS ? start + 1 : start;
  if (end - first > EXACT_DIGITS) return parseInteger(readText(bytes, start, end));
  let value = 0;
  for (let at = first; at < end; at++) value = value * 10 + bytes[at]! - 48;
  return first === start ? value : -value;
}

function readBoolean(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === TRUE;
}

function parseInteger(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

/** Reads a point in time. The infinities, which no Date can hold, become numbers; a time without zone is local time. */
function parseTime(text: string): Date | number {
  if (text === 'infinity') return Infinity;
  if (text === '-infinity') return -Infinity;
  return new Date(text);
}

const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [Oid.BOOL, (text) => text === 't'],
  [Oid.INT2, Number],
  [Oid.INT4, Number],
  [Oid.OID, Number],
  [Oid.FLOAT4, Number],
  [Oid.FLOAT8, Number],
  [Oid.INT8, parseInteger],
  [Oid.JSON, (text) => JSON.parse(text)],
  [Oid.JSONB, (text) => JSON.parse(text)],
  [Oid.DATE, parseTime],
  [Oid.TIMESTAMP, parseTime],
  [Oid.TIMESTAMPTZ, parseTime],
  [Oid.BYTEA, parseBytea],
]);

const READERS = new Map<number, ValueReader>([
  [Oid.BOOL, readBoolean],
  [Oid.INT2, readInteger],
  [Oid.INT4, readInteger],
  [Oid.OID, readInteger],
  [Oid.INT8, readInteger],
]);

/** The types whose values have a JavaScript form of their own, arrays of them included. */
export function knownTypes(): number[] {
  return [...PARSERS.keys(), ...ELEMENT_OF.keys()];
}

/** The built-in parser of a type. */
export function parserOf(oid: number): Parser {
  const parse = PARSERS.get(oid);
  if (parse !== undefined) return parse;
  const elementOid = ELEMENT_OF.get(oid);
  if (elementOid === undefined) return (text) => text;
  const element = PARSERS.get(elementOid) ?? ((text: string) => text);
  return (text) => parseArray(text, element, delimiterOf(elementOid));
}

/** The reader of a type's values. Types without a JavaScript form of their own, `numeric` among them, stay text. */
export function readerOf(oid: number, parsers?: Readonly<Record<number, Parser>>): ValueReader {
  const own = parsers?.[oid];
  if (own !== undefined) return (bytes, start, end) => own(readText(bytes, start, end), oid);
  const known = READERS.get(oid);
  if (known !== undefined) return known;
  const reader = defaultReader(oid);
  READERS.set(oid, reader);
  return reader;
}

function defaultReader(oid: number): ValueReader {
  if (!PARSERS.has(oid) && !ELEMENT_OF.has(oid)) return readText;
  const parse = parserOf(oid);
  return (bytes, start, end) => parse(readText(bytes, start, end), oid);
}
