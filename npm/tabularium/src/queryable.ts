import type { Answer, Committed, WriteOptions } from './calls.js';
import { invalidArgument } from './errors.js';
import { checkDeadline, checkDurability, refuseUnknown } from './options.js';
import type { Operation, Statement } from './page.js';
import type { DecodeOptions, Result } from './payload/decode.js';
import { prepareParams } from './payload/params.js';
import { promised } from './promised.js';
import { statementOf } from './template.js';

/** Options of `query`. */
export interface QueryOptions extends WriteOptions, DecodeOptions {
  /** The parameters' types by object id, where PostgreSQL cannot infer them; 0 lets it infer that one. */
  readonly paramTypes?: readonly number[] | undefined;
}

/** Options of `exec`. */
export interface ExecOptions extends WriteOptions, DecodeOptions {}

/** The values of a statement's parameters: by position, or, with SQLite only, by name. */
export type Params = readonly unknown[] | Readonly<Record<string, unknown>>;

/** A row by column name. Give `query` a type argument to say what is in it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- columns are known to the SQL only
export type Row = Record<string, any>;

const CALL_OPTIONS = ['signal', 'deadlineMs'];
const WRITE_OPTIONS = [...CALL_OPTIONS, 'durability'];
/** The options of a call that writes and gives rows. */
export const EXEC_OPTIONS: ReadonlySet<string> = new Set([...WRITE_OPTIONS, 'rowMode', 'parsers', 'bigints']);
const QUERY_OPTIONS = new Set([...EXEC_OPTIONS, 'paramTypes']);
/** The options of a call that neither writes nor gives rows. */
export const BARE_OPTIONS: ReadonlySet<string> = new Set(CALL_OPTIONS);
/** The options of a transaction. */
export const TRANSACTION_OPTIONS: ReadonlySet<string> = new Set([...WRITE_OPTIONS, 'retry']);

/** What can run SQL: the database, and a transaction's handle. */
export abstract class Queryable {
  /**
   * Runs one statement. Values for `$1`, `$2`, … are given in `params`; see the manual for how types correspond. With
   * SQLite they can have names as well: `:title` takes the `title` of an object.
   *
   * @example
   * ```ts
   * const { rows } = await db.query<{ id: number }>('select id from todo where done = $1', [false]);
   * await db.query('insert into keystroke (key) values ($1)', [key], { durability: 'memory' });
   * ```
   */
  query<T = Row>(sql: string, params?: Params, options: QueryOptions = {}): Promise<Result<T>> {
    return promised(() => {
      checkCallOptions(options, QUERY_OPTIONS, 'query()');
      return this.send(sql, params, options) as Promise<Result<T>>;
    });
  }

  /** @internal Sends one statement by options that were checked, with what else it is to say. */
  send(sql: string, params: Params | undefined, options: QueryOptions, more?: Partial<Statement>): Promise<Result<Row>> {
    const statement = { ...checkStatement(sql, params, options.paramTypes), ...more };
    return this.start('query', statement, options, (answer) => decode(answer, options)[0]!);
  }

  /** Runs a script of any number of statements, without parameters, and gives one result for each. */
  exec(sql: string, options: ExecOptions = {}): Promise<Result<Row>[]> {
    return promised(() => {
      checkCallOptions(options, EXEC_OPTIONS, 'exec()');
      return this.start('script', { sql: checkSql(sql) }, options, (answer) => decode(answer, options));
    });
  }

  /**
   * Runs one statement written as a template. Values become parameters, never text, so nothing can be injected.
   *
   * @example
   * ```ts
   * await db.sql`insert into todo (title) values (${title})`;
   * await db.sql({ durability: 'memory' })`insert into keystroke (key) values (${key})`;
   * ```
   */
  sql<T = Row>(strings: TemplateStringsArray, ...values: unknown[]): Promise<Result<T>>;
  /** Gives a template function whose statements run with these options. */
  sql(options: QueryOptions): <T = Row>(strings: TemplateStringsArray, ...values: unknown[]) => Promise<Result<T>>;
  sql(first: TemplateStringsArray | QueryOptions, ...values: unknown[]): unknown {
    if (!isOptions(first)) return this.#runTemplate(first, values, {});
    checkCallOptions(first, QUERY_OPTIONS, 'sql()');
    return (strings: TemplateStringsArray, ...bound: unknown[]) => this.#runTemplate(strings, bound, first);
  }

