import { formatArray } from './arrays.js';
import { formatBytea } from './bytes.js';
import { delimiterOf, ELEMENT_OF, Oid } from './types.js';

/**
 * Writes one statement parameter as the text PostgreSQL reads for a parameter of type `oid`, or null for NULL.
 *
 * What cannot be a value of the type is passed on as it is: PostgreSQL then refuses it with an error that names the
 * value, which is better than one of ours.
 */
export function serialize(value: unknown, oid: number): string | null {
  return value === null || value === undefined ? null : formatValue(value, oid);
}

function formatValue(value: unknown, oid: number): string {
  if (oid === Oid.JSON || oid === Oid.JSONB) return typeof value === 'string' ? value : formatJson(value);
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return isTime(oid) ? formatTime(value) : oid === Oid.BOOL ? formatBit(value) : String(value);
    case 'boolean':
      return oid === Oid.BOOL ? (value ? 't' : 'f') : String(value);
    case 'object':
      return formatObject(value as object, oid);
    default:
      return String(value);
  }
}

function formatObject(value: object, oid: number): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return formatBytea(value);
  if (Array.isArray(value)) {
    const elementOid = ELEMENT_OF.get(oid) ?? 0;
    return formatArray(value, (element) => formatValue(element, elementOid), delimiterOf(elementOid));
  }
  return formatJson(value);
}

/** JSON text. A bigint becomes a string, because JSON numbers lose digits in most readers. */
export function formatJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));
}

function isTime(oid: number): boolean {
  return oid === Oid.DATE || oid === Oid.TIMESTAMP || oid === Oid.TIMESTAMPTZ;
}

/** A point in time given as milliseconds since 1970; the infinities are PostgreSQL's own. */
function formatTime(epochMs: number): string {
  if (epochMs === Infinity) return 'infinity';
  if (epochMs === -Infinity) return '-infinity';
  return Number.isNaN(epochMs) ? 'NaN' : new Date(epochMs).toISOString();
}

function formatBit(value: number): string {
  return value === 1 ? 't' : value === 0 ? 'f' : String(value);
}
