/** A live query together with everything it delivered. */
export class LiveProbe {
  #sql;
  #params;
  #live;

  /** The rows of the last result delivered. */
  rows = [];
  /** How many results came, the initial one included. */
  resultCount = 0;
  /** How many results were older than the one before; there must be none. */
  outOfOrderCount = 0;
  #commit = 0;

  static async start(db, sql, params) {
    const probe = new LiveProbe();
    probe.#sql = sql;
    probe.#params = params;
    probe.#live = await db.live.query(sql, params, (result) => probe.#take(result));
    if (probe.resultCount === 0) {
      probe.#take(probe.#live.initialResults);
    }
    return probe;
  }

  /** What the query gives now, asked for as an ordinary query. */
  async truth(db) {
    return (await db.query(this.#sql, this.#params)).rows;
  }

  /** Whether the last result delivered is what the table holds now. */
  async isTrue(db) {
    return JSON.stringify(this.rows) === JSON.stringify(await this.truth(db));
  }

  async stop() {
    await this.#live.unsubscribe();
  }

  #take(result) {
    this.rows = result.rows;
    this.resultCount++;
    this.outOfOrderCount += result.commit < this.#commit ? 1 : 0;
    this.#commit = result.commit;
  }
}
