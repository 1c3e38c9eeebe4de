// What belongs to a transaction between BEGIN and COMMIT, and what becomes of pending writes that were made there.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { load } from './support/bundle.mjs';
import { FIRST_LEADER, installBrowser, settled } from './support/fakePage.mjs';

const pages = installBrowser();
const { Database } = await load('coordination/database.ts');

const LATE = { code: 'STORAGE_FULL', outcome: 'PENDING' };

let db;

// It has a channel open, which would keep the process.
afterEach(() => db.close());

async function open(options) {
  const opening = Database.newDatabase('app', options);
  await settled();
  const page = pages.at(-1);
  page.host.onWelcome({ ...FIRST_LEADER, engine: 'sqlite', storage: 'opfs' });
  db = await opening;
  return page;
}

/**
 * A database with one pending write in an open transaction. What it calls is answered at once, but for the operations
 * `held`; `ended` tells of each pending write that ends.
 */
async function openWithWrite(...held) {
  const page = await open();
  page.onCall = (call) => {
    if (!held.includes(call.op)) setImmediate(() => call.succeed(null, 8));
  };
  const ended = [];
  db.onPendingChange((_count, end) => {
    if (end === undefined) return;
    ended.push(`${end.sql}: ${end.isConfirmed ? 'confirmed' : `${end.error.code} ${end.error.outcome}`}`);
  });
  await db.enableOptimisticUpdates(true);
  await db.execute('begin');
  const write = db.queueWrite('first');
  await settled();
  return { page, ended, write };
}

/** How a call ended that fails. */
function errorOf(promise) {
  return promise.then(assert.fail, (error) => error);
}

test('writes of a commit that is late stay pending until it is known, and are confirmed then', async () => {
  const { page, ended } = await openWithWrite('commit');
  const committed = errorOf(db.execute('commit'));
  await settled();
  page.last.fail(LATE);
  const error = await committed;
  assert.deepEqual([error.code, error.outcome], ['STORAGE_FULL', 'pending']);
  await settled();
  assert.deepEqual([ended, await db.getPendingWritesCount()], [[], 1]);
  page.last.succeed(null, 9, { late: true });
  await error.settled;
  assert.deepEqual([ended, await db.getPendingWritesCount()], [['first: confirmed'], 0]);
});

test('writes of a commit that is late and fails are taken back', async () => {
  const { page, ended } = await openWithWrite('commit');
  const committed = errorOf(db.execute('commit'));
  await settled();
  page.last.fail(LATE);
  const { settled: end } = await committed;
  page.last.fail({ code: 'TX_ABORTED_FAILOVER', outcome: 'ROLLED_BACK' }, { late: true });
  await errorOf(end);
  assert.deepEqual(ended, ['first: TX_ABORTED_FAILOVER rolledBack']);
});

test('a commit that fails takes back its writes, and a rollback too', async () => {
  const { page, ended } = await openWithWrite('commit', 'rollback');
  const committed = errorOf(db.execute('commit'));
  await settled();
  page.last.fail({ code: 'TX_CLOSED', outcome: 'ROLLED_BACK' });
  await committed;
  await db.execute('begin');
  await db.queueWrite('second');
  const rolledBack = db.execute('rollback');
  await settled();
  page.last.succeed();
  await rolledBack;
  assert.deepEqual(ended, ['first: TX_CLOSED rolledBack', 'second: TX_CLOSED rolledBack']);
});

test('the end of a late commit ends no writes of the transaction after it', async () => {
  const { page, ended } = await openWithWrite('commit');
  const committed = errorOf(db.execute('commit'));
  await settled();
  const commit = page.last;
  commit.fail(LATE);
  const error = await committed;
  await db.execute('begin');
  await db.queueWrite('second');
  commit.succeed(null, 9, { late: true });
  await error.settled;
  assert.deepEqual(ended, ['first: confirmed']);
  await db.execute('rollback');
  assert.deepEqual(ended, ['first: confirmed', 'second: TX_CLOSED rolledBack']);
});

test('a write that is late in its transaction ends with that', async () => {
  const { page, ended, write } = await openWithWrite('query');
  page.last.fail({ code: 'DEADLINE_EXCEEDED', outcome: 'PENDING' });
  await errorOf(write);
  page.last.succeed(null, 0, { late: true });
  await settled();
  assert.deepEqual(ended, []);
  await db.execute('commit');
  assert.deepEqual(ended, ['first: confirmed']);
});

