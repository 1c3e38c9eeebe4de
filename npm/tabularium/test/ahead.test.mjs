import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { load } from './support/bundle.mjs';

const URLS = { pgliteWasm: 'http://app/pglite.wasm', pgliteData: 'http://app/pglite.data', blankData: 'http://app/blank' };
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

let workers;
let fetched;
let ahead;

beforeEach(async () => {
  ahead = await load('engine/ahead.ts');
  workers = [];
  fetched = [];
  globalThis.fetch = async (url) => {
    fetched.push(url);
    if (url === URLS.pgliteWasm) return new Response(EMPTY_MODULE, { headers: { 'content-type': 'application/wasm' } });
    return new Response('bytes');
  };
  globalThis.Worker = class {
    constructor(_url, { name }) {
      this.name = name;
      workers.push(this);
    }

    postMessage(message) {
      this.message = message;
    }

    terminate() {
      this.isOver = true;
    }
  };
});

const aWhile = () => new Promise((resolve) => setTimeout(resolve, 20));
const never = () => assert.fail('loaded again');

test('what was loaded ahead was tried out as well, and is not loaded again', async () => {
  ahead.loadAhead(URLS);
  await aWhile();
  const [worker] = workers;
  assert.equal(worker.name, 'tabularium/rehearsal');
  assert.ok(worker.message.pgliteWasmModule instanceof WebAssembly.Module);
  worker.onmessage();
  assert.equal(worker.isOver, true);
  assert.equal(await ahead.take(URLS.pgliteWasm, never), worker.message.pgliteWasmModule);
  await ahead.take(URLS.pgliteData, never);
  assert.deepEqual(fetched, [URLS.pgliteWasm, URLS.pgliteData]);
});

test('a rehearsal ends, or does not begin, when the engine is needed', async () => {
  ahead.loadAhead(URLS);
  await aWhile();
  await ahead.take(URLS.pgliteWasm, never);
  assert.equal(workers[0].isOver, true);
  ahead.loadAhead(URLS);
  await ahead.take(URLS.pgliteWasm, never);
  await aWhile();
  assert.equal(workers.length, 1);
});

test('an engine that cannot be rehearsed is opened all the same', async () => {
  globalThis.Worker = class {
    constructor() {
      throw new DOMException('another origin', 'SecurityError');
    }
  };
  ahead.loadAhead(URLS);
  await aWhile();
  await ahead.take(URLS.pgliteWasm, never);
});
