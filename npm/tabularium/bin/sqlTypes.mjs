// The types of SQL that columns may have: what they are in TypeScript and in Drizzle, and a value for a test.

import { UsageError } from './usageError.mjs';

const quantity = (name, value) => (value === undefined ? [] : [[name, value]]);
const none = () => [];
const length = ([value]) => quantity('length', value);
const digits = ([precision, scale]) => [...quantity('precision', precision), ...quantity('scale', scale)];
const precision = ([value]) => quantity('precision', value);

const NUMBER = { type: 'number', sample: '1' };
const TEXT = { type: 'string', sample: "'1'" };
const TIME = { type: 'Date', sample: 'new Date(0)' };

/** `numbers` is how many may stand in parentheses, `options` what Drizzle is told of them. */
const TYPES = [
  { names: ['smallint', 'int2'], builder: 'smallint', ...NUMBER },
  { names: ['integer', 'int', 'int4'], builder: 'integer', ...NUMBER },
  {
    names: ['bigint', 'int8'],
    type: 'number | bigint',
    sample: '1',
    builder: 'bigint',
    options: () => [['mode', "'bigint'"]],
    drizzleSample: '1n',
  },
  { names: ['real', 'float4'], builder: 'real', ...NUMBER },
  { names: ['double precision', 'float8', 'float'], builder: 'doublePrecision', ...NUMBER },
  { names: ['numeric', 'decimal'], numbers: 2, builder: 'numeric', options: digits, ...TEXT },
  { names: ['text'], builder: 'text', ...TEXT },
  { names: ['varchar', 'character varying'], numbers: 1, builder: 'varchar', options: length, ...TEXT },
  { names: ['char', 'character'], numbers: 1, builder: 'char', options: length, ...TEXT },
  { names: ['uuid'], type: 'string', sample: "'00000000-0000-0000-0000-000000000001'", builder: 'uuid' },
  { names: ['boolean', 'bool'], type: 'boolean', sample: 'true', builder: 'boolean' },
  { names: ['date'], builder: 'date', options: () => [['mode', "'date'"]], ...TIME },
  { names: ['timestamp', 'timestamp without time zone'], numbers: 1, builder: 'timestamp', options: precision, ...TIME },
  {
    names: ['timestamptz', 'timestamp with time zone'],
    numbers: 1,
    builder: 'timestamp',
    options: (numbers) => [['withTimezone', 'true'], ...precision(numbers)],
    ...TIME,
  },
  { names: ['time'], numbers: 1, type: 'string', sample: "'12:00:00'", builder: 'time', options: precision },
  { names: ['interval'], type: 'string', sample: "'1 day'", builder: 'interval' },
  { names: ['json'], type: 'unknown', sample: '{}', builder: 'json' },
  { names: ['jsonb'], type: 'unknown', sample: '{}', builder: 'jsonb' },
  { names: ['bytea'], type: 'Uint8Array', sample: 'new Uint8Array([1])' },
  { names: ['inet'], type: 'string', sample: "'127.0.0.1'", builder: 'inet' },
  { names: ['cidr'], type: 'string', sample: "'127.0.0.0/8'", builder: 'cidr' },
  { names: ['macaddr'], type: 'string', sample: "'08:00:2b:01:02:03'", builder: 'macaddr' },
];

const FORM = /^([a-z][a-z0-9 ]*?) ?(?:\((\d+)(?:, ?(\d+))?\))?( with(?:out)? time zone)?(\[\])?$/;

/** Reads a type as SQL writes it: `varchar(255)`, `timestamp(3) with time zone`, `text[]`. Throws UsageError. */
export function readSqlType(text) {
  const sql = text.trim().toLowerCase().replace(/\s+/g, ' ');
  const [, head, first, second, tail = '', array] = FORM.exec(sql) ?? [];
  const numbers = [first, second].filter((number) => number !== undefined);
  const known = TYPES.find(({ names }) => names.includes(`${head}${tail}`));
  if (known === undefined) {
    const names = TYPES.map((one) => one.names[0]).join(', ');
    throw new UsageError(`${text} is no type of SQL that this knows. It knows ${names}, and arrays of them: text[].`);
  }
  if (numbers.length > (known.numbers ?? 0)) throw new UsageError(`${known.names[0]} does not take (${numbers}).`);
  const { type, sample, builder, options = none, drizzleSample = sample } = known;
  const isArray = array !== undefined;
  const listed = (one) => (isArray ? `[${one}]` : one);
  return {
    sql,
    isArray,
    type: isArray ? `(${type})[]` : type,
    sample: listed(sample),
    builder,
    options: options(numbers),
    drizzleSample: listed(drizzleSample),
  };
}
