import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { load } from './support/bundle.mjs';
import { FIRST_LEADER, installBrowser, openFake, plainFailure, settled } from './support/fakePage.mjs';
import { resultMessages } from './support/messages.mjs';

const { Tabularium } = await load('index.ts');

test('outside of a browser the import does nothing and open says what is missing', async () => {
  await assert.rejects(Tabularium.open('idb://app'), { code: 'ENVIRONMENT_UNSUPPORTED', message: /no Web Workers/ });
});

test('without Web Locks open says why', async (t) => {
  installBrowser();
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: {} });
  await assert.rejects(Tabularium.open('idb://app'), { code: 'ENVIRONMENT_UNSUPPORTED', message: /no Web Locks/ });
  globalThis.isSecureContext = false;
  t.after(() => delete globalThis.isSecureContext);
  await assert.rejects(Tabularium.open('idb://app'), { code: 'ENVIRONMENT_UNSUPPORTED', message: /secure context/ });
});

test('open passes on what it was told and resolves with the first leader', async () => {
  const pages = installBrowser();
  const { db, page } = await openFake(Tabularium, pages, {
    dataDir: 'opfs-ahp://a/b',
    id: 'group',
    meta: { version: '1.2' },
    durability: 'memory',
    deadlineMs: 99,
    leaderTimeoutMs: 700,
    maxStatementMs: 0,
    convert: true,
    protocol: [1, 2],
  });
  const { worker, respawnWorker, engineUrls, transactionIdleMs, ...config } = page.config;
  assert.deepEqual(config, {
    path: 'opfs-ahp://a/b',
    id: 'group',
    appVersion: '1.2',
    meta: { version: '1.2' },
    durability: 'memory',
    deadlineMs: 99,
    leaderTimeoutMs: 700,
    maxStatementMs: 0,
    convert: true,
    debug: false,
    protocolMin: 1,
    protocolMax: 2,
    brokerUrl: null,
  });
  assert.ok(worker instanceof Worker && respawnWorker() instanceof Worker && transactionIdleMs > 0);
  assert.deepEqual(
    Object.values(engineUrls).map((url) => url.split('/').at(-1)),
    ['engine.js', 'pglite.wasm', 'pglite.data', 'blank.data'],
  );
  await db.ready;
  assert.deepEqual([db.isLeader, db.role, db.term, db.leaderId, db.commit], [false, 'follower', 1, 'tab-a', 7]);
  assert.deepEqual(db.mode, {
    engine: 'PGlite',
    storage: 'idb',
    transport: 'message-port',
    worker: 'dedicated',
    durability: 'disk',
    persisted: false,
  });
});

test('open rejects with what made it impossible, and lets go', async () => {
  const pages = installBrowser();
  const opening = Tabularium.open('idb://app');
  await settled();
  pages[0].host.onFatal(plainFailure({ code: 'VERSION_BLOCKED', message: 'held by 2.0' }));
  await assert.rejects(opening, { code: 'VERSION_BLOCKED', message: 'held by 2.0', outcome: 'notRun' });
  assert.equal(pages[0].closings, 1);
});

test('a worker that does not load is named', async () => {
  const pages = installBrowser();
  const opening = Tabularium.open('idb://app');
  await settled();
  pages[0].config.worker.dispatchEvent(new Event('error'));
  await assert.rejects(opening, {
    code: 'WORKER_FAILED',
    message: /file:.*worker\.js could not be loaded.*same origin/s,
  });
});

test('a worker that cannot be made is named', async () => {
  installBrowser();
  const cause = new Error('SecurityError');
  const refuse = () => {
    throw cause;
  };
  await assert.rejects(Tabularium.open({ dataDir: 'idb://a', worker: refuse }), {
    code: 'WORKER_FAILED',
    message: /given to open/,
    cause,
  });
  await assert.rejects(Tabularium.open({ dataDir: 'idb://a', worker: () => 5 }), { code: 'INVALID_ARGUMENT' });
});

test('an own worker is used, and made again if a function makes it', async () => {
  const pages = installBrowser();
  const worker = new Worker();
  const { page } = await openFake(Tabularium, pages, { dataDir: 'idb://a', worker });
  assert.equal(page.config.worker, worker);
  assert.equal(page.config.respawnWorker(), null);
  const make = mock.fn(() => new Worker());
  const { page: other } = await openFake(Tabularium, pages, { dataDir: 'idb://a', worker: make });
  assert.equal(other.config.worker, make.mock.calls[0].result);
  assert.equal(other.config.respawnWorker(), make.mock.calls[1].result);
});

