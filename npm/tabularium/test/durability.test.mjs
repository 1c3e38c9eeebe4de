import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './support/bundle.mjs';
import { FIRST_LEADER, installBrowser, openFake } from './support/fakePage.mjs';
import { resultMessages } from './support/messages.mjs';

const { Tabularium } = await load('index.ts');
const pages = installBrowser();

const INSERTED = resultMessages([], [], 'INSERT 0 2');
const SELECTED = resultMessages([['id', 23]], [['1']], 'SELECT 1');

async function open(options, leader) {
  return openFake(Tabularium, pages, options, leader);
}

const openInMemory = () => open('memory://', { ...FIRST_LEADER, storage: 'memory' });

test('the level is the database’s own unless a call says otherwise', async () => {
  const { db, page } = await open({ dataDir: 'idb://a', durability: 'memory' });
  const calls = [
    db.query('insert'),
    db.query('insert', [], { durability: 'disk' }),
    db.exec('insert', { durability: 'disk' }),
    db.sql({ durability: 'disk' })`insert`,
    db.sql`insert`,
  ];
  assert.deepEqual(
    page.calls.map((call) => call.durability),
    ['memory', 'disk', 'disk', 'disk', 'memory'],
  );
  for (const call of page.calls) call.succeed(INSERTED);
  await Promise.all(calls);
});

test('a write tells its commit and what that has survived, even if it is more than was asked', async () => {
  for (const level of ['memory', 'disk']) {
    const { db, page } = await open({ dataDir: 'idb://a', durability: 'memory' });
    const promise = db.query('insert');
    page.last.succeed(INSERTED, 21, { level });
    const { affectedRows, commit, level: told } = await promise;
    assert.deepEqual([affectedRows, commit, told], [2, 21, level]);
  }
});

test('every result of a script tells the script’s commit', async () => {
  const { db, page } = await open();
  const promise = db.exec('insert; select');
  page.last.succeed(Uint8Array.from([...INSERTED, ...SELECTED]), 22, { level: 'memory' });
  assert.deepEqual(
    (await promise).map(({ commit, level }) => [commit, level]),
    [
      [22, 'memory'],
      [22, 'memory'],
    ],
  );
});

test('a read tells the commit it saw, and claims nothing to have survived', async () => {
  const { db, page } = await open();
  const promise = db.query('select');
  page.last.succeed(SELECTED, 23, { level: 'memory' });
  const result = await promise;
  assert.equal(result.commit, 23);
  assert.equal('level' in result || 'isAbridged' in result, false);
});

test('a select of a function that writes tells what was waited for', async () => {
  const { db, page } = await open();
  const promise = db.query('select write()');
  page.last.succeed(SELECTED, 24, { level: 'disk' });
  assert.equal((await promise).level, 'disk');
});

test('a result without its rows says so', async () => {
  const { db, page } = await open();
  const promise = db.query('insert returning');
  page.last.succeed(INSERTED, 25, { isAbridged: true });
  const { rows, affectedRows, isAbridged } = await promise;
  assert.deepEqual({ rows, affectedRows, isAbridged }, { rows: [], affectedRows: 2, isAbridged: true });
});

test('a store in memory never claims the disk', async () => {
  const { db, page } = await openInMemory();
  const promise = db.query('insert', [], { durability: 'disk' });
  page.last.succeed(INSERTED, 26, { level: 'disk' });
  assert.equal((await promise).level, 'memory');
  await assert.rejects(db.whenDurable(), { code: 'UNSUPPORTED', outcome: 'notRun', message: /memory/ });
  assert.equal(page.calls.length, 1);
});

test('whenDurable waits for the last known commit, or the one named', async () => {
  const { db, page } = await open({ dataDir: 'idb://a', deadlineMs: 5000 });
  const last = db.whenDurable();
  const named = db.whenDurable(2 ** 32 + 3, { deadlineMs: 90 });
  assert.deepEqual(
    page.calls.map(({ op, commit, deadlineMs }) => [op, commit, deadlineMs]),
    [
      ['sync', 7, 5000],
      ['sync', 2 ** 32 + 3, 90],
    ],
  );
  for (const call of page.calls) call.succeed(null, 9);
  assert.deepEqual(await Promise.all([last, named]), [undefined, undefined]);
  assert.equal(db.commit, 9);
});

test('whenDurable can be aborted, and its failure can be waited out', async () => {
  const { db, page } = await open();
  const controller = new AbortController();
  const aborted = db.whenDurable(7, { signal: controller.signal });
  controller.abort('enough');
  assert.deepEqual(page.cancelled, [1]);
  page.last.fail({ code: 'ABORTED' });
  await assert.rejects(aborted, { code: 'ABORTED', cause: 'enough', query: undefined });
  const failed = db.whenDurable();
  page.last.fail({ code: 'STORAGE_FULL', outcome: 'PENDING' });
  const error = await failed.catch((thrown) => thrown);
  assert.deepEqual([error.code, error.outcome], ['STORAGE_FULL', 'pending']);
  page.last.succeed(null, 7, { late: true });
  assert.equal(await error.settled, undefined);
});

test('whenDurable may be used inside a transaction, for what came before it', async () => {
  const { db, page } = await open();
  page.onCall = (call) => setImmediate(() => call.succeed(INSERTED, 8));
  await db.transaction(async (tx) => {
    await tx.query('insert');
    await db.whenDurable(7);
  });
  assert.deepEqual(
    page.calls.map((call) => call.op),
    ['begin', 'query', 'sync', 'commit'],
  );
});
