// An engine as its script hands it out, with promises and names in the place of callbacks and positions.
import { EngineCalls } from '../engineCalls.mjs';

/** An engine that may run one call after the other, as the node that leads would have it do. */
export class EngineUnderTest {
  #engine;
  #decode;
  #isInTransaction = false;
  #lastNumber = 0;
  #calls;

  /** An engine that is not open yet, and what reads its results. */
  constructor(engine, decode) {
    this.#engine = engine;
    this.#decode = decode;
    this.#calls = new EngineCalls(engine);
  }

  /** What opening came to: the term and so on, or a failure. */
  open(termFloor = 0, isStolen = false) {
    return new Promise((resolve) => {
      const onOpened = (term, isFresh, engine, storage, flushesAside, journal) =>
        resolve({ term, isFresh, engine, storage, flushesAside, journal });
      this.#engine.open(termFloor, isStolen, onOpened, resolve);
    });
  }

  /** Null, or why it failed. */
  flush(level = 'DISK') {
    return new Promise((resolve) => this.#engine.flush(level, resolve));
  }

  /** Null, or why it failed. */
  close() {
    return new Promise((resolve) => this.#engine.close(resolve));
  }

  /** A place in the journal for a request of a tab. */
  newNote(slot = 7) {
    return { slot, session: 'tab', number: ++this.#lastNumber };
  }

  query(sql, params, note = this.#note(), isRead = /^\s*select/i.test(sql)) {
    return this.#noted('query', note, { sql, params }, isRead);
  }

  batch(statements, note = this.#note()) {
    return this.#noted('query', note, { sql: '', batch: statements }, false);
  }

  /** Any other statement than one with SQL. */
  special(statement, note = this.#note()) {
    return this.#noted('query', note, { sql: '', ...statement }, false);
  }

  script(sql, note = this.#note(), progress = 0) {
    return this.#call('script', { sql }, note, progress);
  }

  begin() {
    return this.#call('begin', null);
  }

  commit(note = this.newNote()) {
    return this.#call('commit', note);
  }

  rollback() {
    return this.#call('rollback');
  }

  recall(note) {
    return this.#call('recall', note);
  }

  watch(sql, params) {
    return this.#call('watch', { sql, params });
  }

  rerun(sql, params) {
    return this.#call('rerun', { sql, params });
  }

  /** The last changes, as those are told who follow all of them; SQLite only. */
  async changes() {
    const { result } = await this.#call('rerun', { sql: '', channel: 'changes' });
    return JSON.parse(new TextDecoder().decode(result)).entries;
  }

  unwatch(...tables) {
    return this.#call('unwatch', tables);
  }

  /** Runs a script that must succeed. */
  async run(sql) {
    const ran = await this.script(sql);
    if (ran.failure !== null) throw new Error(`${sql}: ${ran.failure.message}`);
    return ran;
  }

  /** The rows of a statement that must succeed, as arrays. */
  async rows(sql, params) {
    return this.rowsOf(await this.query(sql, params));
  }

  /** What a call that must have succeeded has given, for each of its statements. */
  resultsOf(outcome) {
    if (outcome.failure !== null) throw new Error(outcome.failure?.message ?? JSON.stringify(outcome));
    return this.#decode(outcome.result, { rowMode: 'array' });
  }

  /** The rows of all statements of a call that must have succeeded, as arrays. */
  rowsOf(outcome) {
    return this.resultsOf(outcome).flatMap(({ rows }) => rows);
  }

  /** Outside of transactions a call has a note. */
  #note() {
    return this.#isInTransaction ? null : this.newNote();
  }

  #noted(name, note, statement, isRead) {
    return this.#call(name, statement, isRead, note);
  }

  async #call(name, ...values) {
    const outcome = await this.#calls.run(name, ...values);
    this.#isInTransaction = outcome.isInTransaction === true;
    return outcome;
  }
}
