import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { load } from './support/bundle.mjs';
import { installBrowser, openFake, settled } from './support/fakePage.mjs';
import { resultMessages } from './support/messages.mjs';

const { Tabularium, identifier, sql } = await load('index.ts');
const pages = installBrowser();

const ONE_ROW = resultMessages(
  [
    ['id', 23],
    ['title', 25],
  ],
  [['1', 'milk']],
  'SELECT 1',
);

const INSERTED = resultMessages([], [], 'INSERT 0 2');

async function open(options) {
  return openFake(Tabularium, pages, options);
}

test('a query is one call, decoded when it settles', async () => {
  const { db, page } = await open({ dataDir: 'idb://app', deadlineMs: 5000 });
  const promise = db.query('select * from todo where id = $1', [1], { paramTypes: [23] });
  assert.deepEqual(page.calls.length, 1);
  const { op, statement, transaction, durability, deadlineMs } = page.last;
  assert.deepEqual([op, transaction, durability, deadlineMs], ['query', 0, 'disk', 5000]);
  assert.deepEqual(statement, { sql: 'select * from todo where id = $1', params: [1], paramTypes: [23] });
  page.last.succeed(ONE_ROW, 2 ** 32 + 9);
  const result = await promise;
  assert.deepEqual(result.rows, [{ id: 1, title: 'milk' }]);
  assert.equal(db.commit, 2 ** 32 + 9);
});

test('options of one call hold for that call', async () => {
  const { db, page } = await open();
  const promise = db.query('select', [], {
    deadlineMs: 50,
    rowMode: 'array',
    parsers: { 25: (text) => text.toUpperCase() },
  });
  assert.equal(page.last.deadlineMs, 50);
  page.last.succeed(ONE_ROW);
  assert.deepEqual((await promise).rows, [[1, 'MILK']]);
});

test('exec sends a script, sql binds its values', async () => {
  const { db, page } = await open();
  const script = db.exec('select 1; select 2');
  assert.deepEqual([page.last.op, page.last.statement], ['script', { sql: 'select 1; select 2' }]);
  page.last.succeed(ONE_ROW);
  assert.equal((await script).length, 1);
  const one = db.sql`select ${identifier('id')} from todo where title = ${'x'}`;
  assert.deepEqual(page.last.statement, { sql: 'select "id" from todo where title = $1', params: ['x'] });
  page.last.succeed(ONE_ROW);
  assert.equal((await one).rows.length, 1);
  const told = db.sql({ durability: 'memory', deadlineMs: 70, rowMode: 'array' })`select ${1}`;
  const { durability, deadlineMs, statement } = page.last;
  assert.deepEqual([durability, deadlineMs, statement], ['memory', 70, { sql: 'select $1', params: [1] }]);
  page.last.succeed(ONE_ROW);
  assert.deepEqual((await told).rows, [[1, 'milk']]);
});

test('a batch is one call with all its statements, and gives a result for each', async () => {
  const { db, page } = await open();
  const promise = db.batch(
    [
      'select 1',
      sql`insert into todo values (${1}, ${'milk'})`,
      { sql: 'select $1', params: [1], paramTypes: [23] },
      { sql: 'select :id', params: { id: 1 } },
    ],
    { durability: 'memory', rowMode: 'array' },
  );
  assert.deepEqual([page.last.op, page.last.durability, page.calls.length], ['query', 'memory', 1]);
  assert.deepEqual(page.last.statement, {
    sql: '',
    batch: [
      { sql: 'select 1', params: [] },
      { sql: 'insert into todo values ($1, $2)', params: [1, 'milk'] },
      { sql: 'select $1', params: [1], paramTypes: [23] },
      { sql: 'select :id', params: [1], names: ['id'] },
    ],
  });
  page.last.succeed(new Uint8Array([...ONE_ROW, ...INSERTED, ...ONE_ROW, ...ONE_ROW]), 7);
  const results = await promise;
  assert.deepEqual(
    results.map(({ rows, affectedRows, commit }) => [rows, affectedRows, commit]),
    [
      [[[1, 'milk']], 0, 7],
      [[], 2, 7],
      [[[1, 'milk']], 0, 7],
      [[[1, 'milk']], 0, 7],
    ],
  );
  assert.deepEqual(await db.batch([]), []);
  assert.equal(page.calls.length, 1);
});

