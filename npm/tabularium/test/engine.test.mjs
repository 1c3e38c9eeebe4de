import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { load } from './support/bundle.mjs';

// The worker's scope has these; Node has not. No promise is left unhandled in these tests.
globalThis.addEventListener ??= () => {};
globalThis.removeEventListener ??= () => {};

const { openPglite } = await load('engine/pglite.ts');
const { IdbConnection } = await load('engine/idbConnection.ts');
const { ReplyBuffer } = await load('engine/replyBuffer.ts');

const RESPONSES = {
  '/html': { type: 'text/html', body: '<p>the application</p>' },
  '/broken.wasm': { type: 'application/wasm', body: 'no wasm' },
  '/untyped.wasm': { type: 'application/octet-stream', file: 'pglite.wasm' },
};

let server;
let origin;
before(async () => {
  server = createServer(async ({ url }, response) => {
    const { type = url.endsWith('.wasm') ? 'application/wasm' : '', file = url.slice(1), body } = RESPONSES[url] ?? {};
    const engine = new URL(file, import.meta.resolve('@electric-sql/pglite'));
    const content = body ?? (await readFile(engine).catch(() => null));
    // A connection kept alive would be closed by this end just when a later test begins to use it again.
    response.writeHead(content === null ? 404 : 200, { 'content-type': type, connection: 'close' }).end(content);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

function open(urls = {}) {
  const files = { pgliteWasm: '/pglite.wasm', initdbWasm: '/initdb.wasm', pgliteData: '/pglite.data', ...urls };
  const absolute = Object.fromEntries(Object.entries(files).map(([name, path]) => [name, origin + path]));
  return openPglite({ dataDir: 'memory://', urls: absolute, debug: false });
}

function query(sql) {
  const text = Buffer.from(`${sql}\0`);
  const header = Buffer.from([81, 0, 0, 0, 0]);
  header.writeInt32BE(text.length + 4, 1);
  return new Uint8Array(Buffer.concat([header, text]));
}

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
    initdbWasm: '/html',
    pgliteData: '/gone.data',
  })) {
    await assert.rejects(open({ [name]: path }), { code: 'ENGINE_UNAVAILABLE', message: new RegExp(origin + path) });
  }
  await assert.rejects(open({ pgliteWasm: '/broken.wasm' }), { code: 'ENGINE_UNAVAILABLE', message: /broken.wasm/ });
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

test('an IndexedDB connection writes strictly, and no change falls into the millisecond of storing', () => {
  const opened = [];
  const database = { transaction: (...args) => void opened.push(args), close() {} };
  const connection = new IdbConnection({ IDBFS: { dbs: { '/pglite/app': database } } }, '/pglite/app');
  database.transaction(['FILE_DATA'], 'readonly');
  database.transaction(['FILE_DATA'], 'readwrite');
  const storedAtMs = Date.now();
  connection.beforeChange();
  assert.ok(Date.now() > storedAtMs - 1);
  assert.deepEqual(opened, [
    [['FILE_DATA'], 'readonly'],
    [['FILE_DATA'], 'readwrite', { durability: 'strict' }],
  ]);
  for (let round = 0; round < 100; round++) {
    const beforeMs = Date.now();
    database.transaction(['FILE_DATA'], 'readwrite');
    connection.beforeChange();
    assert.ok(Date.now() > beforeMs);
  }
});
