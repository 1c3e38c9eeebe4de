import { invalidArgument } from '../errors.js';
import { type KnownColumn, type KnownTable, quoted } from './knownTable.js';

/** A table of Drizzle, made by `pgTable`. */
export interface DrizzleTable {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the columns make of it
  readonly $inferSelect: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the columns make of it
  readonly $inferInsert: any;
}

/** The value that identifies a row of a Drizzle table. */
export type DrizzleKeyOf<T extends DrizzleTable> = T extends { readonly _: { readonly columns: infer Columns } }
  ? {
      [Name in keyof Columns]: Columns[Name] extends {
        readonly _: { readonly isPrimaryKey: true; readonly data: infer Data };
      }
        ? Data
        : never;
    }[keyof Columns]
  : never;

/** @see https://orm.drizzle.team/docs/goodies#get-table-information */
const NAME = Symbol.for('drizzle:Name');
const SCHEMA = Symbol.for('drizzle:Schema');
const COLUMNS = Symbol.for('drizzle:Columns');

interface Parts {
  readonly [NAME]: string;
  readonly [SCHEMA]?: string;
  readonly [COLUMNS]?: Readonly<Record<string, DrizzleColumn>>;
}

interface DrizzleColumn {
  readonly name: string;
  readonly primary: boolean;
  readonly columnType: string;
  readonly baseColumn?: DrizzleColumn;
  readonly defaultFn?: () => unknown;
  readonly onUpdateFn?: () => unknown;
  mapFromDriverValue(value: unknown): unknown;
  mapToDriverValue(value: unknown): unknown;
}

/** Columns whose text Drizzle reads by itself, by their mode: as a date or as a string. */
const READ_AS_TEXT = /^Pg(Date|Timestamp|Interval)/;

/** Reads a table of Drizzle; undefined where it is none. Throws `INVALID_ARGUMENT` where no one column is its key. */
export function readDrizzleTable(source: object): KnownTable | undefined {
  const { [NAME]: name, [SCHEMA]: schema, [COLUMNS]: columns } = source as Parts;
  if (columns === undefined) return undefined;
  const entries = Object.entries(columns);
  const keys = entries.filter(([, column]) => column.primary);
  if (keys.length !== 1) {
    throw invalidArgument(`The table ${name} needs one column with primaryKey(), by which a repository tells its rows.`);
  }
  return {
    name: [...(schema === undefined ? [] : [schema]), name].map(quoted).join('.'),
    key: keys[0]![0],
    columns: new Map(entries.map(([property, column]) => [property, knownColumn(column)])),
  };
}

function knownColumn(column: DrizzleColumn): KnownColumn {
  let element = column;
  while (element.baseColumn !== undefined) element = element.baseColumn;
  return {
    name: quoted(column.name),
    isReadAsText: READ_AS_TEXT.test(element.columnType),
    read: (value) => column.mapFromDriverValue(value),
    write: (value) => column.mapToDriverValue(value),
    initial: column.defaultFn ?? column.onUpdateFn,
    changed: column.onUpdateFn,
  };
}
