import {
  CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type DatabaseMetadataOptions,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryCompiler,
  type QueryResult,
  type SchemaMetadata,
  type TableMetadata,
  type TransactionSettings,
} from 'kysely';

const OWN_SCHEMA = 'tabularium';

/** What runs statements: a database or one transaction. */
interface Runs {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
  query<T>(sql: string, params?: any[]): Promise<{ rows: T[]; affectedRows?: number }>;
}

/** What the dialect needs of a database: a `Tabularium` and a `PGliteWorker` both are one. */
export interface KyselyDatabase extends Runs {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each kind of database has its own handle
  transaction<T>(closure: (tx: any) => Promise<T>): Promise<T>;
}

/** How {@link TabulariumDialect} is made. */
export interface TabulariumDialectConfig {
  readonly db: KyselyDatabase;
}

/**
 * Has Kysely run on a shared database. The application closes the database itself.
 *
 * @example
 * ```ts
 * const db = new Kysely<Schema>({ dialect: new TabulariumDialect({ db: await Tabularium.open('idb://app') }) });
 * ```
 * @see https://kysely.dev
 */
export class TabulariumDialect implements Dialect {
  readonly #db: KyselyDatabase;

  constructor({ db }: TabulariumDialectConfig) {
    this.#db = db;
  }

  createAdapter(): DialectAdapter {
    return new PostgresAdapter();
  }

  createDriver(): Driver {
    return new SharedDriver(this.#db);
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as Kysely types it
  createIntrospector(db: Kysely<any>): DatabaseIntrospector {
    return new SharedIntrospector(db);
  }

  createQueryCompiler(): QueryCompiler {
    return new PostgresQueryCompiler();
  }
}

/** Leaves out what this library keeps beside the application's own. */
class SharedIntrospector extends PostgresIntrospector {
  override async getSchemas(): Promise<SchemaMetadata[]> {
    return (await super.getSchemas()).filter(({ name }) => name !== OWN_SCHEMA);
  }

  override async getTables(options?: DatabaseMetadataOptions): Promise<TableMetadata[]> {
    return (await super.getTables(options)).filter(({ schema }) => schema !== OWN_SCHEMA);
  }
}

class SharedDriver implements Driver {
  readonly #db: KyselyDatabase;

  constructor(db: KyselyDatabase) {
    this.#db = db;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SharedConnection> {
    return new SharedConnection(this.#db);
  }

  async beginTransaction(connection: SharedConnection, settings: TransactionSettings): Promise<void> {
    await connection.begin();
    try {
      const { isolationLevel, accessMode } = settings;
      if (isolationLevel !== undefined) await connection.run(`set transaction isolation level ${isolationLevel}`);
      if (accessMode !== undefined) await connection.run(`set transaction ${accessMode}`);
    } catch (error) {
      // Kysely takes it for one that has never begun, and open it would hold up every tab.
      await connection.rollback();
      throw error;
    }
  }

  commitTransaction(connection: SharedConnection): Promise<void> {
    return connection.commit();
  }

  rollbackTransaction(connection: SharedConnection): Promise<void> {
    return connection.rollback();
  }

  async savepoint(connection: SharedConnection, name: string): Promise<void> {
    await connection.run(`savepoint ${quoted(name)}`);
  }

  async rollbackToSavepoint(connection: SharedConnection, name: string): Promise<void> {
    await connection.run(`rollback to savepoint ${quoted(name)}`);
  }

  async releaseSavepoint(connection: SharedConnection, name: string): Promise<void> {
    await connection.run(`release savepoint ${quoted(name)}`);
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

/** The transaction that a connection has open, as long as somebody keeps it so. */
interface Open {
  readonly tx: Runs;
  /** Lets the closure return that the transaction was given to. */
  readonly letCommit: () => void;
  /** Lets it throw. */
  readonly letRollBack: (reason: Error) => void;
  readonly ended: Promise<void>;
}

class SharedConnection implements DatabaseConnection {
  readonly #db: KyselyDatabase;
  #open: Open | undefined;

  constructor(db: KyselyDatabase) {
    this.#db = db;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affectedRows = 0 } = await (this.#open?.tx ?? this.#db).query<R>(sql, [...parameters]);
    return { rows, numAffectedRows: BigInt(affectedRows) };
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }

  async run(sql: string): Promise<void> {
    await this.executeQuery(CompiledQuery.raw(sql));
  }

  begin(): Promise<void> {
    return new Promise((resolve, reject) => {
      const ended = this.#db.transaction<void>(
        (tx: Runs) =>
          new Promise((letCommit, letRollBack) => {
            this.#open = { tx, letCommit, letRollBack, ended };
            resolve();
          }),
      );
      ended.catch(reject); // Where it never began; whoever ends it hears of the rest.
    });
  }

  async commit(): Promise<void> {
    const { letCommit, ended } = this.#open!;
    this.#open = undefined;
    letCommit();
    await ended;
  }

  /** Kysely also asks for this after a commit that failed, which leaves nothing open. */
  async rollback(): Promise<void> {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    open.letRollBack(new Error('Rolled back.'));
    await open.ended.catch(() => {}); // This reason; or its leader is gone, and the transaction with it.
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
