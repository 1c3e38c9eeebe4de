import type { QueryOptions, Results } from '@electric-sql/pglite';
import { guarded } from '../guarded.js';
import { decodeResults } from '../payload/decode.js';
import type { Codecs } from './codecs.js';
import { MessageReader, messagesOf } from './messages.js';
import { readNotice } from './notice.js';

/** The type of a message that the engine adds: what was written to `/dev/blob`. PostgreSQL has none of this name. */
const BLOB = 'b';
const NOTICE = 'N';
const ROW_DESCRIPTION = 'T';
const FIELD_TAIL_BYTES = 8;

/** Reads a reply as PGlite presents it. The notices in it are told first. */
export function readResults(reply: Uint8Array, options: QueryOptions, codecs: Codecs): Results[] {
  const { rowMode, onNotice } = options;
  let blob: Blob | undefined;
  for (const { type, body } of messagesOf(reply)) {
    if (type === BLOB) blob = new Blob([body as BlobPart]);
    // PGlite's class of notices has no more than these fields.
    if (type === NOTICE && onNotice !== undefined) guarded(() => onNotice(readNotice(body) as never));
  }
  // PGlite counts over all statements of a script.
  let affectedRows = 0;
  return decodeResults(reply, { rowMode, parsers: codecs.parsersFor(options.parsers) }).map((result) => {
    affectedRows += result.affectedRows;
    return { ...result, affectedRows, ...(blob === undefined ? {} : { blob }) };
  });
}

/** The types of all columns in a reply. */
export function columnTypes(reply: Uint8Array): number[] {
  const types: number[] = [];
  for (const { type, body } of messagesOf(reply)) {
    if (type === ROW_DESCRIPTION) types.push(...readFields(body).map((field) => field.dataTypeID));
  }
  return types;
}

/** What a statement takes and gives. */
export interface Description {
  readonly parameterTypes: number[];
  readonly fields: { name: string; dataTypeID: number }[];
}

/** Reads the description of a statement. */
export function readDescription(reply: Uint8Array): Description {
  let parameterTypes: number[] = [];
  let fields: Description['fields'] = [];
  for (const { type, body } of messagesOf(reply)) {
    if (type === 't') parameterTypes = readParameterTypes(body);
    if (type === ROW_DESCRIPTION) fields = readFields(body);
  }
  return { parameterTypes, fields };
}

function readParameterTypes(body: Uint8Array): number[] {
  const reader = new MessageReader(body);
  return Array.from({ length: reader.int16() }, () => reader.uint32());
}

function readFields(body: Uint8Array): Description['fields'] {
  const reader = new MessageReader(body);
  return Array.from({ length: reader.int16() }, () => {
    const name = reader.text();
    reader.skip(6); // The table's id and the column's number.
    const dataTypeID = reader.uint32();
    reader.skip(FIELD_TAIL_BYTES);
    return { name, dataTypeID };
  });
}
