// What goes wrong with the library that the coordination guide (S2) was written for, and does not here: each scenario
// runs on both in the long run, so that the comparison stays true when either changes.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { openCoordinationTab, openCoordinationTabs } from '../harness/coordination-tabs.mjs';
import { ABSURDER } from '../harness/paths.mjs';
import { sleep, until } from '../harness/wait.mjs';

const FILE = 'app.db';
/** Longer than the lease of a leader over there, which is 5 s. */
const LEASE_MS = 8000;
/** Longer than the next tab needs here. */
const NEXT_LEADER_MS = 3000;
/** In how many attempts a race is lost that is lost more often than not. */
const ATTEMPT_COUNT = 15;
const LIBRARIES = ['absurder', 'tabularium'];

/** A browser's tabs with either library. */
class Tabs {
  constructor(browser, library) {
    this.browser = browser;
    this.library = library;
  }

  async open(file = FILE) {
    const tab = await this.browser.openTab(`/coordination-defects/index.html?library=${this.library}`);
    await tab.page.waitForLoadState('load');
    if (file !== null) await tab.run((wanted) => app.open(wanted), file);
    return tab;
  }

  /** The tab that leads and one that does not, of a database with a table. */
  async openTwo() {
    const leader = await this.open();
    // Over there a tab leads once it has asked whether it does.
    assert.equal(await leader.run(() => app.db.isLeader()), true);
    await leader.run(() => app.write('create table t (id integer primary key, x text)'));
    const follower = await this.open();
    assert.equal(await follower.run(() => app.db.isLeader()), false);
    return [leader, follower];
  }
}

/** Declares a test of one scenario with either library; what it returns is compared. */
function both(name, scenario, { theirs, ours }) {
  for (const library of LIBRARIES) {
    const expected = library === 'absurder' ? theirs : ours;
    const outcome = library === 'absurder' ? 'absurder-sql' : 'tabularium/coordination';
    const mounts = { '/absurder/': `${ABSURDER}/` };
    browserTest(`${name}: ${outcome}`, { mounts, isLong: true }, async ({ browser }) => {
      assert.deepEqual(await scenario(new Tabs(browser, library)), expected);
    });
  }
}

both(
  'W22: tabs that open at once have one leader',
  async (tabs) => {
    const three = [];
    while (three.length < 3) three.push(await tabs.open(null));
    let most = 0;
    for (let attempt = 0; attempt < ATTEMPT_COUNT && most < 2; attempt++) {
      const claims = await Promise.all(
        three.map((tab) =>
          tab.run(async (file) => {
            await app.open(file);
            return app.db.isLeader();
          }, `${attempt}.db`),
        ),
      );
      most = Math.max(most, claims.filter(Boolean).length);
      await Promise.all(three.map((tab) => tab.run(() => app.db.close())));
    }
    return { hasHadSeveral: most > 1 };
  },
  { theirs: { hasHadSeveral: true }, ours: { hasHadSeveral: false } },
);

both(
  'W23: another tab leads when the leader has gone, and nobody has to ask',
  async (tabs) => {
    const [leader, follower] = await tabs.openTwo();
    const onRecord = (file) => app.library.leaderOnRecord(app.db, file);
    const before = await follower.run(onRecord, FILE);
    await leader.close();
    await sleep(tabs.library === 'absurder' ? LEASE_MS : NEXT_LEADER_MS);
    return { isSame: (await follower.run(onRecord, FILE)) === before };
  },
  { theirs: { isSame: true }, ours: { isSame: false } },
);

both(
  'W24: a follower that changes the schema takes nothing away from the leader',
  async (tabs) => {
    const [leader, follower] = await tabs.openTwo();
    await leader.run(() => app.write("insert into t (x) values ('kept')"));
    await follower.run(() => app.write('create table u (id integer)'));
    const late = await tabs.open();
    return late.run(() => app.rows('select x from t'));
  },
  { theirs: [], ours: [{ x: 'kept' }] },
);

both(
  'W25: a write is refused to a follower, whatever it begins with',
  async (tabs) => {
    const [, follower] = await tabs.openTwo();
    return follower.run(async () => [
      await app.ending(app.db.execute("insert into t (x) values ('plain')")),
      await app.ending(app.db.execute("with one as (select 'with' as x) insert into t (x) select x from one")),
      await app.ending(app.db.execute("/* c */ insert into t (x) values ('after a comment')")),
    ]);
  },
  { theirs: ['refused', 'done', 'done'], ours: ['refused', 'refused', 'refused'] },
);

both(
  "W26: the guide's own handler recognises a write that was refused",
  async (tabs) => {
    const [, follower] = await tabs.openTwo();
    return follower.run(async () => {
      try {
        await app.db.execute("INSERT INTO t (x) VALUES ('Bob')");
        return 'written';
      } catch (err) {
        try {
          return err.message.includes('WRITE_PERMISSION_DENIED') ? 'recognised' : 'not recognised';
        } catch (error) {
          return error.name;
        }
      }
    });
  },
  { theirs: 'TypeError', ours: 'recognised' },
);

both(
  'W27: parameters are plain values',
  async (tabs) => {
    const [leader] = await tabs.openTwo();
    const end = await leader.run(() => app.ending(app.db.executeWithParams('insert into t (x) values (?)', ['Alice'])));
    return { end, rows: await leader.run(() => app.rows('select x from t')) };
  },
  { theirs: { end: 'refused', rows: [] }, ours: { end: 'done', rows: [{ x: 'Alice' }] } },
);

