import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { load } from './support/bundle.mjs';
import { installBrowser, openFake } from './support/fakePage.mjs';
import { resultMessages } from './support/messages.mjs';

const { Tabularium } = await load('index.ts');
const pages = installBrowser();

const INSERTED = resultMessages([], [], 'INSERT 0 1');
const LOST = { code: 'TX_ABORTED_FAILOVER', outcome: 'ROLLED_BACK' };

/** A database where `failures` names, for the n-th call of an operation (`'commit 1'`), how it fails. */
async function openFailing(failures) {
  const { db, page } = await openFake(Tabularium, pages);
  const counts = new Map();
  page.onCall = (call) => {
    const count = (counts.get(call.op) ?? 0) + 1;
    counts.set(call.op, count);
    const failure = failures[`${call.op} ${count}`];
    setImmediate(() => (failure === undefined ? call.succeed(INSERTED) : call.fail(failure)));
  };
  return { db, page, ops: () => page.calls.map((call) => call.op).join(' ') };
}

/** A closure of one insert that returns how often it was run. */
function inserting() {
  const closure = mock.fn(async (tx) => {
    await tx.query('insert');
    return closure.mock.callCount();
  });
  return closure;
}

test('runs the closure again when the leader went with the transaction', async () => {
  for (const lost of ['query 1', 'commit 1']) {
    const { db, ops } = await openFailing({ [lost]: LOST });
    assert.equal(await db.transaction(inserting(), { retry: true }), 2, lost);
    const first = lost === 'query 1' ? 'begin query rollback' : 'begin query commit';
    assert.equal(ops(), `${first} begin query commit`);
  }
});

test('each run has its own handle and the options of the call', async () => {
  const { db, page } = await openFailing({ 'query 1': LOST });
  const handles = new Set();
  const closure = async (tx) => {
    handles.add(tx);
    await tx.query('insert');
  };
  await db.transaction(closure, { retry: true, deadlineMs: 80, durability: 'memory' });
  assert.equal(handles.size, 2);
  assert.ok(page.calls.every((call) => call.deadlineMs === 80 && call.durability === 'memory'));
  assert.deepEqual(
    page.calls.map(({ op, transaction }) => `${op} ${transaction}`),
    ['begin 0', 'query 1', 'rollback 1', 'begin 0', 'query 4', 'commit 4'],
  );
});

test('runs it once without the option', async () => {
  for (const options of [undefined, {}, { retry: false }]) {
    const { db, ops } = await openFailing({ 'commit 1': LOST });
    await assert.rejects(db.transaction(inserting(), options), { code: 'TX_ABORTED_FAILOVER', outcome: 'rolledBack' });
    assert.equal(ops(), 'begin query commit');
  }
});

test('gives up after four runs', async () => {
  const failures = Object.fromEntries([1, 2, 3, 4, 5].map((count) => [`commit ${count}`, LOST]));
  const { db } = await openFailing(failures);
  const closure = inserting();
  await assert.rejects(db.transaction(closure, { retry: true }), { code: 'TX_ABORTED_FAILOVER' });
  assert.equal(closure.mock.callCount(), 4);
});

test('runs it again also where the closure wraps or swallows the error', async () => {
  const wrapping = async (tx) => {
    await tx.query('insert').catch((cause) => {
      throw new Error('mine', { cause });
    });
  };
  const wrapped = await openFailing({ 'query 1': LOST });
  await wrapped.db.transaction(wrapping, { retry: true });
  assert.equal(wrapped.ops(), 'begin query rollback begin query commit');
  const swallowing = (tx) => tx.query('insert').catch(() => {});
  const swallowed = await openFailing({ 'query 1': LOST, 'commit 1': LOST });
  await swallowed.db.transaction(swallowing, { retry: true });
  assert.equal(swallowed.ops(), 'begin query commit begin query commit');
});

test('never runs it again where the commit may have taken effect, whatever else was lost', async () => {
  for (const outcome of ['PENDING', 'UNKNOWN']) {
    const code = outcome === 'PENDING' ? 'DEADLINE_EXCEEDED' : 'SESSION_EXPIRED';
    const { db, ops } = await openFailing({ 'query 1': LOST, 'commit 1': { code, outcome } });
    const closure = mock.fn((tx) => tx.query('insert').catch(() => {}));
    await assert.rejects(db.transaction(closure, { retry: true }), { code });
    assert.equal(closure.mock.callCount(), 1);
    assert.equal(ops(), 'begin query commit');
  }
});

test('commits only when what the closure did not wait for has ended, whose outcome could not be told otherwise', async () => {
  const { db, page } = await openFake(Tabularium, pages);
  page.onCall = (call) => {
    if (call.op !== 'query') setImmediate(() => call.succeed(INSERTED));
  };
  const running = db.transaction((tx) => {
    tx.query('not awaited').catch(() => {});
    return 'value';
  });
  while (page.last?.op !== 'query') await new Promise((resolve) => setImmediate(resolve));
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(page.last.op, 'query');
  page.last.succeed(INSERTED);
  assert.equal(await running, 'value');
  assert.equal(page.last.op, 'commit');
});

test('never runs it again for an error of the closure’s own, even if the rollback meets a dead leader', async () => {
  const { db, ops } = await openFailing({ 'rollback 1': LOST });
  const closure = async (tx) => {
    await tx.query('insert');
    throw new RangeError('mine');
  };
  await assert.rejects(db.transaction(closure, { retry: true }), { name: 'RangeError' });
  assert.equal(ops(), 'begin query rollback');
});

test('never runs it again for other errors, or when the wait is over', async () => {
  for (const failure of [
    { code: 'SQL_ERROR', outcome: 'ROLLED_BACK' },
    { code: 'TX_CLOSED', outcome: 'ROLLED_BACK' },
    { code: 'STATEMENT_TIMEOUT', outcome: 'ROLLED_BACK' },
  ]) {
    const { db, ops } = await openFailing({ 'query 1': failure });
    await assert.rejects(db.transaction(inserting(), { retry: true }), { code: failure.code });
    assert.equal(ops(), 'begin query rollback');
  }
  const { db, ops } = await openFailing({ 'query 1': LOST });
  const controller = new AbortController();
  const closure = async (tx) => {
    controller.abort();
    await tx.query('insert', [], { signal: undefined });
  };
  await assert.rejects(db.transaction(closure, { retry: true, signal: controller.signal }), LOST_TO_CALLER);
  assert.equal(ops(), 'begin query rollback');
});

const LOST_TO_CALLER = { code: 'TX_ABORTED_FAILOVER', outcome: 'rolledBack' };

test('finds nested use in every run', async () => {
  const { db } = await openFailing({ 'query 1': LOST });
  let runs = 0;
  await db.transaction(
    async (tx) => {
      runs++;
      await assert.rejects(db.query('select'), { code: 'TX_NESTED' });
      await tx.query('insert');
    },
    { retry: true },
  );
  assert.equal(runs, 2);
});
