import type { QueryOptions, Results, Transaction as PgliteTx } from '@electric-sql/pglite';
import type { Transaction } from '../transaction.js';
import { channelName, type Channels } from './channels.js';
import type { Codecs } from './codecs.js';
import { asPgliteError } from './databaseError.js';
import { Queries } from './queries.js';

/** The handle of one open transaction, in PGlite's manner. */
export class PgliteTransaction implements PgliteTx {
  readonly #tx: Transaction;
  readonly #queries: Queries;
  readonly #channels: Channels;
  readonly #onCommit: (() => void)[] = [];
  #hasEnded = false;
  #wasRolledBack = false;

  constructor(tx: Transaction, codecs: Codecs, channels: Channels) {
    this.#tx = tx;
    this.#channels = channels;
    this.#queries = new Queries(tx, codecs, (sql) => this.#onCommit.push(() => channels.follow(sql)));
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

  /** Whether the closure has rolled it back. */
  get wasRolledBack(): boolean {
    return this.#wasRolledBack;
  }

  async rollback(): Promise<void> {
    this.#wasRolledBack = true;
    try {
      await this.#tx.rollback();
    } catch (error) {
      throw asPgliteError(error, { query: 'ROLLBACK' });
    }
  }

  /**
   * Listens on a channel from the commit on; when the transaction is rolled back, nothing is listened on. Returns what
   * ends it.
   */
  async listen(channel: string, callback: (payload: string) => void): Promise<() => Promise<void>> {
    if (this.closed) throw new Error('Transaction is closed');
    const name = channelName(channel);
    let isWanted = true;
    this.#onCommit.push(() => {
      if (isWanted) void this.#channels.listen(name, callback).catch(() => {}); // Every later call tells why not.
    });
    return async () => {
      isWanted = false;
      this.#channels.unlisten(name, callback);
    };
  }

  /** The transaction is over. */
  end(hasCommitted: boolean): void {
    this.#hasEnded = true;
    if (hasCommitted) for (const act of this.#onCommit) act();
  }
}
