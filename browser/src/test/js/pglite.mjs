// The engine as compiled from Java, over a real PGlite in Node: a small stand-in for the glue of the npm package.
import { PGlite } from '@electric-sql/pglite';
import { createEngine } from '../../../target/js/pglite.js';
import { EngineCalls } from './engineCalls.mjs';

const decoder = new TextDecoder();

/** As the glue starts PGlite where each write of it is one of a file. */
export const START_PARAMETERS = [...PGlite.defaultStartParams, '-c', 'synchronous_commit=off'];

/** A PGlite in memory, to be used by one engine after the other. What happens at a flush can be replaced. */
export async function newStore(options = {}) {
  const pg = await PGlite.create(options);
  return { pg, isFresh: options.loadDataDir === undefined, epoch: 0, onFlush: async () => {} };
}

/** The store as it would be found if its leader had died at this moment. */
export async function imageOf(store) {
  return newStore({ loadDataDir: await store.pg.dumpDataDir('none') });
}

function handleOf(store) {
  const exec = (message) => {
    const parts = [];
    // Synchronous but for the promise it returns.
    store.pg.execProtocolRawStream(message, { syncToFs: false, onRawData: (bytes) => parts.push(bytes.slice()) });
    return new Uint8Array(Buffer.concat(parts));
  };
  return {
    isFresh: store.isFresh,
    storage: 'memory',
    flushesAside: store.flushesAside === true,
    epoch: store.epoch,
    isOwnEngine: store.isOwnEngine === true,
    exec,
    execPart: exec,
    execRaw: exec,
    flush: async (level) => {
      await store.onFlush(level);
      store.isFresh = false;
    },
    close: async () => {
      store.closed = true;
    },
    serialize: (value, type) => {
      if (value === null || value === undefined) return null;
      const serializer = store.pg.serializers[type];
      return serializer === undefined ? String(value) : serializer(value);
    },
  };
}

/** The engine's script on a store, as a worker's script has it. */
export function createEngineOn(store, handle = handleOf(store)) {
  const openPglite = async (options, isStolen) => {
    store.openedWith = { ...options, isStolen };
    return handle;
  };
  const stillHolds = () => Promise.resolve(true);
  return createEngine(openPglite, { dataDir: 'memory://test', debug: false, session: 'probe', convert: false, stillHolds });
}

/** An engine on a store; `execs` counts the exchanges with PGlite. */
export class EngineUnderTest {
  execs = 0;
  #engine;
  #settings;
  #isInTransaction = false;
  #lastNumber = 0;
  #calls;

  constructor(store) {
    const handle = handleOf(store);
    for (const name of ['exec', 'execPart', 'execRaw']) {
      const exec = handle[name];
      handle[name] = (message) => {
        this.execs += 1;
        return exec(message);
      };
    }
    this.#engine = createEngineOn(store, handle);
    this.#calls = new EngineCalls(this.#engine);
  }

  /** What opening came to: the term and so on, or a failure. */
  open(termFloor = 0, isStolen = false) {
    return new Promise((resolve) => {
      const onOpened = (term, isFresh, engine, storage, flushesAside, journal) =>
        resolve({ term, isFresh, engine, storage, flushesAside, journal: journal.map(textOf) });
      this.#engine.open(termFloor, isStolen, onOpened, resolve);
    });
  }

  flush(level) {
    return new Promise((resolve) => this.#engine.flush(level, resolve));
  }

  close() {
    return new Promise((resolve) => this.#engine.close(resolve));
  }

  async #call(name, ...values) {
    const outcome = await this.#calls.run(name, ...values);
    this.#isInTransaction = outcome.isInTransaction;
    return outcome.result === null || outcome.result === undefined ? outcome : this.#withoutSettings(outcome);
  }

  /** Remembers what a call has set, as a tab does, to send it along with what comes after. */
  #withoutSettings(outcome) {
    const { result } = outcome;
    if (result[0] !== 'p'.charCodeAt(0)) return outcome;
    const end = 1 + new DataView(result.buffer, result.byteOffset).getInt32(1);
    this.#settings = end === 5 ? undefined : result.slice(5, end);
    return { ...outcome, result: result.slice(end) };
  }