test('closing before a commit is known does not say that it was rolled back', async () => {
  const { page, ended } = await openWithWrite('commit');
  const committed = errorOf(db.execute('commit'));
  await settled();
  page.last.fail(LATE);
  await committed;
  await db.close();
  await settled();
  assert.deepEqual(ended, ['first: CLOSED unknown']);
});

test('COMMIT waits for the disk where a write was queued, whatever the level of the database', async () => {
  const page = await open({ durability: 'memory' });
  page.onCall = (call) => setImmediate(() => call.succeed());
  await db.execute('begin');
  const queued = db.queueWrite('first');
  await db.execute('commit');
  await queued;
  assert.deepEqual([page.last.op, page.last.durability], ['commit', 'disk']);
  await db.execute('begin');
  await db.execute('second');
  await db.execute('commit');
  assert.deepEqual([page.last.op, page.last.durability], ['commit', 'memory']);
});

test('what is called before BEGIN is answered belongs to the transaction', async () => {
  const page = await open();
  const begun = db.execute('begin');
  const nested = errorOf(db.execute('begin'));
  const rest = [db.queueWrite('first'), db.queueWrite('second'), db.execute('commit')];
  await settled();
  assert.deepEqual([page.calls.length, (await nested).code], [1, 'TX_NESTED']);
  page.onCall = (call) => setImmediate(() => call.succeed(null, 8));
  page.last.succeed();
  await Promise.all([begun, ...rest]);
  assert.deepEqual(
    page.calls.map(({ op, statement, transaction }) => [statement?.sql ?? op, transaction]),
    [
      ['begin', 0],
      ['first', 1],
      ['second', 1],
      ['commit', 1],
    ],
  );
});

test('what was called before BEGIN failed has not run, and the next transaction can begin', async () => {
  const page = await open();
  await db.enableOptimisticUpdates(true);
  const calls = [db.execute('begin'), db.queueWrite('first'), db.execute('commit')].map(errorOf);
  await settled();
  const begin = page.last;
  begin.fail(LATE);
  const errors = await Promise.all(calls);
  assert.deepEqual(errors.map(({ code, outcome }) => `${code} ${outcome}`), [
    'STORAGE_FULL pending',
    'STORAGE_FULL notRun',
    'STORAGE_FULL notRun',
  ]);
  assert.deepEqual([page.calls.length, await db.getPendingWritesCount()], [1, 0]);
  page.onCall = (call) => setImmediate(() => call.succeed());
  await db.execute('begin');
});

test('closing does not wait for a transaction whose turn it is not', async () => {
  const page = await open();
  db.execute('begin').catch(() => {});
  await settled();
  await db.close();
  assert.equal(page.closings, 1);
});

/** A transaction with a pending write that a second one is told has ended by itself, as `code`. */
async function openAndLost(code) {
  const { page, ended } = await openWithWrite('query', 'rollback');
  page.last.succeed(null, 0);
  await settled();
  const lost = errorOf(db.queueWrite('second'));
  await settled();
  page.last.fail({ code, outcome: 'ROLLED_BACK' });
  assert.equal((await lost).code, code);
  await settled();
  return { page, ended };
}

