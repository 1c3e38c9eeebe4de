import { invalidArgument } from '../errors.js';
import type { DatabaseClient } from './databaseClient.js';
import { type KnownColumn, type KnownTable, quoted } from './knownTable.js';
import { type AnyTable, type InsertOf, type KeyOf, readTable, type RowOf } from './table.js';

type RawRow = Readonly<Record<string, unknown>>;

/**
 * The rows of one table. A class for each table extends it and adds what its domain knows.
 *
 * @example
 * ```ts
 * export class TodoRepository extends Repository<typeof todosTable> {
 *   constructor(db: DatabaseClient) {
 *     super(db, todosTable);
 *   }
 *   toggle(id: number) {
 *     return this.db.query('update todos set done = not done where id = $1', [id]);
 *   }
 * }
 * ```
 */
export class Repository<T extends AnyTable> {
  protected readonly db: DatabaseClient;
  readonly #table: KnownTable;
  /** The columns under the names of their properties. */
  readonly #selected: string;
  readonly #isReadAsIs: boolean;

  /**
   * Throws `INVALID_ARGUMENT` where the table has no single column by which its rows can be told.
   *
   * @param table - what `table` describes, or a table of Drizzle
   */
  constructor(db: DatabaseClient, table: T) {
    this.db = db;
    this.#table = readTable(table);
    const columns = [...this.#table.columns];
    this.#selected = columns.map(([property, column]) => selected(property, column)).join(', ');
    this.#isReadAsIs = columns.every(([, { read }]) => read === undefined);
  }

  /** All rows, in the order of their keys. */
  async getAll(): Promise<RowOf<T>[]> {
    return this.#rows(await this.db.query(this.#all()));
  }

  /** The row with a key, or undefined. */
  async getById(key: KeyOf<T>): Promise<RowOf<T> | undefined> {
    return this.#one(`select ${this.#selected} from ${this.#table.name} where ${this.#key.name} = $1`, [
      written(this.#key, key),
    ]);
  }

  /** Inserts a row, and resolves with it as the database has it. */
  async add(values: InsertOf<T>): Promise<RowOf<T>> {
    const given = this.#given(values, 'initial');
    const names = [...given.keys()].map(({ name }) => name).join(', ');
    const places = Array.from(given, (_value, i) => `$${i + 1}`).join(', ');
    const what = given.size === 0 ? 'default values' : `(${names}) values (${places})`;
    const row = await this.#one(`insert into ${this.#table.name} ${what} returning ${this.#selected}`, [
      ...given.values(),
    ]);
    return row!;
  }

  /** Changes a row, and resolves with it as it is then; undefined where there is none with that key. */
  async update(key: KeyOf<T>, changes: Partial<InsertOf<T>>): Promise<RowOf<T> | undefined> {
    const given = this.#given(changes, 'changed');
    if (given.size === 0) return this.getById(key);
    const set = Array.from(given.keys(), ({ name }, i) => `${name} = $${i + 2}`).join(', ');
    return this.#one(
      `update ${this.#table.name} set ${set} where ${this.#key.name} = $1 returning ${this.#selected}`,
      [written(this.#key, key), ...given.values()],
    );
  }

  /** Deletes a row; resolves with whether there was one. */
  async delete(key: KeyOf<T>): Promise<boolean> {
    const sql = `delete from ${this.#table.name} where ${this.#key.name} = $1 returning 1`;
    return (await this.db.query(sql, [written(this.#key, key)])).length > 0;
  }

  /**
   * Gives all rows to the callback, now and whenever they change in any tab. Resolves with what ends it; closing the
   * client ends it too.
   */
  subscribe(callback: (rows: RowOf<T>[]) => void): Promise<() => void> {
    return this.db.liveQuery<RawRow>(this.#all(), [], (rows) => callback(this.#rows(rows)));
  }

  get #key(): KnownColumn {
    return this.#table.columns.get(this.#table.key)!;
  }

  /** The table's name before the key's, or a key that is read as text would be sorted as text. */
  #all(): string {
    const { name } = this.#table;
    return `select ${this.#selected} from ${name} order by ${name}.${this.#key.name}`;
  }

  async #one(sql: string, params: readonly unknown[]): Promise<RowOf<T> | undefined> {
    const [row] = this.#rows(await this.db.query<RawRow>(sql, params));
    return row;
  }

  #rows(rows: readonly RawRow[]): RowOf<T>[] {
    return (this.#isReadAsIs ? rows : rows.map((row) => this.#read(row))) as RowOf<T>[];
  }

  #read(row: RawRow): RawRow {
    const values = Array.from(this.#table.columns, ([property, { read }]) => {
      const value = row[property];
      return [property, value === null || read === undefined ? value : read(value)] as const;
    });
    return Object.fromEntries(values);
  }

  /** What is written to which columns. What is undefined is not given, and the column's own default counts. */
  #given(values: object, byDefault: 'initial' | 'changed'): Map<KnownColumn, unknown> {
    if (typeof values !== 'object' || values === null) throw invalidArgument('The values must be an object.');
    const { name, columns } = this.#table;
    const given = new Map<KnownColumn, unknown>();
    for (const [property, value] of Object.entries(values)) {
      const column = columns.get(property);
      if (column === undefined) {
        const known = [...columns.keys()].join(', ');
        throw invalidArgument(`${name} has no column for ${property}; it has ${known}.`);
      }
      if (value !== undefined) given.set(column, written(column, value));
    }
    for (const column of columns.values()) {
      const make = column[byDefault];
      if (make !== undefined && !given.has(column)) given.set(column, written(column, make()));
    }
    return given;
  }
}

function selected(property: string, { name, isReadAsText }: KnownColumn): string {
  const as = quoted(property);
  if (isReadAsText) return `${name}::text as ${as}`;
  return as === name ? name : `${name} as ${as}`;
}

function written({ write }: KnownColumn, value: unknown): unknown {
  return value === null || value === undefined || write === undefined ? value : write(value);
}