test('a batch that fails tells which statement it was', async () => {
  const { db, page } = await open();
  const promise = db.batch(['select 1', { sql: 'insert into t values ($1)', params: [2] }]);
  const detail = { code: '23505', query: 'insert into t values ($1)', params: [2], batchIndex: 1 };
  page.last.fail({ code: 'SQL_ERROR', outcome: 'ROLLED_BACK', detail });
  const { batchIndex, query, params, sqlState } = await promise.catch((error) => error);
  assert.deepEqual([batchIndex, query, params, sqlState], [1, 'insert into t values ($1)', [2], '23505']);
});

test('a batch that makes no sense is refused before it is sent', async () => {
  const { db, page } = await open();
  const misuses = [[5], ['select 1', null], [{ sql: 'select', parms: [] }], [{ params: [1] }], [{ sql: 'x', params: 1 }]];
  for (const statements of misuses) {
    const error = await db.batch(statements).catch((reason) => reason);
    assert.equal(error.code, 'INVALID_ARGUMENT');
    assert.match(error.message, new RegExp(`statement ${statements.length - 1} of the batch`));
  }
  await assert.rejects(db.batch('select 1'), { code: 'INVALID_ARGUMENT' });
  await assert.rejects(db.batch(['select 1'], { paramTypes: [] }), { code: 'INVALID_ARGUMENT' });
  assert.equal(page.calls.length, 0);
});

test('misuse is refused before anything is sent', async () => {
  const { db, page } = await open();
  const misuses = [
    () => db.query(5),
    () => db.query('select $1', 'x'),
    () => db.query('select\0'),
    () => db.query('select', [], { timeout: 5 }),
    () => db.query('select', [], { deadlineMs: 0 }),
    () => db.query('select', [], { durability: 'hope' }),
    () => db.exec('select', { durability: true }),
    () => db.query('select', [], { signal: {} }),
    () => db.query('select', [], { rowMode: 'map' }),
    () => db.query('select', [], { paramTypes: ['int4'] }),
    () => db.query('select', [], null),
    () => db.query('select $1', [() => 1]),
    () => db.exec(['select 1']),
    () => db.exec('select 1', { paramTypes: [] }),
    () => db.sql('select 1'),
    () => db.sql(['select 1']),
    () => db.sql({})('select 1'),
    async () => db.sql(sql`select 1`),
    async () => db.sql({ durability: 'hope' }),
    () => db.transaction('begin'),
    () => db.transaction(() => {}, { rowMode: 'array' }),
    () => db.transaction(() => {}, { retry: 3 }),
    () => db.transaction(() => {}, { durability: 'hope' }),
    () => db.whenDurable('last'),
    () => db.whenDurable(-1),
    () => db.whenDurable(1.5),
    () => db.whenDurable(1, { durability: 'disk' }),
    () => db.live.query('select 1', []),
    () => db.live.query(5, [], () => {}),
  ];
  for (const misuse of misuses) {
    await assert.rejects(misuse(), { code: 'INVALID_ARGUMENT', outcome: 'notRun' }, String(misuse));
  }
  assert.throws(() => db.onLeaderChange(), { code: 'INVALID_ARGUMENT' });
  assert.deepEqual([page.calls, page.subscriptions], [[], []]);
});

test('a failed call tells what failed, with the statement', async () => {
  const { db, page } = await open();
  const promise = db.query('select $1', [5]);
  page.last.fail({ code: 'SQL_ERROR', outcome: 'ROLLED_BACK', detail: { code: '42601', position: '3' } });
  await assert.rejects(promise, {
    code: 'SQL_ERROR',
    outcome: 'rolledBack',
    sqlState: '42601',
    position: 3,
    query: 'select $1',
    params: [5],
  });
});

test('a signal that has fired sends nothing', async () => {
  const { db, page } = await open();
  const promise = db.query('select 1', [], { signal: AbortSignal.abort('why') });
  await assert.rejects(promise, { code: 'ABORTED', outcome: 'notRun', cause: 'why', query: 'select 1' });
  assert.equal(page.calls.length, 0);
});

test('a signal that fires cancels the call, once, and only while it is open', async () => {
  const { db, page } = await open();
  const controller = new AbortController();
  const first = db.query('select 1', [], { signal: controller.signal });
  const second = db.query('select 2', [], { signal: controller.signal });
  page.calls[1].succeed(ONE_ROW);
  controller.abort('no longer needed');
  assert.deepEqual(page.cancelled, [1]);
  page.calls[0].fail({ code: 'ABORTED' });
  await assert.rejects(first, { code: 'ABORTED', outcome: 'notRun', cause: 'no longer needed' });
  assert.equal((await second).rows.length, 1);
});