for (const code of ['TX_ABORTED_FAILOVER', 'TX_CLOSED']) {
  test(`the writes of a transaction that has ended by itself end at once: ${code}`, async () => {
    const { ended } = await openAndLost(code);
    assert.deepEqual(ended, [`first: ${code} rolledBack`, `second: ${code} rolledBack`]);
    assert.equal(await db.getPendingWritesCount(), 0);
  });

  test(`COMMIT ends as what was called before it and is told that the transaction has ended: ${code}`, async () => {
    const { page, ended, write } = await openWithWrite('query', 'commit');
    const errors = Promise.all([write, db.queueWrite('second'), db.execute('commit')].map(errorOf));
    await settled();
    for (const call of page.calls.filter(({ op }) => op === 'query')) {
      call.fail({ code, outcome: 'ROLLED_BACK' });
      await settled();
    }
    for (const error of await errors) assert.deepEqual([error.code, error.outcome], [code, 'rolledBack']);
    assert.deepEqual([ended.length, await db.getPendingWritesCount()], [2, 0]);
  });

  test(`what is called after a transaction has ended by itself does not run outside of it: ${code}`, async () => {
    const { page, ended } = await openAndLost(code);
    page.onCall = (call) => setImmediate(() => call.succeed());
    const before = page.calls.length;
    for (const call of [() => db.execute('select 1'), () => db.queueWrite('third'), () => db.execute('commit')]) {
      const error = await errorOf(call());
      assert.deepEqual([error.code, error.outcome], [code, 'rolledBack']);
    }
    assert.deepEqual([page.calls.length - before, ended.length, await db.getPendingWritesCount()], [0, 3, 0]);
    await db.execute('select 1');
    assert.equal(page.last.transaction, 0);
  });

  test(`BEGIN takes the place of a transaction that has ended by itself: ${code}`, async () => {
    const { page, ended } = await openAndLost(code);
    page.calls.find(({ op }) => op === 'rollback')?.fail({ code, outcome: 'ROLLED_BACK' });
    page.onCall = (call) => setImmediate(() => call.succeed());
    await db.execute('begin');
    const { number } = page.last;
    await db.execute('insert');
    assert.equal(page.last.transaction, number);
    await db.execute('commit');
    assert.equal(ended.length, 2);
  });

  test(`ROLLBACK of a transaction that has ended by itself has nothing to do: ${code}`, async () => {
    const { page } = await openAndLost(code);
    const answer = (call) => (call.op === 'rollback' ? call.fail({ code, outcome: 'ROLLED_BACK' }) : call.succeed());
    page.onCall = (call) => setImmediate(answer, call);
    await db.execute('rollback');
    await db.execute('select 1');
    assert.equal(page.last.transaction, 0);
  });

  test(`ROLLBACK that is first to hear that its transaction has ended has done its work: ${code}`, async () => {
    const { page, ended } = await openWithWrite('rollback');
    const rolledBack = db.execute('rollback');
    await settled();
    page.last.fail({ code, outcome: 'ROLLED_BACK' });
    await rolledBack;
    assert.deepEqual(ended, ['first: TX_CLOSED rolledBack']);
  });
}

test('a transaction goes with its leader, also where nothing is called in it', async () => {
  const { page, ended, write } = await openWithWrite();
  await write;
  page.host.onWelcome({ ...FIRST_LEADER, engine: 'sqlite', term: 2, leaderId: 'tab-b' });
  await settled();
  assert.deepEqual(ended, ['first: TX_ABORTED_FAILOVER rolledBack']);
  assert.equal((await errorOf(db.execute('select 1'))).code, 'TX_ABORTED_FAILOVER');
  await db.execute('rollback');
  await db.execute('select 1');
});

test('a transaction whose turn it is not yet, or that is being committed, outlives its leader', async () => {
  const { page, ended, write } = await openWithWrite('commit');
  await write;
  const nextLeader = async (term) => {
    page.host.onWelcome({ ...FIRST_LEADER, engine: 'sqlite', term, leaderId: `tab-${term}` });
    await settled();
  };
  const committed = db.execute('commit');
  await settled();
  await nextLeader(2);
  page.last.succeed(null, 9);
  await committed;
  assert.deepEqual(ended, ['first: confirmed']);
  page.onCall = undefined;
  const begun = db.execute('begin');
  await settled();
  await nextLeader(3);
  page.onCall = (call) => setImmediate(() => call.succeed(null, 10));
  page.last.succeed();
  await begun;
  await db.execute('insert');
  await db.execute('commit');
});

test('closing waits for no answer in a transaction, and refuses calls at once', async () => {
  const { page, ended, write } = await openWithWrite('rollback');
  await write;
  const closed = db.close();
  const errors = await Promise.all(['select 1', 'commit', 'rollback', 'begin'].map((sql) => errorOf(db.execute(sql))));
  for (const error of errors) assert.deepEqual([error.code, error.outcome], ['CLOSED', 'notRun']);
  await settled();
  assert.deepEqual([page.closings, ended, await db.getPendingWritesCount()], [1, ['first: CLOSED rolledBack'], 0]);
  await closed;
});
