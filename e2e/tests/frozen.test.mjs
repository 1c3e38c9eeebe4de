// A leader whose process stands still is deposed and does no harm when it goes on; one that is only busy is left alone.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { agreedLeader, splitByRole } from '../harness/group.mjs';
import { assertNothingIsBroken } from '../harness/ledger.mjs';
import { prelude } from '../harness/paths.mjs';
import { isStoreHeld, stop } from '../harness/stopping.mjs';
import { idbNameOf, storesOf } from '../harness/stores.mjs';
import { sleep, within } from '../harness/wait.mjs';
import { ORDINARY_KINDS, WritingTabs } from '../harness/writing-tabs.mjs';

const ROUND_COUNT = process.env.LONG ? 10 : 1;
const LEADER_TIMEOUT_MS = 2000;
const MAX_STATEMENT_MS = 2000;
// What a successor may take beyond the timeout: to open a copy of the store, on a machine that has other things to do.
const MARGIN_MS = 15_000;
// After so long Chromium ends a transaction whose tab does nothing.
const TRANSACTION_LIMIT_MS = 60_000;
const THAW_AFTER_MS = 500;
// Long enough for whatever a thawed tab or the next leader might do wrong.
const AFTERMATH_MS = MAX_STATEMENT_MS + 1000;
// Three times as long as a leader may be silent, without ever letting the engine go.
const BUSY = `
  do $$ declare ends timestamptz := clock_timestamp() + interval '${3 * LEADER_TIMEOUT_MS} ms'; begin
    while clock_timestamp() < ends loop end loop;
  end $$`;
const INSERT_ONE = `insert into storm values ('single', 0, 0)`;

/** Waits until each of these tabs has an answer to a call made after its leader was stopped, and not too late. */
function goOnWithout(stoppedMs, tabs, writing) {
  const limitMs = LEADER_TIMEOUT_MS + MARGIN_MS;
  return within(limitMs, 'the others go on without the frozen leader', writing.areAnswered(tabs, stoppedMs));
}

for (const { title, dataDir, idbName, options } of storesOf('frozen')) {
  browserTest(
    `${title}: the others go on without a frozen leader, and nothing it does later reaches the store`,
    { ...options, isLong: title.startsWith('opfs-ahp'), timeoutMs: 120_000 + ROUND_COUNT * 60_000 },
    async ({ browser }) => {
      const writing = new WritingTabs(browser, { dataDir, durability: 'disk', leaderTimeoutMs: LEADER_TIMEOUT_MS });
      const tabs = await writing.openAll(3, ORDINARY_KINDS);
      for (let round = 1; round <= ROUND_COUNT; round++) {
        await writing.areAnswered(tabs);
        const { leader, followers } = await splitByRole(tabs);
        const { term } = await agreedLeader(tabs);

        await stop(leader, followers[0], idbName);
        const stoppedMs = Date.now();
        await goOnWithout(stoppedMs, followers, writing);
        const next = await agreedLeader(followers, { afterTerm: term });
        await sleep(THAW_AFTER_MS);

        const continuedMs = Date.now();
        leader.continue();
        await writing.areAnswered([leader], continuedMs);
        const last = await agreedLeader(tabs);
        assert.deepEqual([last.leader.name, last.term], [next.leader.name, next.term], 'the thawed tab follows');
      }
      await writing.settle(tabs);
      const shown = await writing.rows(tabs[0]);
      const kept = await writing.keptRows(tabs);
      assert.deepEqual(kept, shown, 'what the store kept is what the last leader showed');
      assertNothingIsBroken(writing.ledger.judge(kept));
    },
  );
}

browserTest('a tab that is wrong about its worker does not speak for a frozen leader', {}, async ({ browser }) => {
  const writing = new WritingTabs(browser, { dataDir: 'sqlite:frozen', leaderTimeoutMs: LEADER_TIMEOUT_MS });
  const tabs = await writing.openAll(3, ORDINARY_KINDS);
  await writing.areAnswered(tabs);
  const { leader, followers } = await splitByRole(tabs);

  await followers[0].run(() => {
    app.workers.at(-1).dispatchEvent(new MessageEvent('message', { data: { t: 'holds', held: true } }));
  });
  await stop(leader, followers[0]);
  await goOnWithout(Date.now(), followers, writing);
  leader.continue();
  await agreedLeader(tabs);
  await writing.settle(tabs);
  assertNothingIsBroken(writing.ledger.judge(await writing.keptRows(tabs)));
});