  /** Outside of transactions a call has a note. */
  #newNote(isNoted = !this.#isInTransaction) {
    return isNoted ? { slot: 0, session: 'nobody', number: ++this.#lastNumber } : null;
  }

  begin() {
    return this.#call('begin', { sql: '', settings: this.#settings });
  }

  /** Takes the session, for messages to be sent in it; `commit` lets go of it. */
  hold() {
    return this.#call('begin', { sql: '', hold: true, settings: this.#settings });
  }

  /** Sends messages of the PostgreSQL protocol as they are. */
  send(messages) {
    return this.#call('query', { sql: '', protocol: messages }, false, null);
  }

  commit(note = this.#newNote(true)) {
    return this.#call('commit', note);
  }

  rollback() {
    return this.#call('rollback');
  }

  query(sql, params, paramTypes) {
    return this.#query({ sql, params, paramTypes }, looksLikeRead(sql), this.#newNote());
  }

  /** Runs a statement as a tab that has set what the settings say. */
  as(settings, sql) {
    return this.#call('query', { sql, settings }, looksLikeRead(sql), this.#newNote());
  }

  /** Runs a statement with a note: `session number` in a slot. */
  noted(sql, note, params, isRead = looksLikeRead(sql)) {
    return this.#query({ sql, params }, isRead, note);
  }

  #query(statement, isRead, note) {
    return this.#call('query', { ...statement, settings: this.#settings }, isRead, note);
  }

  /** Runs several statements as one transaction. */
  batch(statements, note, isRead = false) {
    return this.#query({ sql: '', batch: statements }, isRead, note);
  }

  script(sql, note = this.#newNote(), progress = 0) {
    return this.#call('script', { sql, settings: this.#settings }, note, progress);
  }

  recall(note) {
    return this.#call('recall', note);
  }

  /** Runs a script that must succeed. */
  async run(sql) {
    const { failure } = await this.script(sql);
    if (failure !== null) throw new Error(`${sql}: ${failure.message}`);
  }

  watch(sql, params) {
    return this.#call('watch', { sql, params, settings: this.#settings });
  }

  rerun(sql, params) {
    return this.#call('rerun', { sql, params, settings: this.#settings });
  }

  unwatch(tables) {
    return this.#call('unwatch', tables);
  }

  /** The rows of a statement that must succeed, as arrays of texts. */
  async rows(sql, params) {
    return rowsOf(await this.query(sql, params));
  }
}

/** What a tab would say of a statement, near enough: where it is not a read after all, the engine finds out. */
function looksLikeRead(sql) {
  return /^\s*(select|values|table|with)\b/i.test(sql);
}

/** An entry of the journal in words. */
function textOf({ slot, session, number, progress }) {
  return `${slot} ${session} ${number} ${progress}`;
}

/** The rows in a result, as arrays of texts. */
export function rowsOf(outcome) {
  if (outcome.failure !== null) throw new Error(JSON.stringify(outcome.failure ?? outcome));
  const bytes = outcome.result;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows = [];
  for (let at = 0; at < bytes.length; at += 1 + view.getInt32(at + 1)) {
    if (bytes[at] === 'D'.charCodeAt(0)) rows.push(readRow(bytes, view, at + 5));
  }
  return rows;
}

function readRow(bytes, view, start) {
  const row = [];
  let at = start + 2;
  for (let left = view.getInt16(start); left > 0; left--) {
    const size = view.getInt32(at);
    at += 4;
    row.push(size < 0 ? null : decoder.decode(bytes.subarray(at, at + size)));
    at += Math.max(0, size);
  }
  return row;
}

/** The types of the messages in a result, one letter each. */
export function messageTypes(outcome) {
  const bytes = outcome.result;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let types = '';
  for (let at = 0; at < bytes.length; at += 1 + view.getInt32(at + 1)) types += String.fromCharCode(bytes[at]);
  return types;
}
