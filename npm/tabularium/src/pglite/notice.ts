import { MessageReader } from './messages.js';

/**
 * What PostgreSQL says of an error or a notice.
 *
 * @see https://www.postgresql.org/docs/current/protocol-error-fields.html
 */
export interface NoticeFields {
  message: string | undefined;
  severity: string | undefined;
  /** The SQLSTATE. */
  code: string | undefined;
  detail: string | undefined;
  hint: string | undefined;
  position: string | undefined;
  internalPosition: string | undefined;
  internalQuery: string | undefined;
  where: string | undefined;
  schema: string | undefined;
  table: string | undefined;
  column: string | undefined;
  dataType: string | undefined;
  constraint: string | undefined;
  file: string | undefined;
  line: string | undefined;
  routine: string | undefined;
}

/** A notice, such as `raise notice` sends one. */
export interface Notice extends NoticeFields {
  readonly name: 'notice';
  /** How long the message was, in bytes. */
  readonly length: number;
}

const NAME_OF: Readonly<Record<string, keyof NoticeFields>> = {
  S: 'severity',
  C: 'code',
  M: 'message',
  D: 'detail',
  H: 'hint',
  P: 'position',
  p: 'internalPosition',
  q: 'internalQuery',
  W: 'where',
  s: 'schema',
  t: 'table',
  c: 'column',
  d: 'dataType',
  n: 'constraint',
  F: 'file',
  L: 'line',
  R: 'routine',
};

/** The fields an error or a notice has, each of them there. */
export function noFields(): NoticeFields {
  return Object.fromEntries(Object.values(NAME_OF).map((name) => [name, undefined])) as unknown as NoticeFields;
}

/** Reads a NoticeResponse or an ErrorResponse. */
export function readFields(body: Uint8Array): NoticeFields {
  const fields = noFields();
  const reader = new MessageReader(body);
  for (let code = reader.byte(); code !== 0 && !reader.isAtEnd; code = reader.byte()) {
    const text = reader.text();
    const name = NAME_OF[String.fromCharCode(code)];
    if (name !== undefined) fields[name] = text;
  }
  return fields;
}

/** Reads a NoticeResponse. */
export function readNotice(body: Uint8Array): Notice {
  return { name: 'notice', length: body.length + 4, ...readFields(body) };
}
