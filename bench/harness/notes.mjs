// A table that is inserted into, and the count of the rows it must have: a fast library that loses rows is not fast.

import { measure } from './measure.mjs';

const CREATE = 'create table if not exists note (number int primary key, title text not null)';
const COUNT = 'select count(*) as rows, count(distinct title) as titles from note';
export const INSERT = 'insert into note (number, title) values ($1, $2)';

export class Notes {
  /** Makes the table; the witness is the tab that counts. */
  static async create(witness) {
    await witness.run((sql) => app.db.query(sql).then(() => {}), CREATE);
    return new Notes(witness);
  }

  #witness;
  #rowCount = 0;
  #nextNumber = 1;

  constructor(witness) {
    this.#witness = witness;
  }

  /** Runs a loop of inserts in a tab and gives what it measured. */
  async insert(tab, loop, options, run = measure) {
    const [result] = await this.insertAll([tab], loop, options, run);
    return result;
  }

  /** Runs a loop of inserts in several tabs at once. */
  async insertAll(tabs, loop, options, run = measure) {
    const results = await Promise.all(
      tabs.map((tab) => {
        const first = this.#nextNumber;
        this.#nextNumber += options.count;
        return run(tab, loop, { sql: INSERT, first, ...options });
      }),
    );
    for (const { rowCount } of results) {
      this.#rowCount += rowCount;
    }
    await this.#check(loop);
    return results;
  }

  async #check(loop) {
    const [{ rows, titles }] = await this.#witness.run((sql) => app.db.query(sql).then((result) => result.rows), COUNT);
    if (Number(rows) !== this.#rowCount || Number(titles) !== this.#rowCount) {
      throw new Error(`${this.#witness.name} counts ${rows} rows after ${loop}, of ${this.#rowCount} inserted`);
    }
  }
}
