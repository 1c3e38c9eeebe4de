// Writes at a steady rate without waiting for answers, and books how every call ended.
//
// Every 50th write is a transaction of two rows, parts 1 and 2, which must be there both or not at all; every other is
// one row, part 0. With each transaction goes a read, which must never fail.

const TRANSACTION_EVERY = 50;
const TICK_MS = 20;
// What is sent at once when timers came late: enough to keep the rate, too little to be a flood.
const BURST_MAX = 5;

export class Writer {
  #db;
  #name;
  #ratePerSecond;
  #timer;
  #sentCount = 0;
  #pending = new Set();
  #failedBeforeMark = 0;
  #acknowledged = [];
  #failures = [];
  #readCount = 0;

  constructor(db, { name, ratePerSecond }) {
    this.#db = db;
    this.#name = name;
    this.#ratePerSecond = ratePerSecond;
  }

  start() {
    const startMs = performance.now();
    let dueBefore = 0;
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - startMs) * this.#ratePerSecond) / 1000);
      for (let count = Math.min(due - dueBefore, BURST_MAX); count > 0; count--) {
        this.#write();
      }
      dueBefore = due;
    }, TICK_MS);
  }

  stop() {
    clearInterval(this.#timer);
  }

  /** From here on `report` counts failures anew in `failedSinceMark`. */
  mark() {
    this.#failedBeforeMark = this.#failures.length;
  }

  /** How many calls ended how; short enough to be asked for often. */
  counts() {
    return {
      sent: this.#sentCount,
      acknowledged: this.#acknowledged.length,
      reads: this.#readCount,
      failed: this.#failures.length,
      failedSinceMark: this.#failures.length - this.#failedBeforeMark,
      pending: this.#pending.size,
      oldestPending: this.#oldestPending(),
    };
  }

  /** The counts, the ids of every acknowledged write and every failure. */
  report() {
    return { ...this.counts(), acknowledgedIds: this.#acknowledged, failures: this.#failures };
  }

  #write() {
    const number = ++this.#sentCount;
    const id = `${this.#name}/${number}`;
    if (number % TRANSACTION_EVERY !== 0) {
      this.#book('write', id, this.#insert(this.#db, id, 0));
      return;
    }
    this.#book(
      'transaction',
      id,
      this.#db.transaction(async (tx) => {
        await this.#insert(tx, id, 1);
        await this.#insert(tx, id, 2);
      }),
    );
    this.#book('read', id, this.#db.query('select count(*) from writes where id = $1', [id]));
  }

  #insert(executor, id, part) {
    return executor.query('insert into writes (id, part) values ($1, $2)', [id, part]);
  }

  /** The number of the oldest write whose call has not ended, or the number the next write will have. */
  #oldestPending() {
    const [oldest] = this.#pending;
    return oldest?.number ?? this.#sentCount + 1;
  }

  async #book(kind, id, call) {
    const entry = { number: this.#sentCount, sentMs: Date.now() };
    this.#pending.add(entry);
    try {
      await call;
      if (kind === 'read') {
        this.#readCount++;
      } else {
        this.#acknowledged.push(id);
      }
    } catch (error) {
      const { name, code = name, outcome, message } = error;
      this.#failures.push({ kind, id, code, outcome, message, sentMs: entry.sentMs, endedMs: Date.now() });
    } finally {
      this.#pending.delete(entry);
    }
  }
}
