import { invalidArgument } from '../errors.js';

/** A table, named and with its columns; the type parameters are those of a row, and of what is inserted. */
export interface Table<Row extends object = Record<string, unknown>, Insert extends object = Partial<Row>> {
  /** The table's name; a schema may stand before a dot: `public.users`. */
  readonly name: string;
  /** The property that identifies a row; `id` where it is left out. */
  readonly key?: keyof Row & string;
  /** The properties of a row, and the names of their columns. */
  readonly columns: { readonly [Property in keyof Row]-?: string };
  /** Carries the type of what is inserted, and is never there. */
  readonly insert?: Insert;
}

/** A table of Drizzle, made by `pgTable`. */
export interface DrizzleTable {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the columns make of it
  readonly $inferSelect: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the columns make of it
  readonly $inferInsert: any;
}

/** What a repository can be made over. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- of any rows
export type AnyTable = Table<any, any> | DrizzleTable;

/** A row of a table. */
export type RowOf<T extends AnyTable> = T extends DrizzleTable
  ? T['$inferSelect']
  : T extends Table<infer Row, infer _Insert>
    ? Row
    : never;

/** What is inserted into a table. */
export type InsertOf<T extends AnyTable> = T extends DrizzleTable
  ? T['$inferInsert']
  : T extends Table<infer _Row, infer Insert>
    ? Insert
    : never;

/** A table as a repository uses it. */
export interface KnownTable {
  /** Quoted. */
  readonly name: string;
  /** The property that identifies a row. */
  readonly key: string;
  /** The quoted column of each property. */
  readonly columns: ReadonlyMap<string, string>;
}

/** @see https://orm.drizzle.team/docs/sql-schema-declaration */
const DRIZZLE_NAME = Symbol.for('drizzle:Name');
const DRIZZLE_SCHEMA = Symbol.for('drizzle:Schema');
const DRIZZLE_COLUMNS = Symbol.for('drizzle:Columns');

interface DrizzleParts {
  readonly [DRIZZLE_NAME]?: string;
  readonly [DRIZZLE_SCHEMA]?: string;
  readonly [DRIZZLE_COLUMNS]?: Record<string, { readonly name: string; readonly primary: boolean }>;
}

/** Describes a table with its row type, and changes nothing about it. */
export function table<Row extends object, Insert extends object = Partial<Row>>(
  description: Table<Row, Insert>,
): Table<Row, Insert> {
  return description;
}

/** Reads a table's description. Throws `INVALID_ARGUMENT` where it is none. */
export function knownTable(source: AnyTable): KnownTable {
  const drizzle = source as DrizzleParts;
  const columns = drizzle[DRIZZLE_COLUMNS];
  if (columns === undefined) return describedTable(source as Table);
  const schema = drizzle[DRIZZLE_SCHEMA];
  const name = [...(schema === undefined ? [] : [schema]), drizzle[DRIZZLE_NAME]!].map(quoted).join('.');
  const entries = Object.entries(columns);
  const [key] = entries.find(([, column]) => column.primary) ?? entries[0]!;
  return { name, key, columns: new Map(entries.map(([property, column]) => [property, quoted(column.name)])) };
}

function describedTable({ name, key = 'id', columns }: Table): KnownTable {
  if (typeof name !== 'string' || name === '' || typeof columns !== 'object') {
    throw invalidArgument('A repository is made over { name, key, columns }, or over a table of Drizzle.');
  }
  const known = new Map(Object.entries(columns).map(([property, column]) => [property, quoted(column)]));
  if (!known.has(key)) throw invalidArgument(`The table ${name} has no column for its key ${key}.`);
  return { name: name.split('.').map(quoted).join('.'), key, columns: known };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
