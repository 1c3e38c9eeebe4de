import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { load } from './support/bundle.mjs';
import { installBrowser, openFake, settled } from './support/fakePage.mjs';
import { resultMessages } from './support/messages.mjs';

const { Tabularium } = await load('index.ts');
const pages = installBrowser();

const NOTHING = resultMessages([], [], 'INSERT 0 1');

/** A database whose leader answers everything at the end of the task. */
async function openAnswering(answers = {}) {
  const { db, page } = await openFake(Tabularium, pages);
  page.onCall = (call) => {
    const answer = answers[call.op] ?? ((each) => each.succeed(NOTHING));
    setImmediate(() => answer(call));
  };
  return { db, page, ops: () => page.calls.map((call) => `${call.op} ${call.transaction}`) };
}

test('commits when the closure returns, and gives what it returned', async () => {
  const { db, ops } = await openAnswering();
  const value = await db.transaction(async (tx) => {
    await tx.query('insert');
    await tx.sql`insert ${1}`;
    await tx.exec('update');
    assert.equal(tx.closed, false);
    return 42;
  });
  assert.equal(value, 42);
  assert.deepEqual(ops(), ['begin 0', 'query 1', 'query 1', 'script 1', 'commit 1']);
});

test('rolls back when the closure throws, and throws that on', async () => {
  for (const rollback of [(call) => call.succeed(NOTHING), (call) => call.fail({ code: 'TX_ABORTED_FAILOVER' })]) {
    const { db, ops } = await openAnswering({ rollback });
    await assert.rejects(
      db.transaction(async (tx) => {
        await tx.query('insert');
        throw new RangeError('mine');
      }),
      { name: 'RangeError', message: 'mine' },
    );
    assert.deepEqual(ops(), ['begin 0', 'query 1', 'rollback 1']);
  }
});

test('does not commit what the closure rolled back', async () => {
  const { db, ops } = await openAnswering();
  const value = await db.transaction(async (tx) => {
    await tx.rollback();
    assert.equal(tx.closed, true);
    await assert.rejects(tx.query('select'), { code: 'TX_CLOSED', outcome: 'notRun' });
    return 'over';
  });
  assert.equal(value, 'over');
  assert.deepEqual(ops(), ['begin 0', 'rollback 1']);
});

test('refuses the handle after the end', async () => {
  const { db } = await openAnswering();
  const tx = await db.transaction((handle) => handle);
  assert.equal(tx.closed, true);
  for (const use of [() => tx.query('select'), () => tx.exec(''), () => tx.sql`select`, () => tx.rollback()]) {
    await assert.rejects(use(), { code: 'TX_CLOSED' });
  }
});

test('passes a lost leader on from begin, statement and commit', async () => {
  for (const op of ['begin', 'query', 'commit']) {
    const { db } = await openAnswering({
      [op]: (call) => call.fail({ code: 'TX_ABORTED_FAILOVER', outcome: 'ROLLED_BACK' }),
    });
    await assert.rejects(
      db.transaction((tx) => tx.query('insert')),
      { code: 'TX_ABORTED_FAILOVER' },
    );
  }
});

test('rolls back a transaction that begins after nobody waits for it any more', async () => {
  const begin = (call) => {
    call.fail({ code: 'DEADLINE_EXCEEDED', outcome: 'PENDING' });
    setImmediate(() => call.succeed(null, 0, { late: true }));
  };
  const { db, ops } = await openAnswering({ begin });
  await assert.rejects(
    db.transaction(() => {}),
    { code: 'DEADLINE_EXCEEDED', outcome: 'pending' },
  );
  await settled();
  await settled();
  assert.deepEqual(ops(), ['begin 0', 'rollback 1']);
});

test('a commit that is pending settles late with what the closure returned', async () => {
  const commit = (call) => {
    call.fail({ code: 'FLUSH_FAILED', outcome: 'PENDING' });
    setImmediate(() => call.succeed(NOTHING, 9, { late: true }));
  };
  const { db, ops } = await openAnswering({ commit });
  const error = await db.transaction(() => 42, { retry: true }).catch((thrown) => thrown);
  assert.deepEqual([error.code, error.outcome], ['FLUSH_FAILED', 'pending']);
  assert.equal(await error.settled, 42);
  assert.deepEqual(ops(), ['begin 0', 'commit 1']);
});

test('its durability holds for all its calls, and no call has its own', async () => {
  const { db, page } = await openAnswering();
  await db.transaction(
    async (tx) => {
      await tx.query('insert', [], { durability: undefined });
      await assert.rejects(tx.query('insert', [], { durability: 'disk' }), { code: 'INVALID_ARGUMENT' });
    },
    { durability: 'memory' },
  );
  assert.deepEqual(
    page.calls.map(({ op, durability }) => `${op} ${durability}`),
    ['begin memory', 'query memory', 'commit memory'],
  );
});

