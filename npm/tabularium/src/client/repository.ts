import { invalidArgument } from '../errors.js';
import type { DatabaseClient } from './databaseClient.js';
import { type AnyTable, type InsertOf, type KnownTable, knownTable, type RowOf } from './table.js';

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

  constructor(db: DatabaseClient, table: T) {
    this.db = db;
    this.#table = knownTable(table);
    this.#selected = [...this.#table.columns].map(([property, column]) => named(column, property)).join(', ');
  }

  /** All rows, in the order of their keys. */
  getAll(): Promise<RowOf<T>[]> {
    return this.db.query(this.#all());
  }

  /** The row with a key, or undefined. */
  getById(key: unknown): Promise<RowOf<T> | undefined> {
    const { name } = this.#table;
    return this.db.queryOne(`select ${this.#selected} from ${name} where ${this.#key} = $1`, [key]);
  }

  /** Inserts a row, and resolves with it as the database has it. */
  async add(values: InsertOf<T>): Promise<RowOf<T>> {
    const { name } = this.#table;
    const [columns, params] = this.#given(values as object);
    const what =
      columns.length === 0
        ? 'default values'
        : `(${columns.join(', ')}) values (${columns.map((_column, i) => `$${i + 1}`).join(', ')})`;
    const row = await this.db.queryOne<RowOf<T>>(`insert into ${name} ${what} returning ${this.#selected}`, params);
    return row!;
  }

  /** Changes a row, and resolves with it as it is then; undefined where there is none with that key. */
  async update(key: unknown, changes: Partial<InsertOf<T>>): Promise<RowOf<T> | undefined> {
    const { name } = this.#table;
    const [columns, params] = this.#given(changes as object);
    if (columns.length === 0) return this.getById(key);
    const set = columns.map((column, i) => `${column} = $${i + 2}`).join(', ');
    return this.db.queryOne(`update ${name} set ${set} where ${this.#key} = $1 returning ${this.#selected}`, [
      key,
      ...params,
    ]);
  }

  /** Deletes a row; resolves with whether there was one. */
  async delete(key: unknown): Promise<boolean> {
    const { name } = this.#table;
    return (await this.db.queryOne(`delete from ${name} where ${this.#key} = $1 returning 1`, [key])) !== undefined;
  }

  /** Gives all rows to the callback, now and whenever they change in any tab. Resolves with what ends it. */
  subscribe(callback: (rows: RowOf<T>[]) => void): Promise<() => void> {
    return this.db.liveQuery(this.#all(), [], callback);
  }

  get #key(): string {
    return this.#table.columns.get(this.#table.key)!;
  }

  #all(): string {
    return `select ${this.#selected} from ${this.#table.name} order by ${this.#key}`;
  }

  /** The columns that values are given for, and the values; what is undefined is not given. */
  #given(values: object): [columns: string[], params: unknown[]] {
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    const columns = given.map(([property]) => {
      const column = this.#table.columns.get(property);
      if (column !== undefined) return column;
      const known = [...this.#table.columns.keys()].join(', ');
      throw invalidArgument(`${this.#table.name} has no column for ${property}; it has ${known}.`);
    });
    return [columns, given.map(([, value]) => value)];
  }
}

function named(column: string, property: string): string {
  const name = `"${property.replaceAll('"', '""')}"`;
  return name === column ? column : `${column} as ${name}`;
}
