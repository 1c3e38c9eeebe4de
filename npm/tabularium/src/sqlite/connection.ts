import { decodeSqliteResults } from '../payload/sqliteDecode.js';
import { BindError, Binder } from './binder.js';
import { Authorizer, factsOfExplain, type PragmaPolicy } from './facts.js';
import { CONNECTION_SETTINGS } from './pageVfs.js';
import { movedBy, type Prepared, type Script, type SqliteFailure } from './prepared.js';
import { RowWriter } from './rowWriter.js';
import { Scratch } from './scratch.js';
import type { Exports, Sqlite3Static } from './sqlite3.js';
import { commandOf, isBlank, lengthOfBytes, textOf } from './sqlText.js';
import { CONNECT_VIRTUAL_TABLES, readsUntold } from './virtualTables.js';

/** How many statements stay prepared. */
const CACHE_SIZE = 256;
/** Tells SQLite whether a statement is used more than once. */
const PERSISTENT = 1;
const ONCE = 0;
const OK = 0;
const ROW = 100;
const DONE = 101;
const WRITING = 2;
const ALL_PAGES = -1;
const NO_VALUES: readonly unknown[] = [];

const CUT_OFF: SqliteFailure = { code: 0, name: '', message: 'The SQL has a NUL in it, where SQLite would stop reading.', position: 0 };

/** One connection to a database: statements in, results as bytes out. */
export class Connection {
  readonly #sqlite: Sqlite3Static;
  readonly #exports: Exports;
  /** The address of SQLite's own connection. */
  readonly address: number;
  readonly #authorizer: Authorizer;
  readonly #scratch: Scratch;
  readonly #binder: Binder;
  readonly #writer: RowWriter;
  readonly #cache = new Map<string, Prepared>();
  #failure: SqliteFailure | null = null;
  #hasCommitted = false;
  /** A statement that does not stay prepared. */
  #once = 0;
  #isDead = false;
  /** Whether the virtual tables are connected to their modules, which a change of the schema ends. */
  #isConnected = false;

  /** Opens a file of a page store, which is made if it is not there. Throws an error with the message of SQLite. */
  constructor(sqlite: Sqlite3Static, file: string, vfs: string, policy: PragmaPolicy) {
    const { capi, wasm } = sqlite;
    this.#sqlite = sqlite;
    this.#exports = wasm.exports as Exports;
    this.#scratch = new Scratch(sqlite);
    this.#binder = new Binder(sqlite, this.#scratch);
    this.#writer = new RowWriter(sqlite);
    const scope = wasm.scopedAllocPush();
    try {
      const pointer = wasm.scopedAlloc(8);
      const flags = capi.SQLITE_OPEN_READWRITE | capi.SQLITE_OPEN_CREATE | capi.SQLITE_OPEN_EXRESCODE;
      const code = capi.sqlite3_open_v2(file, pointer, flags, vfs);
      this.address = wasm.peekPtr(pointer) as unknown as number;
      if (code !== OK) throw new Error(`SQLite cannot open its file: ${capi.sqlite3_js_rc_str(code)}`);
    } finally {
      wasm.scopedAllocPop(scope);
    }
    const failure = this.runOwn(CONNECTION_SETTINGS) ?? this.runOwn('select count(*) from sqlite_schema');
    const isReadOnly = (wasm.exports as Exports).sqlite3_db_readonly!(this.address, 0) === 1;
    if (failure !== null || isReadOnly) {
      this.close();
      throw new Error(failure?.message ?? `the file ${file} was written by a newer version of SQLite`);
    }
    const { SQLITE_DBCONFIG_DEFENSIVE } = capi;
    (capi.sqlite3_db_config as (...values: unknown[]) => number)(this.address, SQLITE_DBCONFIG_DEFENSIVE, 1, 0);
    const onEnd = (hasCommitted: boolean) => () => {
      this.#hasCommitted = hasCommitted;
      return 0;
    };
    capi.sqlite3_commit_hook(this.address as never, onEnd(true), 0 as never);
    capi.sqlite3_rollback_hook(this.address as never, onEnd(false), 0 as never);
    this.#authorizer = new Authorizer(sqlite, this.address, policy);
  }