browserTest(
  'a leader stopped in the very task of a flush holds up the others until the browser ends its transaction',
  { timeoutMs: 300_000, isLong: true, preludes: { '/tabularium/worker.js': prelude('dawdle-in-flush') } },
  async ({ browser }) => {
    const options = { dataDir: 'idb://frozen', durability: 'disk', leaderTimeoutMs: LEADER_TIMEOUT_MS };
    const writing = new WritingTabs(browser, options);
    const tabs = await writing.openAll(3, ORDINARY_KINDS);
    await writing.areAnswered(tabs);
    const { leader, followers } = await splitByRole(tabs);
    const { term } = await agreedLeader(tabs);

    await followers[0].run(
      () =>
        new Promise((resolve) => {
          const channel = new BroadcastChannel('dawdle');
          channel.onmessage = resolve;
          channel.postMessage('begin');
        }).then(() => true),
    );
    await leader.stop();
    const stoppedMs = Date.now();
    assert.ok(await isStoreHeld(followers[0], idbNameOf(options.dataDir)));
    const limitMs = TRANSACTION_LIMIT_MS + LEADER_TIMEOUT_MS + MARGIN_MS;
    await within(limitMs, 'the others go on', writing.areAnswered(followers, stoppedMs, { timeoutMs: limitMs }));

    leader.continue();
    await agreedLeader(tabs, { afterTerm: term });
    await writing.settle(tabs);
    assertNothingIsBroken(writing.ledger.judge(await writing.keptRows(tabs)));
  },
);

browserTest('a leader frozen in a transaction of its own keeps nobody waiting', { isLong: true }, async ({ browser }) => {
  const options = { dataDir: 'idb://frozen', durability: 'disk', leaderTimeoutMs: LEADER_TIMEOUT_MS };
  const writing = new WritingTabs(browser, options);
  const tabs = [await writing.open(), await writing.open()];
  for (const [number, retry] of [false, true].entries()) {
    const {
      leader,
      followers: [follower],
    } = await splitByRole(tabs);
    await leader.run((given) => app.halfTransaction(given), { name: 'frozen', number, ...(retry && { retry }) });

    await stop(leader, follower, idbNameOf(options.dataDir));
    const stoppedMs = Date.now();
    await writing.write(follower, ORDINARY_KINDS);
    await goOnWithout(stoppedMs, [follower], writing);
    await writing.settle([follower]);
    leader.continue();
    await leader.run(() => app.transaction.goOn());
    const { code } = await leader.run(() => app.transaction.end, null, { timeoutMs: 60_000 });
    assert.equal(code, retry ? undefined : 'TX_ABORTED_FAILOVER');
    await agreedLeader(tabs);
  }
  const kept = await writing.keptRows(tabs);
  assertNothingIsBroken(writing.ledger.judge(kept));
  const found = kept.filter(({ tab }) => tab === 'frozen');
  const whole = [1, 2].map((part) => ({ tab: 'frozen', number: 1, part, copies: 1 }));
  assert.deepEqual(found, whole, 'the transaction without retry is not there, the other one once');
});

browserTest('a leader that is only busy goes on leading', { isLong: true }, async ({ browser }) => {
  const options = { dataDir: 'idb://busy', durability: 'disk', leaderTimeoutMs: LEADER_TIMEOUT_MS };
  const writing = new WritingTabs(browser, options);
  const tabs = [await writing.open(), await writing.open(), await writing.open()];
  const { leader, term } = await agreedLeader(tabs);
  const followers = tabs.filter((tab) => tab !== leader);
  const callers = process.env.LONG ? [followers[0], leader] : [followers[0]];
  for (const caller of callers) {
    const busy = caller.run((sql) => app.db.exec(sql).then(() => true), BUSY, { timeoutMs: 60_000 });
    const waiting = followers[1].run((sql) => app.db.query(sql).then(() => true), INSERT_ONE, { timeoutMs: 60_000 });
    assert.deepEqual(await Promise.all([busy, waiting]), [true, true], 'both calls are done');
  }
  assert.equal((await agreedLeader(tabs)).term, term);
  for (const tab of tabs) {
    assert.deepEqual(await tab.run(() => app.leaderChanges), [], tab.name);
  }
  assert.deepEqual(await writing.rows(leader), [{ tab: 'single', number: 0, part: 0, copies: callers.length }]);
});

