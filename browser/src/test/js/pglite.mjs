// The engine as compiled from Java, over a real PGlite in Node: a small stand-in for the glue of the npm package.
import { PGlite } from '@electric-sql/pglite';
import { close, create, execute, flush, open } from '../../../target/js/engine-probe.js';

const decoder = new TextDecoder();

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
    epoch: store.epoch,
    exec,
    execPart: exec,
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

/** An engine on a store; `execs` counts the exchanges with PGlite. */
export class EngineUnderTest {
  execs = 0;
  #isInTransaction = false;
  #lastNumber = 0;

  constructor(store) {
    const handle = handleOf(store);
    for (const name of ['exec', 'execPart']) {
      const exec = handle[name];
      handle[name] = (message) => {
        this.execs += 1;
        return exec(message);
      };
    }
    const openPglite = async (options) => {
      store.openedWith = options;
      return handle;
    };
    const loadEngine = async () => ({ openPglite });
    this.number = create({ loadEngine }, 'memory://test', { engine: 'engine.js' });
  }

  /** What opening came to: the term and so on, or a failure. */
  open(termFloor = 0, isStolen = false) {
    return new Promise((resolve) => open(this.number, termFloor, isStolen, resolve));
  }

  flush(level) {
    return new Promise((resolve) => flush(this.number, level, resolve));
  }

  close() {
    return new Promise((resolve) => close(this.number, resolve));
  }

  /** Runs a call and checks that it does not complete before it has returned. Has a note outside of transactions. */
  call(name, { statement = null, tables = '', note, progress = 0 } = {}) {
    return new Promise((resolve, reject) => {
      let hasReturned = false;
      const { slot, session, number } = note === undefined ? this.#newNote(name) : note;
      execute(this.number, name, statement, tables, slot, session, number, progress, (outcome) => {
        if (!hasReturned) reject(new Error('completed before the call returned'));
        this.#isInTransaction = outcome.isInTransaction;
        resolve(outcome);
      });
      hasReturned = true;
    });
  }

  #newNote(name) {
    const isNoted = name === 'commit' || !this.#isInTransaction;
    return { slot: 0, session: isNoted ? 'nobody' : null, number: isNoted ? ++this.#lastNumber : 0 };
  }

  query(sql, params, paramTypes) {
    return this.call('query', { statement: { sql, params, paramTypes } });
  }

  /** Runs a statement with a note: `session number` in a slot. */
  noted(sql, note, params) {
    return this.call('query', { statement: { sql, params }, note });
  }

  script(sql, note, progress) {
    return this.call('script', { statement: { sql }, note, progress });
  }

  recall(note) {
    return this.call('recall', { note });
  }

  /** Runs a script that must succeed. */
  async run(sql) {
    const { failure } = await this.script(sql);
    if (failure !== null) throw new Error(`${sql}: ${failure.message}`);
  }

  watch(sql, params) {
    return this.call('watch', { statement: { sql, params } });
  }

  rerun(sql, params) {
    return this.call('rerun', { statement: { sql, params } });
  }

  unwatch(tables) {
    return this.call('unwatch', { tables: tables.join(',') });
  }

  /** The rows of a statement that must succeed, as arrays of texts. */
  async rows(sql, params) {
    return rowsOf(await this.query(sql, params));
  }
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
