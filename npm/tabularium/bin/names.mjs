// Which names a table, a column and the type of a row may have.

import { UsageError } from './usageError.mjs';

const words = (text) => new Set(text.trim().split(/\s+/));

/** @see https://www.postgresql.org/docs/current/sql-keywords-appendix.html */
export const RESERVED_IN_SQL = words(`
  all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
  concurrently constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from
  full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit
  localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references
  returning right select session_user similar some symmetric system_user table tablesample then to trailing true union
  unique user using variadic verbose when where window with
`);
/** Every table has these columns of its own. */
const SYSTEM_COLUMNS = words('tableoid cmax xmax cmin xmin ctid');
/** A table's name becomes that of a constant; `db` is another one beside it. */
const RESERVED_IN_CODE = words(`
  arguments await break case catch class const continue db debugger default delete do else enum eval export extends false
  finally for function if implements import in instanceof interface let new null package private protected public return
  static super switch this throw true try typeof undefined var void while with yield
`);
/** A table's name becomes that of a file; these are others beside it. */
const RESERVED_FILES = words('index');
/** What the files that are made use under these names. */
const RESERVED_TYPES = words('DatabaseClient Date Omit Partial Pick Promise Uint8Array');

const NAME = /^[a-z][a-z0-9_]*$/;
const ROW = /^[A-Z][A-Za-z0-9]*$/;
/** PostgreSQL cuts longer names off. */
const NAME_LENGTH_MAX = 63;

/** Checks a table's name. Throws UsageError. */
export function checkTable(name) {
  if (!NAME.test(name ?? '')) {
    throw new UsageError('Name the table in lower case, with letters, digits and _: users');
  }
  checkLength(name);
  if (RESERVED_IN_SQL.has(name)) throw reservedInSql(name);
  if (RESERVED_IN_CODE.has(camel(name)) || RESERVED_FILES.has(name)) {
    throw new UsageError(`${name} is reserved in the code that is made; name the table otherwise.`);
  }
}

/** Checks the name of a column. Throws UsageError. */
export function checkColumn(name, spec) {
  if (!NAME.test(name ?? '')) throw new UsageError(`${spec} is no column; write name:text, in lower case.`);
  checkLength(name);
  if (RESERVED_IN_SQL.has(name)) throw reservedInSql(name);
  if (SYSTEM_COLUMNS.has(name)) throw new UsageError(`Every table has a column ${name} of its own.`);
}

/** Checks the name of a row's type. Throws UsageError. */
export function checkRow(name) {
  if (!ROW.test(name)) throw new UsageError('--row must be the name of a type: User');
  if (RESERVED_TYPES.has(name)) {
    throw new UsageError(`${name} is reserved in the code that is made; name a row otherwise, by --row.`);
  }
}

/** The name of a property or a constant. */
export function camel(name) {
  return name.replace(/_+([a-z0-9])/g, (_match, letter) => letter.toUpperCase());
}

/** The name of the type of one row. It is a guess; `--row` knows better. */
export function rowOf(table) {
  const name = camel(table);
  const one = /(ss|sh|ch|x|us)es$/.test(name)
    ? name.slice(0, -2)
    : name.endsWith('ies')
      ? `${name.slice(0, -3)}y`
      : /(ss|us|is)$/.test(name)
        ? name
        : name.replace(/s$/, '');
  return one[0].toUpperCase() + one.slice(1);
}

function checkLength(name) {
  if (name.length > NAME_LENGTH_MAX) throw new UsageError(`${name} has more than ${NAME_LENGTH_MAX} characters.`);
}

function reservedInSql(name) {
  return new UsageError(`${name} is a word of SQL, and would have to be quoted in every statement; name it otherwise.`);
}
