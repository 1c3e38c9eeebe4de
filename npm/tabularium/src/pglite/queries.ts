import type { DescribeQueryResult, QueryOptions, Results } from '@electric-sql/pglite';
import type { Answer, WriteOptions } from '../calls.js';
import { invalidArgument } from '../errors.js';
import type { Operation, Statement } from '../page.js';
import { decodeResults } from '../payload/decode.js';
import { checkStatement } from '../queryable.js';
import type { Codecs } from './codecs.js';
import { asPgliteError } from './databaseError.js';
import { columnTypes, type Description, readDescription, readResults } from './results.js';
import { fragmentOf, query as templated } from './template.js';

/** What statements are sent through: the database, or one transaction. */
export interface Starter {
  start<T>(op: Operation, statement: Statement, options: WriteOptions, decode: (answer: Answer) => T): Promise<T>;
}

const ARRAYS = 'select oid, typelem from pg_catalog.pg_type where oid = any ($1) and typcategory = $2';
const LISTENING: ReadonlySet<string | undefined> = new Set(['LISTEN', 'UNLISTEN']);
const NOTHING = new Uint8Array(0);

/** Statements in PGlite's manner: its options, its results, its errors. */
export class Queries {
  readonly #starter: Starter;
  readonly #codecs: Codecs;
  readonly #onListen: (sql: string) => void;

  /** `onListen` is told of the SQL of calls in which listening on channels has begun or ended. */
  constructor(starter: Starter, codecs: Codecs, onListen: (sql: string) => void) {
    this.#starter = starter;
    this.#codecs = codecs;
    this.#onListen = onListen;
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
  async query<T>(query: string, params?: any[], given?: QueryOptions): Promise<Results<T>> {
    const options = given ?? {};
    try {
      // Without an await where none is needed, so that calls are sent in the order in which they are made.
      const serializers = params?.length ? this.#codecs.serializersFor(options.serializers) : undefined;
      const written = serializers === undefined ? params : await this.#written(query, params!, options, serializers);
      const statement = checkStatement(query, written, options.paramTypes);
      const [result] = await this.#run('query', statement, options);
      return result as Results<T>;
    } catch (error) {
      throw asPgliteError(error, { query, params: params ?? [], options: given });
    }
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
  async sql<T>(strings: TemplateStringsArray, ...values: any[]): Promise<Results<T>> {
    const { query, params } = templated(strings, ...values.map(fragmentOf));
    return this.query(query, params);
  }

  async exec(query: string, options?: QueryOptions): Promise<Results[]> {
    try {
      return await this.#run('script', checkStatement(query, undefined), options ?? {});
    } catch (error) {
      throw asPgliteError(error, { query, options });
    }
  }

  async describeQuery(query: string, options?: QueryOptions): Promise<DescribeQueryResult> {
    try {
      const { parameterTypes, fields } = await this.#describe(query, options?.paramTypes);
      const types = fields.map(({ dataTypeID }) => dataTypeID);
      if (this.#codecs.hasUnknown(types)) await this.#learn(types);
      return {
        queryParams: parameterTypes.map((oid) => ({ dataTypeID: oid, serializer: this.#codecs.serializerOf(oid) })),
        resultFields: fields.map((field) => ({ ...field, parser: this.#codecs.parserOf(field.dataTypeID) })),
      };
    } catch (error) {
      throw asPgliteError(error, { query, options });
    }
  }

  async #run(op: 'query' | 'script', statement: Statement, options: QueryOptions): Promise<Results[]> {
    const { blob } = options;
    const whole = blob === undefined ? statement : { ...statement, blob: await bytesOf(blob) };
    const answer = await this.#starter.start(op, whole, {}, (same) => same);
    const reply = answer.payload ?? NOTHING;
    if (this.hasUnknownTypes(reply)) await this.learnTypes(reply);
    const results = readResults(reply, options, this.#codecs);
    if (results.some(({ command }) => LISTENING.has(command))) this.#onListen(statement.sql);
    return results;
  }

  /** Writers of the application's run here, where they can; so the types of the parameters must be known here. */
  async #written(
    query: string,
    params: readonly unknown[],
    { paramTypes }: QueryOptions,
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
    serializers: Record<number, (value: any) => string>,
  ): Promise<unknown[]> {
    const { parameterTypes } = await this.#describe(query, paramTypes);
    return params.map((value, i) => {
      const write = serializers[parameterTypes[i] ?? 0];
      return value === null || value === undefined || write === undefined ? value : write(value);
    });
  }

  #describe(query: string, paramTypes: number[] | undefined): Promise<Description> {
    const statement = { ...checkStatement(query, undefined, paramTypes), isDescribed: true };
    return this.#starter.start('query', statement, {}, ({ payload }) => readDescription(payload ?? NOTHING));
  }

  /** Whether there may be arrays in a reply whose elements nobody has asked for yet. */
  hasUnknownTypes(reply: Uint8Array): boolean {
    return this.#codecs.hasUnknown(columnTypes(reply));
  }

  /** Asks the catalog about the types in a reply. */
  async learnTypes(reply: Uint8Array): Promise<void> {
    await this.#learn([...new Set(columnTypes(reply))]);
  }

  async #learn(types: number[]): Promise<void> {
    const statement = checkStatement(ARRAYS, [types, 'A']);
    const rows = await this.#starter.start('query', statement, {}, ({ payload }) => {
      const [result] = decodeResults(payload ?? NOTHING, { rowMode: 'array' });
      return result!.rows as [number, number][];
    });
    this.#codecs.learn(rows, types);
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  if (!(blob instanceof Blob)) throw invalidArgument('blob must be a Blob or a File.');
  return new Uint8Array(await blob.arrayBuffer());
}
