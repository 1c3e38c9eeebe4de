import type { ExecProtocolResult } from '@electric-sql/pglite';
import { DatabaseError } from './databaseError.js';
import { MessageReader, messagesOf } from './messages.js';
import { type NoticeFields, readFields } from './notice.js';

/** One message of the PostgreSQL protocol as PGlite presents it. */
export type BackendMessage = ExecProtocolResult['messages'][number];

/** The lengths that PGlite states for messages without content, whatever was sent. */
const CONTENTLESS: Readonly<Record<string, BackendMessage>> = {
  '1': { name: 'parseComplete', length: 5 },
  '2': { name: 'bindComplete', length: 5 },
  '3': { name: 'closeComplete', length: 5 },
  n: { name: 'noData', length: 5 },
  s: { name: 'portalSuspended', length: 5 },
  I: { name: 'emptyQuery', length: 4 },
  c: { name: 'copyDone', length: 4 },
};
const LENGTH_BYTES = 4;
const COMMAND_COMPLETE = 'C';
const ERROR = 'E';

const READERS: Readonly<Record<string, (body: Uint8Array) => object>> = {
  A: (body) => {
    const reader = new MessageReader(body);
    return { name: 'notification', processId: reader.int32(), channel: reader.text(), payload: reader.text() };
  },
  C: (body) => ({ name: 'commandComplete', text: new MessageReader(body).text() }),
  D: (body) => {
    const reader = new MessageReader(body);
    const fields = Array.from({ length: reader.int16() }, () => reader.sized());
    return { name: 'dataRow', fields, fieldCount: fields.length };
  },
  G: (body) => ({ name: 'copyInResponse', ...readCopy(body) }),
  H: (body) => ({ name: 'copyOutResponse', ...readCopy(body) }),
  N: (body) => ({ name: 'notice', ...readFields(body) }),
  S: (body) => {
    const reader = new MessageReader(body);
    return { name: 'parameterStatus', parameterName: reader.text(), parameterValue: reader.text() };
  },
  T: (body) => {
    const reader = new MessageReader(body);
    const fields = Array.from({ length: reader.int16() }, () => ({
      name: reader.text(),
      tableID: reader.int32(),
      columnID: reader.int16(),
      dataTypeID: reader.uint32(),
      dataTypeSize: reader.int16(),
      dataTypeModifier: reader.int32(),
      format: reader.int16(),
    }));
    return { name: 'rowDescription', fields, fieldCount: fields.length };
  },
  Z: (body) => ({ name: 'readyForQuery', status: String.fromCharCode(body[0]!) }),
  d: (body) => ({ name: 'copyData', chunk: body.slice() }),
  t: (body) => {
    const reader = new MessageReader(body);
    const dataTypeIDs = Array.from({ length: reader.int16() }, () => reader.uint32());
    return { name: 'parameterDescription', dataTypeIDs, parameterCount: dataTypeIDs.length };
  },
};

/** Reads a reply into PGlite's messages. Whatever PostgreSQL has no name for is left out. */
export function readMessages(reply: Uint8Array): BackendMessage[] {
  const read: BackendMessage[] = [];
  let hasCompleted = false;
  for (const { type, body } of messagesOf(reply)) {
    const length = body.length + LENGTH_BYTES;
    hasCompleted ||= type === COMMAND_COMPLETE;
    if (type === ERROR) read.push(readError(body, length, hasCompleted));
    else if (type in CONTENTLESS) read.push(CONTENTLESS[type]!);
    else if (type in READERS) read.push({ length, ...READERS[type]!(body) } as BackendMessage);
  }
  return read;
}

/** What had completed before the error may have been committed by itself, which the messages decide. */
function readError(body: Uint8Array, length: number, hasCompleted: boolean): DatabaseError & BackendMessage {
  const fields: NoticeFields = readFields(body);
  const error = new DatabaseError(fields.message ?? '', hasCompleted ? 'unknown' : 'rolledBack', fields);
  return Object.assign(error, { length });
}

function readCopy(body: Uint8Array): { binary: boolean; columnTypes: number[] } {
  const reader = new MessageReader(body);
  const binary = reader.byte() !== 0;
  return { binary, columnTypes: Array.from({ length: reader.int16() }, () => reader.int16()) };
}
