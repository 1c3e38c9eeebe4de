import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { load } from './support/bundle.mjs';

// The worker's scope has these; Node has not. No promise is left unhandled in these tests.
globalThis.addEventListener ??= () => {};
globalThis.removeEventListener ??= () => {};

const { openPglite, prepare } = await load('engine/pglite.ts');
const { IdbConnection } = await load('engine/idbConnection.ts');
const { ReplyBuffer } = await load('engine/replyBuffer.ts');

const RESPONSES = {
  '/html': { type: 'text/html', body: '<p>the application</p>' },
  '/broken.wasm': { type: 'application/wasm', body: 'no wasm' },
  '/untyped.wasm': { type: 'application/octet-stream', file: 'pglite.wasm' },
};

let server;
let origin;
const requests = [];
before(async () => {
  server = createServer(async ({ url }, response) => {
    requests.push(url);
    const { type = url.endsWith('.wasm') ? 'application/wasm' : '', file = url.slice(1), body } = RESPONSES[url] ?? {};
    const content = body ?? (await readFile(new URL(`../dist/${file}`, import.meta.url)).catch(() => null));
    // A connection kept alive would be closed by this end just when a later test begins to use it again.
    response.writeHead(content === null ? 404 : 200, { 'content-type': type, connection: 'close' }).end(content);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

function absolute(urls = {}) {
  const files = { pgliteWasm: '/pglite.wasm', pgliteData: '/pglite.data', blankData: '/blank.data', ...urls };
  return Object.fromEntries(Object.entries(files).map(([name, path]) => [name, origin + path]));
}

function open(urls = {}, options = {}) {
  return openPglite({ dataDir: 'memory://', urls: absolute(urls), debug: false, ...options });
}

function query(sql) {
  const text = Buffer.from(`${sql}\0`);
  const header = Buffer.from([81, 0, 0, 0, 0]);
  header.writeInt32BE(text.length + 4, 1);
  return new Uint8Array(Buffer.concat([header, text]));
}

/** A frontend message of the extended protocol. */
function message(type, body = '') {
  const header = Buffer.from([type.charCodeAt(0), 0, 0, 0, 0]);
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, Buffer.from(body, 'latin1')]);
}

const parse = (sql) => message('P', `\0${sql}\0\0\0`);
const BIND = message('B', '\0\0\0\0\0\0\0\0');
const EXECUTE = message('E', '\0\0\0\0\0');
const FLUSH = message('H');
const SYNC = message('S');
const messages = (...parts) => new Uint8Array(Buffer.concat(parts));

test('runs messages synchronously and answers with bytes of its own, also after errors', async () => {
  const engine = await open({ pgliteWasm: '/untyped.wasm' });
  assert.equal(engine.isFresh, true);
  const first = engine.exec(query("select 'one' as value"));
  const copy = first.slice();
  assert.match(Buffer.from(engine.exec(query('select 1/0'))).toString('latin1'), /22012.*Z\0\0\0\x05I$/s);
  const large = engine.exec(query("select repeat('x', 100000) from generate_series(1, 10)"));
  assert.ok(large.length > 1_000_000 && large.byteLength === large.buffer.byteLength);
  assert.deepEqual(first, copy);
  await engine.flush();
  assert.equal(engine.serialize([1, null], 1007), '{"1",NULL}');
  await engine.close();
  assert.throws(() => engine.exec(query('select')), { code: 'ENGINE_DIED' });
  await assert.rejects(engine.flush(), { code: 'ENGINE_DIED' });
  await engine.close();
});

test('names the file that is missing or wrong', async () => {
  for (const [name, path] of Object.entries({
    pgliteWasm: '/gone.wasm',
    blankData: '/html',
    pgliteData: '/gone.data',
  })) {
    await assert.rejects(open({ [name]: path }), { code: 'ENGINE_UNAVAILABLE', message: new RegExp(origin + path) });
  }
  await assert.rejects(open({ pgliteWasm: '/broken.wasm' }), { code: 'ENGINE_UNAVAILABLE', message: /broken.wasm/ });
  await assert.rejects(open({ blankData: '/broken.wasm' }), { code: 'ENGINE_UNAVAILABLE', message: /broken.wasm/ });
});

test('tells a whole reply from one that was cut off', () => {
  const reply = new ReplyBuffer();
  assert.equal(reply.endsReady(), false);
  reply.append(Uint8Array.of(1, 2, 90, 0, 0));
  assert.equal(reply.endsReady(), false);
  reply.append(Uint8Array.of(0, 5, 73));
  assert.equal(reply.endsReady(), true);
  assert.deepEqual(reply.take(), Uint8Array.of(1, 2, 90, 0, 0, 0, 5, 73));
  reply.clear();
  reply.append(new Uint8Array(300_000).fill(7));
  assert.deepEqual(reply.take(), new Uint8Array(300_000).fill(7));
});

/** A connection as PGlite's Emscripten module has it, on a store whose last opening raised the epoch to 7. */
function fakeDatabase() {
  const database = {
    storedEpoch: '7',
    opened: [],
    close() {},
    transaction(...args) {
      database.opened.push(args);
      const get = () => {
        const request = { result: { contents: new TextEncoder().encode(database.storedEpoch) } };
        queueMicrotask(() => request.onsuccess());
        return request;
      };
      return { objectStore: () => ({ get }), abort: () => database.opened.push('aborted') };
    },
  };
  return database;
}

const connect = (database) =>
  new IdbConnection({ IDBFS: { dbs: { '/pglite/app': database } } }, '/pglite/app', '/pglite/app/epoch', 7);

test('an IndexedDB connection writes as durably as asked, and no change falls into the millisecond of storing', () => {
  const database = fakeDatabase();
  const { opened } = database;
  const connection = connect(database);
  database.transaction(['FILE_DATA'], 'readonly');
  database.transaction(['FILE_DATA'], 'readwrite');
  connection.level = 'memory';
  database.transaction(['FILE_DATA'], 'readwrite');
  const storedAtMs = Date.now();
  connection.beforeChange();
  assert.ok(Date.now() > storedAtMs - 1);
  assert.deepEqual(opened, [
    [['FILE_DATA'], 'readonly'],
    [['FILE_DATA'], 'readwrite', { durability: 'strict' }],
    [['FILE_DATA'], 'readwrite', { durability: 'relaxed' }],
  ]);
  for (let round = 0; round < 100; round++) {
    const beforeMs = Date.now();
    database.transaction(['FILE_DATA'], 'readwrite');
    connection.beforeChange();
    assert.ok(Date.now() > beforeMs);
  }
});

test('an IndexedDB connection ends its transaction without effect when a later leader has the store', async () => {
  const database = fakeDatabase();
  const connection = connect(database);
  database.transaction(['FILE_DATA'], 'readwrite');
  await Promise.resolve();
  assert.deepEqual([connection.isFenced, database.opened.length], [false, 1]);
  database.storedEpoch = '8';
  database.transaction(['FILE_DATA'], 'readwrite');
  await Promise.resolve();
  assert.deepEqual([connection.isFenced, database.opened.at(-1)], [true, 'aborted']);
});

test('goes on with an implicit transaction after a part that ends with Flush', async () => {
  const engine = await open();
  engine.exec(query('create table t (id int primary key)'));
  const part = (sql) => engine.execPart(messages(parse(sql), BIND, EXECUTE, FLUSH));
  const text = (reply) => Buffer.from(reply).toString('latin1');
  assert.match(text(part('insert into t values (1)')), /C\0\0\0\x0fINSERT 0 1\0$/);
  assert.match(text(engine.exec(messages(parse('insert into t values (1)'), BIND, EXECUTE, SYNC))), /23505.*I$/s);
  assert.match(text(engine.exec(query('select count(*) from t'))), /D\0\0\0\x0b\0\x01\0\0\0\x010/);
  part('insert into t values (2)');
  engine.exec(messages(parse('insert into t values (3)'), BIND, EXECUTE, SYNC));
  assert.match(text(engine.exec(query('select count(*) from t'))), /D\0\0\0\x0b\0\x01\0\0\0\x012/);
  await engine.close();
});

test('a store that cannot tell leaders apart asks for the lock before anything counts as flushed', async () => {
  let holds = true;
  const engine = await open({}, { stillHolds: async () => holds });
  assert.deepEqual([engine.storage, engine.epoch], ['memory', 0]);
  await engine.flush('memory');
  holds = false;
  await assert.rejects(engine.flush('disk'), { code: 'FENCED' });
  holds = true;
  await assert.rejects(engine.flush('memory'), { code: 'FENCED' });
  await engine.close();
});

test('what was loaded ahead is not loaded again, and is used once', async () => {
  requests.length = 0;
  prepare(absolute());
  await (await open()).close();
  assert.deepEqual([...requests].sort(), ['/blank.data', '/pglite.data', '/pglite.wasm']);
  requests.length = 0;
  await (await open()).close();
  assert.deepEqual([...requests].sort(), ['/blank.data', '/pglite.data', '/pglite.wasm']);
});

test('what could not be loaded ahead is loaded when it is needed, and its error told', async () => {
  const urls = { pgliteWasm: '/missing.wasm' };
  prepare(absolute(urls));
  await assert.rejects(open(urls), { code: 'ENGINE_UNAVAILABLE' });
  await (await open()).close();
});
