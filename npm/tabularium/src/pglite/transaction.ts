import type { QueryOptions, Results, Transaction as PgliteTx } from '@electric-sql/pglite';
import type { Transaction } from '../transaction.js';
import type { Codecs } from './codecs.js';
import { asPgliteError } from './databaseError.js';
import { Queries } from './queries.js';

/** The handle of one open transaction, in PGlite's manner. */
export class PgliteTransaction implements PgliteTx {
  readonly #tx: Transaction;
  readonly #queries: Queries;
  #hasEnded = false;

  constructor(tx: Transaction, codecs: Codecs) {
    this.#tx = tx;
    this.#queries = new Queries(tx, codecs);
  }

  get closed(): boolean {
    return this.#hasEnded || this.#tx.closed;
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
  query<T>(query: string, params?: any[], options?: QueryOptions): Promise<Results<T>> {
    return this.#queries.query(query, params, options);
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
  sql<T>(strings: TemplateStringsArray, ...values: any[]): Promise<Results<T>> {
    return this.#queries.sql(strings, ...values);
  }

  exec(query: string, options?: QueryOptions): Promise<Results[]> {
    return this.#queries.exec(query, options);
  }

  async rollback(): Promise<void> {
    try {
      await this.#tx.rollback();
    } catch (error) {
      throw asPgliteError(error, { query: 'ROLLBACK' });
    }
  }

  listen(): Promise<never> {
    return Promise.reject(new Error('not yet'));
  }

  /** The transaction is over, however it ended. */
  end(): void {
    this.#hasEnded = true;
  }
}