test('a pending call settles late, in its own promise', async () => {
  const { db, page } = await open();
  const late = [];
  for (let i = 0; i < 2; i++) {
    const promise = db.query('insert');
    page.last.fail({ code: 'DEADLINE_EXCEEDED', outcome: 'PENDING' });
    late.push(await promise.catch((error) => error));
  }
  assert.deepEqual(
    late.map((error) => [error.code, error.outcome]),
    Array(2).fill(['DEADLINE_EXCEEDED', 'pending']),
  );
  page.calls[0].succeed(ONE_ROW, 50, { late: true });
  page.calls[1].fail({ code: 'SQL_ERROR', outcome: 'ROLLED_BACK' }, { late: true });
  assert.equal((await late[0].settled).rows.length, 1);
  await assert.rejects(late[1].settled, { code: 'SQL_ERROR', outcome: 'rolledBack', query: 'insert' });
  assert.equal(db.commit, 50);
});

test('a pending outcome that nobody listens to is no unhandled rejection', async () => {
  const { db, page } = await open();
  const onUnhandled = mock.fn();
  process.on('unhandledRejection', onUnhandled);
  const promise = db.query('insert');
  page.last.fail({ code: 'ABORTED', outcome: 'PENDING' });
  await promise.catch(() => {});
  page.last.fail({ code: 'SQL_ERROR' }, { late: true });
  await settled();
  process.removeListener('unhandledRejection', onUnhandled);
  assert.equal(onUnhandled.mock.callCount(), 0);
});

test('a write that could not be stored yet is pending, and settles when it is', async () => {
  for (const code of ['FLUSH_FAILED', 'STORAGE_FULL']) {
    const { db, page } = await open();
    const promise = db.query('insert');
    page.last.fail({ code, outcome: 'PENDING' });
    const error = await promise.catch((thrown) => thrown);
    assert.deepEqual([error.code, error.outcome], [code, 'pending']);
    page.last.succeed(INSERTED, 60, { late: true, level: 'disk' });
    const { affectedRows, commit, level } = await error.settled;
    assert.deepEqual({ affectedRows, commit, level }, { affectedRows: 2, commit: 60, level: 'disk' });
  }
});

test('closing lets what has begun end, pending outcomes too', async () => {
  const { db, page } = await open();
  let done;
  page.onClose = (callback) => (done = callback);
  const pending = db.query('insert pending');
  page.last.fail({ code: 'FLUSH_FAILED', outcome: 'PENDING' });
  const { settled: late } = await pending.catch((error) => error);
  const begun = db.query('insert begun');
  const closing = db.close();
  await assert.rejects(db.query('select'), { code: 'CLOSED', outcome: 'notRun' });
  page.calls[0].succeed(INSERTED, 8, { late: true });
  page.calls[1].succeed(INSERTED, 9);
  assert.deepEqual([(await late).commit, (await begun).commit], [8, 9]);
  done();
  await closing;
});

test('closing ends what is awaited and refuses what comes', async () => {
  const { db, page } = await open();
  const promise = db.query('insert');
  page.last.fail({ code: 'DEADLINE_EXCEEDED', outcome: 'PENDING' });
  const { settled: late } = await promise.catch((error) => error);
  assert.equal(db.closed, false);
  const closing = db.close();
  assert.equal(db.close(), closing);
  await closing;
  await assert.rejects(late, { code: 'CLOSED', outcome: 'unknown' });
  assert.equal(db.closed, true);
  for (const call of [
    () => db.query('select'),
    () => db.exec(''),
    () => db.transaction(() => 1),
    () => db.ping(),
    () => db.live.query('select', [], () => {}),
  ]) {
    await assert.rejects(call(), { code: 'CLOSED', outcome: 'notRun' });
  }
  assert.equal(page.closings, 1);
});

test('a parser that throws rejects its call only', async () => {
  const { db, page } = await open();
  const promise = db.query('select', [], {
    parsers: {
      25: () => {
        throw new Error('my own');
      },
    },
  });
  page.last.succeed(ONE_ROW);
  await assert.rejects(promise, { message: 'my own' });
});