  /** Why the last call failed; null where it did not. */
  get failure(): SqliteFailure | null {
    return this.#failure;
  }

  /** Whether a transaction is open. */
  get isInTransaction(): boolean {
    return this.#exports.sqlite3_get_autocommit!(this.address) === 0;
  }

  /** Whether the open transaction has begun to write. */
  get isWriting(): boolean {
    return this.#exports.sqlite3_txn_state!(this.address, 0) === WRITING;
  }

  /** Whether what was run last has committed something. A statement with `OR FAIL` may have, and fail. */
  get hasCommitted(): boolean {
    return this.#hasCommitted;
  }

  /** How many rows were ever changed by this connection, by triggers and foreign keys too. */
  get totalChanges(): number {
    return Number(this.#exports.sqlite3_total_changes64!(this.address));
  }

  /** Whether SQLite has stopped working. What it has written since its last commit must not be kept. */
  get isDead(): boolean {
    return this.#isDead;
  }

  /** Says that what was written since the last commit must not be kept, although SQLite goes on. */
  giveUp(): void {
    this.#isDead = true;
  }

  /** A number that is another one after each change of the schema. */
  schemaVersion(): number {
    return this.rows('select schema_version from pragma_schema_version', NO_VALUES)[0]![0] as number;
  }

  /** Prepares the only statement of a text; it stays prepared for the next time. */
  prepare(sql: string): Prepared {
    const known = this.#cache.get(sql);
    if (known !== undefined) {
      this.#cache.delete(sql);
      this.#cache.set(sql, known);
      return known;
    }
    this.#connectVirtualTables();
    const length = this.#scratch.writeText(sql);
    const { prepared } = this.#prepareAt(this.#scratch.address, length, PERSISTENT);
    if (prepared.address === 0) return prepared;
    // Some take effect while they are prepared.
    if (prepared.command === 'PRAGMA') {
      this.#dropOnce();
      this.#once = prepared.address;
      return prepared;
    }
    if (this.#cache.size >= CACHE_SIZE) {
      const [oldest, { address }] = this.#cache.entries().next().value!;
      this.#cache.delete(oldest);
      this.#exports.sqlite3_finalize!(address);
    }
    this.#cache.set(sql, prepared);
    return prepared;
  }

  /** Opens a script. */
  openScript(sql: string): Script {
    const text = new Scratch(this.#sqlite);
    const end = text.writeText(sql) + text.address;
    let at = text.address;
    let charCount = 0;
    let last = 0;
    const drop = () => {
      if (last !== 0) this.#exports.sqlite3_finalize!(last);
      last = 0;
    };
    return {
      next: () => {
        drop();
        while (at < end) {
          this.#connectVirtualTables();
          const { prepared, usedBytes } = this.#prepareAt(at, end - at, ONCE);
          const before = charCount;
          at += usedBytes;
          charCount += prepared.sql.length;
          last = prepared.address;
          if (prepared.failure !== null) return { ...prepared, failure: movedBy(prepared.failure, before) };
          if (!prepared.isEmpty) return prepared;
          if (usedBytes === 0) break;
        }
        return null;
      },
      close: () => {
        drop();
        text.free();
      },
    };
  }

  /** Forgets what is prepared: what a statement does may be something else now. */
  forget(): void {
    for (const { address } of this.#cache.values()) this.#exports.sqlite3_finalize!(address);
    this.#cache.clear();
    this.#isConnected = false;
  }

  /**
   * Runs a statement to its end. Gives its result, or null where it failed.
   *
   * @param names - the names of the values; null where they go by position
   */
  run(prepared: Prepared, values = NO_VALUES, names: readonly string[] | null = null): Uint8Array | null {
    try {
      return this.#run(prepared, values ?? NO_VALUES, names);
    } catch (error) {
      this.#isDead = true;
      throw error;
    }
  }

  /** Runs statements of this library. Gives why that failed, or null. */
  runOwn(sql: string): SqliteFailure | null {
    this.#scratch.writeText(sql);
    const code = this.#exports.sqlite3_exec!(this.address, this.#scratch.address, 0, 0, 0) as number;
    return code === OK ? null : this.#failureNow(code, '');
  }

  /** The rows of a statement of this library, as arrays. Throws where it fails. */
  rows(sql: string, values: readonly unknown[]): unknown[][] {
    const prepared = this.prepare(sql);
    const result = prepared.failure === null ? this.run(prepared, values) : null;
    if (result === null) throw new Error((prepared.failure ?? this.#failure)!.message);
    return decodeSqliteResults(result, { rowMode: 'array' })[0]!.rows;
  }

  /** Whether a statement reads what changes by writes to tables that are not among its reads. */
  readsUntold({ reads }: Prepared): boolean {
    return readsUntold((sql) => this.rows(sql, NO_VALUES), reads);
  }

  /** Becomes a copy of another database, all or nothing. Gives why that failed, or null. */
  replaceBy(source: Connection): string | null {
    this.forget();
    const { capi } = this.#sqlite;
    const backup = capi.sqlite3_backup_init(this.address as never, 'main', source.address as never, 'main');
    if (!backup) return this.#failureNow(capi.sqlite3_errcode(this.address as never), '').message;
    capi.sqlite3_backup_step(backup, ALL_PAGES);
    const code = capi.sqlite3_backup_finish(backup);
    return code === OK ? null : this.#failureNow(code, '').message;
  }

  close(): void {
    this.forget();
    this.#dropOnce();
    this.#exports.sqlite3_close_v2!(this.address);
  }

  /** What a module prepares for itself must not count as done by the statement that uses its table first. */
  #connectVirtualTables(): void {
    if (this.#isConnected) return;
    this.#isConnected = true;
    this.runOwn(CONNECT_VIRTUAL_TABLES);
  }

  #dropOnce(): void {
    this.#exports.sqlite3_finalize!(this.#once);
    this.#once = 0;
  }

  #run(prepared: Prepared, values: readonly unknown[], names: readonly string[] | null): Uint8Array | null {
    const { address, columnCount, head } = prepared;
    const sqlite = this.#exports;
    this.#failure = null;
    this.#hasCommitted = false;
    // Nothing is counted in the head, and nobody else has it: what is empty does not stay prepared.
    if (prepared.isEmpty) return head;
    try {
      this.#binder.bind(address, prepared.names, values, names);
    } catch (error) {
      sqlite.sqlite3_clear_bindings!(address);
      if (!(error instanceof BindError)) throw error;
      this.#failure = { code: 0, name: '', message: `${error.message}.`, position: 0 };
      return null;
    }
    const writer = this.#writer;
    writer.begin(head);
    const endWatch = prepared.hasRowIds && prepared.isUpsert ? this.#watchInserts(prepared.target!) : undefined;
    let code: number;
    let rowCount = 0;
    while ((code = sqlite.sqlite3_step!(address) as number) === ROW) {
      writer.writeRow(address, columnCount);
      rowCount++;
    }
    const hasInserted = endWatch?.() ?? prepared.hasRowIds;
    if (code === DONE) {
      const isChange = prepared.action !== null && prepared.action !== 'SELECT' && !prepared.isSchemaChange;
      const affectedRows = isChange ? Number(sqlite.sqlite3_changes64!(this.address)) : 0;
      writer.completeHead(affectedRows, rowCount, hasInserted && affectedRows > 0 ? this.#lastId : null);
    } else {
      this.#failure = this.#failureNow(code, prepared.sql);
      // SQLite reads the whole schema anew.
      if (prepared.isSchemaChange) this.#isConnected = false;
    }
    sqlite.sqlite3_reset!(address);
    if (prepared.names.length > 0) sqlite.sqlite3_clear_bindings!(address);
    return this.#failure === null ? writer.take() : null;
  }

  get #lastId(): bigint {
    return this.#exports.sqlite3_last_insert_rowid!(this.address) as bigint;
  }

  /**
   * Watches whether rows are inserted into a table; what it gives ends that and tells. An upsert that only changes rows leaves
   * the id of an earlier insert behind.
   */
  #watchInserts(target: string): () => boolean {
    const { capi } = this.#sqlite;
    const watch = (callback: unknown) => capi.sqlite3_update_hook(this.address as never, callback as never, 0 as never);
    let hasInserted = false;
    watch((_: unknown, operation: number, _database: string, table: string) => {
      hasInserted ||= operation === capi.SQLITE_INSERT && table.toLowerCase() === target;
    });
    return () => {
      watch(0);
      return hasInserted;
    };
  }

  /** Whether the rows of a table have ids. A view has none, nor has a table `WITHOUT ROWID`. */
  #hasRowIds(table: string): boolean {
    const columnMetadata = this.#sqlite.capi.sqlite3_table_column_metadata as unknown as (...values: unknown[]) => number;
    return columnMetadata(this.address, 'main', table, 'rowid', 0, 0, 0, 0, 0) === OK;
  }

  /** Prepares the first statement of a text in SQLite's memory. */
  #prepareAt(start: number, length: number, flags: number): { prepared: Prepared; usedBytes: number } {
    const sqlite = this.#exports;
    const { wasm } = this.#sqlite;
    const heap = () => wasm.heap8u() as Uint8Array;
    let address = 0;
    let code = OK;
    let usedBytes = length;
    const found = this.#authorizer.factsOf(() => {
      const scope = wasm.scopedAllocPush();
      try {
        const pointers = wasm.scopedAlloc(8) as unknown as number;
        wasm.poke32(pointers as never, 0);
        wasm.poke32((pointers + 4) as never, start + length);
        code = sqlite.sqlite3_prepare_v3!(this.address, start, length + 1, flags, pointers, pointers + 4) as number;
        address = wasm.peek32(pointers as never) as number;
        usedBytes = (wasm.peek32((pointers + 4) as never) as number) - start;
      } finally {
        wasm.scopedAllocPop(scope);
      }
    });
    const sql = textOf(heap().subarray(start, start + usedBytes));
    // Of a script the rest comes with its own turn; to look at it each time would be quadratic.
    const isOnly = flags === PERSISTENT;
    const rest = isOnly ? textOf(heap().subarray(start + usedBytes, start + length)) : '';
    const isThere = address !== 0;
    const command = commandOf(sql, found);
    const facts = command === 'EXPLAIN' ? factsOfExplain(found) : found;
    // SQLite takes a NUL for the end.
    const isCut = !isThere && code === OK && usedBytes < length && heap()[start + usedBytes] === 0;
    const columnCount = isThere ? (sqlite.sqlite3_column_count!(address) as number) : 0;
    const columns = Array.from({ length: columnCount }, (_, i) => this.#columnOf(address, i));
    const isEmpty = !isThere && code === OK && !isCut;
    const prepared: Prepared = {
      ...facts,
      writes: [...facts.writes],
      reads: [...facts.reads],
      failure: isCut ? CUT_OFF : code === OK ? null : this.#failureNow(code, sql),
      isEmpty,
      hasMore: isThere && isOnly && !isBlank(rest),
      isReadOnly: isEmpty || (isThere && (command === 'EXPLAIN' || facts.isQuestion || sqlite.sqlite3_stmt_readonly!(address) !== 0)),
      sql,
      command,
      address,
      names: isThere ? this.#binder.namesOf(address) : [],
      columnCount,
      hasRowIds: isThere && facts.target !== null && this.#hasRowIds(facts.target),
      head: this.#writer.headOf(command, columns),
    };
    return { prepared, usedBytes };
  }

  #columnOf(statement: number, index: number): readonly [string, string] {
    const text = (address: number) => this.#sqlite.wasm.cstrToJs(address as never) ?? '';
    const sqlite = this.#exports;
    return [
      text(sqlite.sqlite3_column_name!(statement, index) as number),
      text(sqlite.sqlite3_column_decltype!(statement, index) as number),
    ];
  }

  #failureNow(code: number, sql: string): SqliteFailure {
    const { capi } = this.#sqlite;
    const offset = this.#exports.sqlite3_error_offset!(this.address) as number;
    const position = offset < 0 ? 0 : lengthOfBytes(sql, offset) + 1;
    return {
      code,
      name: capi.sqlite3_js_rc_str(code) ?? String(code),
      message: capi.sqlite3_errmsg(this.address as never),
      position,
    };
  }
}
