// Keeps calls of several kinds in flight and reports each when it is made and when its end is known, because this page
// may be gone the next moment. `report` is put into the page by the test; it never waits.

import { plainError } from './plain-error.js';

const INSERT = 'insert into storm (tab, number, part) values ($1, $2, $3)';
// Longer than a browser may hold a stopped tab's transaction open.
const DEADLINE_MS = 90_000;
const BURST_MAX = 6;
const HASTY_DEADLINE_MAX_MS = 200;
// How long a kind rests between two calls. A transaction keeps all others waiting, so they are rarer.
const REST_MS = { burst: 20, hasty: 150, awaited: 60, script: 60, batch: 60, transaction: 150, repeated: 150, read: 80 };

export class Writer {
  #db;
  #name;
  #kinds;
  #isStopped = false;
  #lastNumber = 0;
  #doneCount = 0;

  /**
   * @param {object} options
   * @param {string} options.name stands in each row, beside the number of the call
   * @param {string[]} options.kinds the kinds of calls to make
   */
  constructor(db, { name, kinds }) {
    this.#db = db;
    this.#name = name;
    this.#kinds = kinds;
  }

  /** Begins, or goes on after `stop`. */
  start() {
    this.#isStopped = false;
    for (const kind of this.#kinds) {
      this.#repeat(kind);
    }
  }

  /** Begins no call any more; those in flight go on. */
  stop() {
    this.#isStopped = true;
  }

  async #repeat(kind) {
    while (!this.#isStopped) {
      await this.#once(kind);
      await new Promise((resolve) => setTimeout(resolve, REST_MS[kind]));
    }
  }

  #once(kind) {
    const number = ++this.#lastNumber;
    switch (kind) {
      case 'burst':
        return this.#burst(number);
      case 'hasty': {
        const deadlineMs = 1 + ((number * 7) % HASTY_DEADLINE_MAX_MS);
        return this.#book(kind, number, this.#db.query(INSERT, [this.#name, number, 0], { deadlineMs }));
      }
      case 'awaited':
        return this.#book(kind, number, this.#insertDurably(number));
      case 'script': {
        const insert = (part) => `insert into storm (tab, number, part) values ('${this.#name}', ${number}, ${part});`;
        return this.#book(kind, number, this.#db.exec(insert(1) + insert(2), { deadlineMs: DEADLINE_MS }));
      }
      case 'batch': {
        const insert = (part) => ({ sql: INSERT, params: [this.#name, number, part] });
        return this.#book(kind, number, this.#db.batch([insert(1), insert(2)], { deadlineMs: DEADLINE_MS }));
      }
      case 'transaction':
        return this.#book(kind, number, this.#transaction(number, {}));
      case 'repeated':
        return this.#book(kind, number, this.#transaction(number, { retry: true }));
      default:
        return this.#read(number);
    }
  }

  #burst(firstNumber) {
    const numbers = [firstNumber];
    while (numbers.length <= firstNumber % BURST_MAX) {
      numbers.push(++this.#lastNumber);
    }
    const insert = (number) => this.#db.query(INSERT, [this.#name, number, 0], { deadlineMs: DEADLINE_MS });
    return Promise.all(numbers.map((number) => this.#book('write', number, insert(number))));
  }

  /** Done when it is on the disk, by the longer way. */
  async #insertDurably(number) {
    const options = { deadlineMs: DEADLINE_MS, durability: 'memory' };
    const { commit } = await this.#db.query(INSERT, [this.#name, number, 0], options);
    await this.#db.whenDurable(commit);
  }

  #transaction(number, options) {
    const insertBoth = async (tx) => {
      await tx.query(INSERT, [this.#name, number, 1]);
      await tx.query(INSERT, [this.#name, number, 2]);
    };
    return this.#db.transaction(insertBoth, { deadlineMs: DEADLINE_MS, ...options });
  }

  /** A tab must see what it was told, whoever leads by now. */
  async #read(number) {
    const told = this.#doneCount;
    const sql = 'select cast(count(*) as int) as count from storm where tab = $1 and part < 2';
    const call = this.#db.query(sql, [this.#name], { deadlineMs: DEADLINE_MS });
    const result = await this.#book('read', number, call);
    if (result !== undefined && result.rows[0].count < told) {
      this.#report('stale', number, { told, seen: result.rows[0].count });
    }
  }

  /** Notes a call and how it ends; the result is undefined when it fails. */
  async #book(kind, number, call) {
    this.#report('sent', number, { kind, sentMs: Date.now() });
    const failure = (error) => ({ outcome: 'unknown', code: error.name, ...withoutStack(plainError(error)) });
    try {
      const result = await call;
      this.#report('ended', number, { atMs: Date.now(), level: result?.level });
      this.#doneCount += kind === 'read' ? 0 : 1;
      return result;
    } catch (error) {
      this.#report('ended', number, { atMs: Date.now(), failure: failure(error) });
      error.settled?.then(
        () => {
          this.#report('settled', number, { atMs: Date.now() });
          this.#doneCount++;
        },
        (late) => this.#report('settled', number, { atMs: Date.now(), failure: failure(late) }),
      );
      return undefined;
    }
  }

  #report(what, number, entry) {
    window.report(JSON.stringify({ what, number, ...entry }));
  }
}

const withoutStack = ({ stack, ...fields }) => fields;