test('results inside say nothing of a commit that is still to come', async () => {
  const { db } = await openAnswering();
  const result = await db.transaction((tx) => tx.query('insert'));
  assert.deepEqual(Object.keys(result).sort(), ['affectedRows', 'command', 'fields', 'rowCount', 'rows']);
});

test('a signal that fires inside rolls back', async () => {
  const { db, ops } = await openAnswering();
  const controller = new AbortController();
  const promise = db.transaction(
    async (tx) => {
      await tx.query('insert');
      controller.abort();
    },
    { signal: controller.signal },
  );
  await assert.rejects(promise, { code: 'ABORTED', outcome: 'rolledBack' });
  assert.deepEqual(ops(), ['begin 0', 'query 1', 'rollback 1']);
});

const NESTED = { code: 'TX_NESTED', outcome: 'notRun', message: /tx handle/ };

test('refuses db inside its own transaction, synchronously and after the handle’s own calls', async () => {
  const { db } = await openAnswering();
  await db.transaction(async (tx) => {
    await assert.rejects(db.query('select'), NESTED);
    await tx.query('insert');
    await assert.rejects(db.query('select'), NESTED);
    await tx.query('insert').then(() => assert.rejects(db.exec('select'), NESTED));
  });
  await db.transaction((tx) =>
    tx.query('a').then(() =>
      assert.rejects(
        db.transaction(() => 1),
        NESTED,
      ),
    ),
  );
  await db.transaction(async () =>
    assert.rejects(
      db.live.query('select', [], () => {}),
      NESTED,
    ),
  );
});

test('refuses db after a failed call of the handle', async () => {
  const { db } = await openAnswering({ query: (call) => call.fail({ code: 'SQL_ERROR' }) });
  await db.transaction(async (tx) => {
    try {
      await tx.query('insert');
    } catch {
      await assert.rejects(db.query('select'), NESTED);
    }
  });
});

test('never refuses an innocent call at the same time', async () => {
  const { db, page } = await openFake(Tabularium, pages);
  let inside;
  const running = db.transaction(async (tx) => {
    await tx.query('in transaction');
    await new Promise((resolve) => (inside = resolve));
  });
  page.last.succeed();
  await settled();
  const before = db.query('innocent before').then(() => db.query('innocent after reply'));
  const byTx = page.calls.find((call) => call.statement?.sql === 'in transaction');
  const byOther = page.calls.find((call) => call.statement?.sql === 'innocent before');
  // Both replies in one task, in both orders of settling: other code runs in the same round of microtasks.
  queueMicrotask(() => void db.query('innocent microtask'));
  byOther.succeed(NOTHING);
  byTx.succeed(NOTHING);
  queueMicrotask(() => void db.query('innocent microtask later'));
  void db.query('innocent in the same task');
  await settled();
  const sent = page.calls.map((call) => call.statement?.sql).filter((sql) => sql?.startsWith('innocent'));
  assert.deepEqual(sent.sort(), [
    'innocent after reply',
    'innocent before',
    'innocent in the same task',
    'innocent microtask',
    'innocent microtask later',
  ]);
  inside();
  page.onCall = (call) => setImmediate(() => call.succeed(NOTHING));
  for (const call of page.calls.slice(1)) if (call.op === 'query') call.succeed(NOTHING);
  await running;
  await before;
});

test('warns when a call waits for an idle transaction of its own tab, but not when that works', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const warn = t.mock.method(console, 'warn', () => {});
  const { db, page } = await openFake(Tabularium, pages);
  let end;
  const running = db.transaction(async (tx) => {
    void tx.query('busy');
    await new Promise((resolve) => (end = resolve));
  });
  page.last.succeed();
  await settled();
  void db.query('waits for a busy transaction');
  t.mock.timers.tick(2000);
  assert.equal(warn.mock.callCount(), 0);
  page.calls.find((call) => call.statement?.sql === 'busy').succeed(NOTHING);
  const quick = db.query('answered in time');
  page.last.succeed(NOTHING);
  await quick;
  t.mock.timers.tick(2000);
  assert.equal(warn.mock.callCount(), 0);
  void db.query('waits');
  void db.query('waits too');
  t.mock.timers.tick(2000);
  assert.equal(warn.mock.callCount(), 1);
  assert.match(warn.mock.calls[0].arguments[0], /tx handle/);
  page.onCall = (call) => call.succeed(NOTHING);
  end();
  await running;
});
