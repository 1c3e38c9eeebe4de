import { invalidArgument } from '../errors.js';
import { type DrizzleKeyOf, type DrizzleTable, readDrizzleTable } from './drizzleTable.js';
import { type KnownTable, quoted } from './knownTable.js';

/**
 * A table, named and with its columns.
 *
 * @typeParam Row - a row of it
 * @typeParam Insert - what is inserted into it
 * @typeParam Key - the property that identifies a row
 */
export interface Table<
  Row extends object = Record<string, unknown>,
  Insert extends object = Partial<Row>,
  Key extends keyof Row & string = 'id' & keyof Row,
> {
  /** The table's name; a schema may stand before a dot: `public.users`. */
  readonly name: string;
  /** The property that identifies a row; `id` where it is left out. */
  readonly key?: Key;
  /** The properties of a row, and the names of their columns. */
  readonly columns: { readonly [Property in keyof Row]-?: string };
  /** Carries the type of what is inserted, and is never there. */
  readonly insert?: Insert;
}

/** What a repository can be made over. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- of any rows
export type AnyTable = Table<any, any, any> | DrizzleTable;

/** A row of a table. */
export type RowOf<T extends AnyTable> = T extends DrizzleTable
  ? T['$inferSelect']
  : T extends Table<infer Row, infer _Insert, infer _Key>
    ? Row
    : never;

/** What is inserted into a table. */
export type InsertOf<T extends AnyTable> = T extends DrizzleTable
  ? T['$inferInsert']
  : T extends Table<infer _Row, infer Insert, infer _Key>
    ? Insert
    : never;

/** The value that identifies a row of a table. */
export type KeyOf<T extends AnyTable> = T extends DrizzleTable
  ? DrizzleKeyOf<T>
  : T extends Table<infer Row, infer _Insert, infer Key>
    ? Row[Key]
    : never;

/**
 * Describes a table with its row type, and changes nothing about it.
 *
 * @example
 * ```ts
 * const usersTable = table<User, Omit<User, 'id'>>({ name: 'users', columns: { id: 'id', fullName: 'full_name' } });
 * ```
 */
export function table<
  Row extends object,
  Insert extends object = Partial<Row>,
  Key extends keyof Row & string = 'id' & keyof Row,
>(description: Table<Row, Insert, Key>): Table<Row, Insert, Key> {
  return description;
}

/** Reads a table's description. Throws `INVALID_ARGUMENT` where it is none. */
export function readTable(source: AnyTable): KnownTable {
  if (typeof source !== 'object' || source === null) throw notATable();
  return readDrizzleTable(source) ?? readDescription(source as Table);
}

function readDescription({ name, key = 'id', columns }: Table<Record<string, unknown>, object, string>): KnownTable {
  if (typeof name !== 'string' || name === '' || typeof columns !== 'object' || columns === null) throw notATable();
  const known = new Map(Object.entries(columns).map(([property, column]) => [property, { name: quoted(column) }]));
  if (!known.has(key)) throw invalidArgument(`The table ${name} has no column for its key ${key}.`);
  return { name: name.split('.').map(quoted).join('.'), key, columns: known };
}

function notATable(): Error {
  return invalidArgument('A repository is made over { name, key, columns }, or over a table of Drizzle.');
}
