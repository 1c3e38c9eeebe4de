// A worker that opens an engine on a store when the page says so, and does with it what a test needs.

import { openPglite } from '/tabularium/engine.js';

const URLS = {
  pgliteWasm: '/tabularium/pglite.wasm',
  pgliteData: '/tabularium/pglite.data',
  blankData: '/tabularium/blank.data',
};

let engine;
let holds = true;
let end;
let halfwayFile;

function exec(sql) {
  const text = new TextEncoder().encode(`${sql}\0`);
  const message = new Uint8Array(5 + text.length);
  message[0] = 'Q'.charCodeAt(0);
  new DataView(message.buffer).setInt32(1, 4 + text.length);
  message.set(text, 5);
  return rowsOf(engine.exec(message));
}

/** The first column of every row, as text. Throws the error of a failed statement. */
function rowsOf(reply) {
  const view = new DataView(reply.buffer, reply.byteOffset, reply.byteLength);
  const rows = [];
  for (let at = 0; at < reply.length; ) {
    const type = String.fromCharCode(reply[at]);
    const size = view.getInt32(at + 1);
    if (type === 'E') throw new Error(new TextDecoder().decode(reply.subarray(at + 5, at + 1 + size)));
    if (type === 'D') {
      const length = view.getInt32(at + 7);
      rows.push(length < 0 ? null : new TextDecoder().decode(reply.subarray(at + 11, at + 11 + length)));
    }
    at += 1 + size;
  }
  return rows;
}

async function insertForever({ level, from, hasHaste }) {
  const realNow = Date.now;
  let aheadMs = 0;
  if (hasHaste) Date.now = () => realNow() + aheadMs;
  for (let row = from + 1; ; row++) {
    exec(`insert into kept values (${row}, repeat('x', ${100 + ((row * 37) % 3000)}))`);
    if (row % 3 === 0) exec('drop table if exists passing; create table passing as select generate_series(1, 9)');
    if (row % 17 === 0) exec('checkpoint');
    aheadMs += 61_000;
    await engine.flush(level);
    postMessage({ acknowledged: row });
  }
}

/** Holds the lock by which others know that the session's worker lives, for life. */
function live(session) {
  return new Promise((resolve) => {
    navigator.locks.request(`tabularium/worker/${session}`, () => {
      resolve();
      return new Promise(() => {});
    });
  });
}

const operations = {
  async open({ dataDir, ...options }) {
    if (options.session) await live(options.session);
    const startMs = performance.now();
    engine = await openPglite({ dataDir, urls: URLS, debug: false, stillHolds: async () => holds, ...options });
    // Here nobody has the log written before a flush.
    exec('set synchronous_commit = on');
    const { isFresh, storage, epoch } = engine;
    return { isFresh, storage, epoch, openMs: performance.now() - startMs };
  },

  /** Opens an engine, and comes to a halt for good where it has its first file open; ends there. */
  openHalfway: (options) =>
    new Promise((halt) => {
      const { createSyncAccessHandle } = FileSystemFileHandle.prototype;
      FileSystemFileHandle.prototype.createSyncAccessHandle = async function () {
        halfwayFile = await createSyncAccessHandle.call(this);
        halt();
        return new Promise(() => {});
      };
      operations.open(options);
    }),

  /** Opens an engine whose worker was stopped after it had read that the page store, which was open already, held nothing yet. */
  openAfterPause(options) {
    const { get } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.get = function (key) {
      const request = get.call(this, key);
      if (this.transaction.mode !== 'readonly' || this.name !== 'meta') return request;
      return {
        get result() {
          return key === 'store' ? { ...request.result, isWhole: false } : undefined;
        },
        set onsuccess(tell) {
          request.onsuccess = tell;
        },
        set onerror(tell) {
          request.onerror = tell;
        },
      };
    };
    return operations.open(options);
  },

  /** Opens a database with PGlite alone, runs a script in it, and closes it. Gives the rows of the last statement. */
  async plain({ dataDir, sql }) {
    const { PGlite } = await import('/pglite/index.js');
    const startMs = performance.now();
    const pg = await PGlite.create({ dataDir });
    const openMs = performance.now() - startMs;
    const rows = (await pg.exec(sql)).at(-1).rows;
    await pg.close();
    return { rows, openMs };
  },

  /** Opens every file in a folder, as a worker has them that is dead but not gone; gives how many these are. */
  async holdFiles(path) {
    let folder = await navigator.storage.getDirectory();
    for (const name of path.split('/')) folder = await folder.getDirectoryHandle(name);
    const opening = [];
    for await (const file of folder.values()) opening.push(file.createSyncAccessHandle());
    return (await Promise.all(opening)).length;
  },

  loseLock: () => void (holds = false),

  /** As in a browser in which nobody else can have open what one has open. */
  openFilesAlone: () => {
    const { createSyncAccessHandle } = FileSystemFileHandle.prototype;
    FileSystemFileHandle.prototype.createSyncAccessHandle = async function () {
      return Object.defineProperty(await createSyncAccessHandle.call(this), 'mode', { value: undefined });
    };
  },

  exec: (sql) => exec(sql),
  flush: (level) => engine.flush(level),
  close: () => engine.close(),

  /**
   * Inserts rows one after the other, each flushed, until something fails; the page is told of each that is safe. Files
   * come and go meanwhile. With `hasHaste` PGlite's file system believes at every flush that a minute has passed, which
   * is when it writes its list of files anew.
   */
  async insertForever(options) {
    try {
      await insertForever(options);
    } catch (error) {
      end = error.code ?? error.message;
    }
  },

  /** Has the browser refuse the next pages that are to be stored. */
  refuseNextWrite: () => {
    for (const [prototype, method] of [
      [IDBObjectStore.prototype, 'put'],
      [FileSystemSyncAccessHandle.prototype, 'write'],
    ]) {
      const original = prototype[method];
      prototype[method] = () => {
        prototype[method] = original;
        throw new DOMException('no space', 'QuotaExceededError');
      };
    }
  },

  /** Why the inserting ended, if it has. */
  ended: () => end,

  /** How long flushes take, in the middle, after `pageCount` pages of the log were written. */
  async flushMs({ level, pageCount, times }) {
    const tookMs = [];
    for (let i = 0; i < times; i++) {
      const bytes = pageCount === 1 ? 100 : (pageCount - 1) * 8192;
      const text = `select string_agg(md5(random()::text), '') from generate_series(1, ${Math.ceil(bytes / 32)})`;
      exec(`select pg_logical_emit_message(true, 'measured', (${text}))`);
      const startMs = performance.now();
      await engine.flush(level);
      tookMs.push(performance.now() - startMs);
    }
    return tookMs.sort((a, b) => a - b)[times >> 1];
  },
};

onmessage = async ({ data: { id, operation, argument } }) => {
  try {
    postMessage({ id, value: await operations[operation](argument) });
  } catch (error) {
    const { name, message, code } = error;
    postMessage({ id, error: { name, message, code } });
  }
};
