// Whoever is about to take a silent leader's lock, or watches somebody's death, may stand still itself.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { agreedLeader, splitByRole } from '../harness/group.mjs';
import { assertNothingIsBroken } from '../harness/ledger.mjs';
import { stop } from '../harness/stopping.mjs';
import { idbNameOf } from '../harness/stores.mjs';
import { sleep, until, within } from '../harness/wait.mjs';
import { ORDINARY_KINDS, WritingTabs } from '../harness/writing-tabs.mjs';

const LEADER_TIMEOUT_MS = 2000;
// What a successor may take beyond the timeouts: to open the store, on a machine that has other things to do.
const MARGIN_MS = 15_000;
// The silent leader, the silent thief, and the last word that the leader is given.
const SECOND_THIEF_MS = 2.5 * LEADER_TIMEOUT_MS + MARGIN_MS;
// The silent leader and its last word.
const FIRST_THIEF_MS = 1.5 * LEADER_TIMEOUT_MS + MARGIN_MS;
// Long enough for whatever a thawed thief might do wrong.
const AFTERMATH_MS = 2 * LEADER_TIMEOUT_MS;
// Tabs whose last word would be cut short by the next one's patience, were that counted from their own beginning.
const MANY_TABS = 14;
const BETWEEN_BEGINS_MS = 300;

/** Waits until somebody in this origin holds a lock; `onlooker` is any tab of it. */
function isHeld(onlooker, name) {
  const held = () => onlooker.page.evaluate(`navigator.locks.query().then(({ held }) => held.map(({ name }) => name))`);
  return until(`${name} is held`, async () => (await held()).includes(name), { everyMs: 10 });
}

browserTest(
  'a tab that freezes while it takes a frozen leader’s lock keeps nobody from taking it',
  { isLong: true },
  async ({ browser }) => {
    const dataDir = 'idb://takeover';
    const writing = new WritingTabs(browser, { dataDir, durability: 'disk', leaderTimeoutMs: LEADER_TIMEOUT_MS });
    const tabs = [await writing.open(), await writing.open(), await writing.open()];
    const onlooker = await browser.openTab('/elsewhere.html');
    const { term } = await agreedLeader(tabs);
    const {
      leader,
      followers: [thief, third],
    } = await splitByRole(tabs);

    await writing.write(leader, ORDINARY_KINDS);
    await writing.areAnswered([leader]);
    await stop(leader, onlooker, idbNameOf(dataDir));
    await writing.write(thief, ORDINARY_KINDS);
    await isHeld(onlooker, `tabularium/steal/${dataDir}`);
    await thief.stop();
    const stoppedMs = Date.now();
    await writing.write(third, ORDINARY_KINDS);
    await within(SECOND_THIEF_MS, 'the third tab goes on', writing.areAnswered([third], stoppedMs));
    const next = await agreedLeader([third], { afterTerm: term });

    for (const thawed of [thief, leader]) {
      const continuedMs = Date.now();
      thawed.continue();
      await writing.areAnswered([thawed], continuedMs);
      await sleep(AFTERMATH_MS);
    }
    const last = await agreedLeader(tabs);
    assert.deepEqual([last.leader.name, last.term], [third.name, next.term], 'the thawed tabs follow');
    await writing.settle(tabs);
    assertNothingIsBroken(writing.ledger.judge(await writing.keptRows(tabs)));
  },
);

browserTest(
  'many tabs that wait behind a thief that stands still do not rob each other',
  { isLong: true, timeoutMs: 240_000 },
  async ({ browser }) => {
    const dataDir = 'sqlite:takeover';
    const writing = new WritingTabs(browser, { dataDir, leaderTimeoutMs: LEADER_TIMEOUT_MS });
    const tabs = [];
    for (let count = 0; count < MANY_TABS; count++) tabs.push(await writing.open());
    const onlooker = await browser.openTab('/elsewhere.html');
    const {
      leader,
      followers: [thief, ...others],
    } = await splitByRole(tabs);

    await leader.stop();
    await writing.write(thief, ['read']);
    await isHeld(onlooker, `tabularium/steal/${dataDir}`);
    await thief.stop();
    for (const other of others) {
      await writing.write(other, ['read']);
      await sleep(BETWEEN_BEGINS_MS);
    }
    await within(SECOND_THIEF_MS, 'the others go on', writing.areAnswered(others));
    for (const stopped of [thief, leader]) stopped.continue();
    await agreedLeader(tabs);
  },
);

browserTest('a worker is replaced while a tab that watches it stands still', { isLong: true }, async ({ browser }) => {
  const dataDir = 'idb://replaced';
  const writing = new WritingTabs(browser, { dataDir, durability: 'disk', leaderTimeoutMs: LEADER_TIMEOUT_MS });
  const tabs = [await writing.open(), await writing.open()];
  const {
    leader,
    followers: [watcher],
  } = await splitByRole(tabs);
  await writing.write(leader, ORDINARY_KINDS);
  await writing.areAnswered([leader]);

  await watcher.stop();
  await leader.run(() => app.workers.at(-1).terminate());
  // What the old worker answered before it was terminated proves nothing.
  const terminatedMs = Date.now();
  await within(FIRST_THIEF_MS, 'the tab goes on with its next worker', writing.areAnswered([leader], terminatedMs));
  const { term } = await agreedLeader([leader]);

  watcher.continue();
  await writing.write(watcher, ORDINARY_KINDS);
  await writing.areAnswered([watcher]);
  await sleep(AFTERMATH_MS);
  assert.equal((await agreedLeader(tabs)).term, term);
  await writing.settle(tabs);
  assertNothingIsBroken(writing.ledger.judge(await writing.keptRows(tabs)));
});