  #runTemplate(strings: TemplateStringsArray, values: unknown[], options: QueryOptions): Promise<Result<Row>> {
    return promised(() => {
      const statement = statementOf(strings, values);
      return this.query(statement.sql, statement.params, options);
    });
  }

  /** @internal Sends a checked statement. */
  abstract start<T>(
    op: Operation,
    statement: Statement,
    options: WriteOptions,
    decode: (answer: Answer) => T,
  ): Promise<T>;
}

/** Checks a statement and makes its parameters fit to travel. */
export function checkStatement(
  sql: unknown,
  params: Params | undefined | null,
  paramTypes?: readonly number[],
): Statement {
  const statement = { sql: checkSql(sql), ...checkParams(params) };
  if (paramTypes === undefined) return statement;
  if (!Array.isArray(paramTypes) || !paramTypes.every((oid) => Number.isInteger(oid) && oid >= 0)) {
    throw invalidArgument('paramTypes must be an array of type object ids.');
  }
  return { ...statement, paramTypes: [...paramTypes] };
}

function checkParams(params: unknown): Pick<Statement, 'params' | 'names'> {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return { params: prepareParams(params) };
  return { params: prepareParams(Object.values(params)), names: Object.keys(params) };
}

/** Checks what every call can be told. */
export function checkCallOptions(
  options: WriteOptions & DecodeOptions,
  known: ReadonlySet<string>,
  where: string,
): void {
  if (typeof options !== 'object' || options === null)
    throw invalidArgument(`the options of ${where} must be an object.`);
  refuseUnknown(options, known, where);
  if (options.deadlineMs !== undefined) checkDeadline(options.deadlineMs);
  if (options.signal !== undefined && !(options.signal instanceof AbortSignal)) {
    throw invalidArgument('signal must be an AbortSignal.');
  }
  if (options.durability !== undefined) checkDurability(options.durability);
  const { rowMode } = options;
  if (rowMode !== undefined && rowMode !== 'object' && rowMode !== 'array') {
    throw invalidArgument("rowMode must be 'object' or 'array'.");
  }
}

function isOptions(first: TemplateStringsArray | QueryOptions): first is QueryOptions {
  return typeof first === 'object' && first !== null && !Array.isArray(first);
}

function checkSql(sql: unknown): string {
  if (typeof sql !== 'string') throw invalidArgument('sql must be a string.');
  if (sql.includes('\0')) throw invalidArgument('sql must not contain the character NUL.');
  return sql;
}

/** The results of an answer, each with what its commit has survived. */
export function decode(answer: Answer, options: DecodeOptions): Result<never>[] {
  const results = answer.decodeResults(answer.payload ?? NOTHING, options);
  const { committed, isAbridged } = answer;
  for (const result of results) {
    if (committed !== null) result.commit = committed.commit;
    if (committed !== null && hasWritten(committed, results)) result.level = committed.level;
    if (isAbridged) result.isAbridged = true;
  }
  return results;
}

/**
 * Whether a level is one that was waited for. Only writes reach the disk before they are answered; `memory` is also
 * the word for what waited for nothing, so there the commands decide, and a `select` of a function that writes is taken
 * for a read: to say nothing of what it has survived is better than to say too much.
 */
function hasWritten({ level }: Committed, results: readonly Result[]): boolean {
  return level === 'disk' || results.some(({ command }) => !READING_COMMANDS.has(command));
}

const READING_COMMANDS: ReadonlySet<string | undefined> = new Set([undefined, 'SELECT', 'SHOW', 'EXPLAIN']);
const NOTHING = new Uint8Array(0);