const ENDLESS = '(select generate_series(1, 1000000000000)) as endless';
const INSERT_RUNAWAY = `insert into storm values ('runaway', 0, 0)`;
const RUNAWAYS = {
  'a read': `select count(*) from ${ENDLESS}`,
  'a write': `with written as (${INSERT_RUNAWAY} returning 1) select count(*) from written, ${ENDLESS}`,
  'a block': `do $$ begin ${INSERT_RUNAWAY}; loop end loop; end $$`,
};

browserTest('a statement that would never end is ended, and not run again', {}, async ({ browser }) => {
  const options = { dataDir: 'idb://runaway', durability: 'disk', maxStatementMs: MAX_STATEMENT_MS };
  const writing = new WritingTabs(browser, options);
  const tabs = [await writing.open(), await writing.open()];
  for (const what of process.env.LONG ? Object.keys(RUNAWAYS) : ['a write']) {
    for (const isLeading of process.env.LONG ? [true, false] : [false]) {
      const { leader, followers } = await splitByRole(tabs);
      const [caller, other] = isLeading ? [leader, followers[0]] : [followers[0], leader];
      const ended = assert.rejects(
        caller.run((runaway) => app.db.query(runaway), RUNAWAYS[what], { timeoutMs: 30_000 }),
        (error) => {
          assert.equal(error.code, 'STATEMENT_TIMEOUT', `${what}: ${error.message}`);
          assert.notEqual(error.outcome, 'unknown', what);
          return true;
        },
      );
      const waiting = other.run((insert) => app.db.query(insert).then(() => true), INSERT_ONE, { timeoutMs: 30_000 });
      await ended;
      assert.ok(await waiting, 'the other tab goes on');

      const { term } = await agreedLeader(tabs);
      await sleep(AFTERMATH_MS);
      assert.equal((await agreedLeader(tabs)).term, term, `${what} is not run by the next leader`);
    }
  }
  const found = await writing.rows(tabs[0]);
  assert.deepEqual(
    found.map(({ tab }) => tab),
    ['single'],
    'a runaway leaves nothing behind',
  );
});

const HALTING = `
  create table halted (yes boolean);
  create function wait_if_halted() returns boolean language plpgsql as $$ begin
    while exists (select from halted) loop end loop;
    return false;
  end $$`;

browserTest(
  "a statement that was always quick and never ends now ends nobody else's",
  { isLong: true },
  async ({ browser }) => {
    const options = { dataDir: 'idb://runaway', durability: 'disk', maxStatementMs: MAX_STATEMENT_MS };
    const writing = new WritingTabs(browser, options);
    const tabs = [await writing.open(), await writing.open()];
    const { leader, followers } = await splitByRole(tabs);
    await followers[0].run((sql) => app.db.exec(sql).then(() => true), HALTING);
    await followers[0].run(async () => {
      for (let count = 0; count < 100; count++) await app.db.query('select wait_if_halted()');
    });
    const ends = await followers[0].run(
      async (insert) => {
        const calls = ['insert into halted values (true)', insert, 'select wait_if_halted()'];
        const settled = await Promise.allSettled(calls.map((sql) => app.db.query(sql)));
        return settled.map(({ reason }) => reason?.code ?? 'done');
      },
      INSERT_ONE,
      { timeoutMs: 60_000 },
    );
    assert.deepEqual(ends, ['done', 'done', 'STATEMENT_TIMEOUT']);
    assert.deepEqual(await writing.rows(leader), [{ tab: 'single', number: 0, part: 0, copies: 1 }]);
  },
);