both(
  'W28: a queued write that took effect is acknowledged, and kept',
  async (tabs) => {
    const [leader, follower] = await tabs.openTwo();
    const end = await follower.run(() => app.ending(app.db.queueWrite("insert into t (x) values ('queued')")));
    const inLeader = await leader.run(() => app.rows('select x from t'));
    await leader.close();
    const late = await tabs.open();
    return { end, inLeader, kept: await late.run(() => app.rows('select x from t')) };
  },
  {
    theirs: { end: 'timed out', inLeader: [{ x: 'queued' }], kept: [] },
    ours: { end: 'done', inLeader: [{ x: 'queued' }], kept: [{ x: 'queued' }] },
  },
);

// Alone: the wrapper is no part of what is published over there, it is a file among the examples.
browserTest('W29: a write of the wrapper waits for leadership: tabularium/coordination', {}, async ({ browser }) => {
  const [leader] = await openCoordinationTabs(browser, 1, FILE);
  await leader.run(() => app.db.execute('create table t (id integer primary key, x text)'));
  const follower = await openCoordinationTab(browser);
  await follower.run((file) => app.wrap(file, { waitForLeadership: true }), FILE);
  assert.equal(await follower.run(() => typeof app.db.waitForLeadership), 'function');
  await follower.run(() => void (app.kept.write = app.db.write("insert into t (x) values ('patient')")));
  await leader.close();
  await follower.run(() => app.kept.write);
  assert.deepEqual((await follower.run(() => app.db.query('select x from t'))).rows, [{ x: 'patient' }]);
});

both(
  'W30: a queued write is pending until it ends, and what is tracked by hand has an id',
  async (tabs) => {
    const [leader] = await tabs.openTwo();
    return leader.run(async () => {
      const id = await app.db.trackOptimisticWrite('by hand');
      await app.db.clearOptimisticWrites();
      await app.db.enableOptimisticUpdates(true);
      const writing = app.db.queueWrite("insert into t (x) values ('queued')");
      const during = await app.db.getPendingWritesCount();
      await writing;
      return { hasId: id !== '', during, after: await app.db.getPendingWritesCount() };
    });
  },
  { theirs: { hasId: false, during: 0, after: 0 }, ours: { hasId: true, during: 1, after: 0 } },
);

both(
  'W31: metrics fill themselves, and are kept when they are disabled',
  async (tabs) => {
    const [leader, follower] = await tabs.openTwo();
    await follower.run(async () => {
      await app.db.enableCoordinationMetrics(true);
      app.db.onDataChange(() => (app.kept.isTold = true));
    });
    await leader.run(() => app.write("insert into t (x) values ('told')"));
    await until('the follower is told', () => follower.run(() => app.kept.isTold === true));
    return follower.run(async () => {
      const figures = async () => JSON.parse(await app.db.getCoordinationMetrics());
      const end = await app.ending(app.db.execute("insert into t (x) values ('refused')"));
      const { write_conflicts: conflicts, total_notifications: notices } = await figures();
      await app.db.recordWriteConflict();
      await app.db.enableCoordinationMetrics(false);
      return { end, conflicts, notices, afterwards: (await figures()).write_conflicts };
    });
  },
  {
    theirs: { end: 'refused', conflicts: 0, notices: 0, afterwards: 0 },
    ours: { end: 'refused', conflicts: 1, notices: 1, afterwards: 2 },
  },
);

both(
  'W32: a follower that is told of a change reads it',
  async (tabs) => {
    const [leader, follower] = await tabs.openTwo();
    await follower.run(() => app.db.onDataChange(() => (app.kept.isTold = true)));
    await leader.run(() => app.write("insert into t (x) values ('new')"));
    await until('the follower is told', () => follower.run(() => app.kept.isTold === true));
    return follower.run(() => app.rows('select x from t'));
  },
  { theirs: [], ours: [{ x: 'new' }] },
);

both(
  'W33: a worker can lead',
  async (tabs) => {
    const tab = await tabs.open(null);
    return tab.run(
      () =>
        new Promise((resolve, reject) => {
          const worker = new Worker(`/coordination-defects/worker.js?library=${app.name}`, { type: 'module' });
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
        }),
    );
  },
  { theirs: { isLeader: false, write: 'refused' }, ours: { isLeader: true, write: 'done' } },
);

both(
  'W34: all tabs know who leads, and that it leads for some time yet',
  async (tabs) => {
    const [leader, follower] = await tabs.openTwo();
    const ask = async () => {
      const { leaderId, leaseExpiry } = await app.db.getLeaderInfo();
      return { leaderId, isInFuture: leaseExpiry > Date.now() };
    };
    const [one, other] = [await leader.run(ask), await follower.run(ask)];
    return {
      isSame: one.leaderId === other.leaderId,
      // An id that is made of the file's name would stay when another tab leads.
      isOfTab: !one.leaderId.includes(FILE),
      areInFuture: [one.isInFuture, other.isInFuture],
    };
  },
  {
    theirs: { isSame: false, isOfTab: false, areInFuture: [false, false] },
    ours: { isSame: true, isOfTab: true, areInFuture: [true, true] },
  },
);
