// How calls end that hold the session for messages of the protocol, of which the leader thinks as of a transaction.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './support/bundle.mjs';
import { FakePage } from './support/fakePage.mjs';

const { Calls, Hold } = await load('../test/support/hold.ts');

const MESSAGES = new Uint8Array([1]);
/** ReadyForQuery, with a transaction open. */
const IN_TRANSACTION = Uint8Array.of(0x5a, 0, 0, 0, 5, 0x54);
const PENDING = { code: 'DEADLINE_EXCEEDED', outcome: 'PENDING' };
const CLOSED = { code: 'TX_CLOSED', outcome: 'ROLLED_BACK' };
const LOST = { code: 'TX_ABORTED_FAILOVER', outcome: 'ROLLED_BACK' };

/** A hold that has begun. */
async function take() {
  const page = new FakePage();
  const taking = Hold.take(new Calls(page, { deadlineMs: 30_000, durability: 'disk', isInMemory: false }));
  page.last.succeed();
  return { hold: await taking, page };
}

/** How a call ended that fails, as `code outcome`. */
function endOf(promise) {
  return promise.then(
    () => 'done',
    ({ code, outcome }) => `${code} ${outcome}`,
  );
}

test('after a hold was idle for too long, messages have not run, and what came of earlier ones is unknown', async () => {
  const { hold, page } = await take();
  const late = hold.send(MESSAGES);
  page.last.fail(CLOSED);
  await assert.rejects(late, { code: 'TX_CLOSED', outcome: 'notRun', message: /were not run.*committed by then stays/ });
  const ended = hold.end();
  page.last.fail(CLOSED);
  await assert.rejects(ended, { code: 'TX_CLOSED', outcome: 'unknown', message: /^The session.*committed by then stays/ });
});

test('a hold that is lost with its leader has an unknown outcome, in whatever way the leader went', async () => {
  for (const failure of [LOST, { code: 'ENGINE_DIED', outcome: 'ROLLED_BACK' }]) {
    const { hold, page } = await take();
    const sent = endOf(hold.send(MESSAGES));
    page.last.fail(failure);
    const ended = endOf(hold.end());
    page.last.fail(failure);
    assert.deepEqual([await sent, await ended], ['NOT_REPEATED unknown', 'NOT_REPEATED unknown']);
  }
});

test('what ends after its deadline ends as it would have before', async () => {
  for (const [way, failure, expected] of [
    ['send', LOST, 'NOT_REPEATED unknown'],
    ['end', LOST, 'NOT_REPEATED unknown'],
    ['end', CLOSED, 'TX_CLOSED unknown'],
  ]) {
    const { hold, page } = await take();
    const call = hold[way](MESSAGES);
    page.last.fail(PENDING);
    const error = await call.catch((reason) => reason);
    assert.deepEqual([error.code, error.outcome], ['DEADLINE_EXCEEDED', 'pending']);
    page.last.fail(failure, { late: true });
    assert.equal(await endOf(error.settled), expected, way);
  }
});

test('a transaction that messages left open after their deadline is said to be rolled back', async () => {
  const { hold, page } = await take();
  const sent = endOf(hold.send(MESSAGES));
  page.last.fail(PENDING);
  const send = page.last;
  const ended = endOf(hold.end());
  send.succeed(IN_TRANSACTION, 0, { late: true });
  page.last.succeed();
  assert.deepEqual([await sent, await ended], ['DEADLINE_EXCEEDED pending', 'TX_UNMANAGED rolledBack']);
});

test('what nobody waits for any more is no unhandled rejection', async () => {
  const { hold, page } = await take();
  const ended = endOf(hold.end());
  page.last.fail(PENDING);
  page.last.fail(LOST, { late: true });
  assert.equal(await ended, 'DEADLINE_EXCEEDED pending');
});