test('tells what it does when asked to, and what goes wrong always', async (t) => {
  const pages = installBrowser();
  const written = ['info', 'warn'].map((level) => t.mock.method(console, level, () => {}));
  for (const debug of [false, true]) {
    const { page } = await openFake(Tabularium, pages, { dataDir: 'idb://a', debug });
    page.host.onLog('info', 'leads');
    page.host.onLog('warn', 'slow');
  }
  assert.deepEqual(
    written.map((method) => method.mock.calls.map((call) => call.arguments[0])),
    [['tabularium: leads'], ['tabularium: slow', 'tabularium: slow']],
  );
});

test('says once that a store is PGlite’s own, and how to convert it', async (t) => {
  const pages = installBrowser();
  const info = t.mock.method(console, 'info', () => {});
  const { db, page } = await openFake(Tabularium, pages, 'idb://old', { ...FIRST_LEADER, storage: 'idb-files' });
  page.host.onWelcome({ ...FIRST_LEADER, storage: 'idb-files', term: 2 });
  await settled();
  assert.equal(db.mode.storage, 'idb-files');
  await openFake(Tabularium, pages, 'idb://new');
  const lines = info.mock.calls.map((call) => call.arguments[0]);
  assert.equal(lines.length, 1);
  assert.match(lines[0], /idb:\/\/old .*PGlite.*convert: true/s);
});

test('a store in memory says so, whatever was asked', async () => {
  const pages = installBrowser();
  const { db } = await openFake(Tabularium, pages, 'memory://', { ...FIRST_LEADER, storage: 'memory' });
  assert.equal(db.mode.durability, 'memory');
});

test('a database that is lost later refuses calls with the reason', async () => {
  const pages = installBrowser();
  const { db, page } = await openFake(Tabularium, pages);
  const live = db.live.query('select', [], () => {});
  page.host.onFatal(plainFailure({ code: 'STORAGE_IN_USE', message: 'taken' }));
  await assert.rejects(live, { code: 'STORAGE_IN_USE' });
  await assert.rejects(db.query('select'), { code: 'STORAGE_IN_USE', message: 'taken' });
  assert.equal(db.closed, true);
  await db.close();
  assert.equal(page.closings, 1);
});

test('tells of each change of leader once', async () => {
  const pages = installBrowser();
  const { db, page } = await openFake(Tabularium, pages);
  const changes = [];
  const off = db.onLeaderChange((change) => changes.push(change));
  page.host.onWelcome(FIRST_LEADER);
  page.host.onWelcome({ ...FIRST_LEADER, term: 2, leaderId: 'tab-b', isLeader: true });
  page.host.onWelcome({ ...FIRST_LEADER, term: 2, leaderId: 'tab-b', isLeader: true });
  await settled();
  assert.equal(db.isLeader, true);
  page.host.onDemoted();
  await settled();
  assert.deepEqual([db.isLeader, db.role, changes.length], [false, 'follower', 1]);
  page.host.onWelcome({ ...FIRST_LEADER, term: 3, leaderId: 'tab-c', isFresh: true });
  await settled();
  off();
  page.host.onWelcome({ ...FIRST_LEADER, term: 4, leaderId: 'tab-d' });
  await settled();
  assert.equal(db.term, 4);
  assert.deepEqual(changes, [
    { term: 2, isLeader: true, role: 'leader', leaderId: 'tab-b', dataLost: false },
    { term: 3, isLeader: false, role: 'follower', leaderId: 'tab-c', dataLost: true },
  ]);
});

test('a listener that throws is reported and stops no other', async () => {
  const pages = installBrowser();
  const { db, page } = await openFake(Tabularium, pages);
  const reported = mock.method(console, 'error', () => {});
  const listener = mock.fn();
  db.onLeaderChange(() => {
    throw new Error('mine');
  });
  db.onLeaderChange(listener);
  page.host.onWelcome({ ...FIRST_LEADER, term: 2 });
  await settled();
  reported.mock.restore();
  assert.deepEqual([listener.mock.callCount(), reported.mock.callCount()], [1, 1]);
});

test('resign, ping, storage, persist and dispose', async () => {
  const pages = installBrowser();
  const { db, page } = await openFake(Tabularium, pages);
  db.resign();
  assert.equal(page.resignations, 1);
  page.onCall = (call) => setImmediate(() => call.succeed(resultMessages([], [], 'SELECT 1')));
  assert.ok((await db.ping()) >= 0);
  assert.deepEqual(await db.storage(), { usage: 10, quota: 100, persisted: false });
  assert.equal(await db.persist(), true);
  assert.equal(db.mode.persisted, true);
  await db[Symbol.asyncDispose]();
  assert.equal(db.closed, true);
});
