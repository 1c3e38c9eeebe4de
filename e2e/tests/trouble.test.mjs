// What goes wrong in real browsers ends in a clear error or a stated mode, in bounded time.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { agreedLeader, handOver, openAll, splitByRole } from '../harness/group.mjs';
import { DIST, PAGES, PGLITE, prelude } from '../harness/paths.mjs';
import { until } from '../harness/wait.mjs';

const ONE = [{ one: 1 }];
const selectOne = () => app.db.query('select 1 as one').then((result) => result.rows);

async function allAnswer(tabs) {
  for (const tab of tabs) {
    assert.deepEqual(await tab.run(selectOne), ONE, tab.name);
  }
}

browserTest('a worker that does not load or does not start is WORKER_FAILED', {}, async ({ browser }) => {
  const tab = await browser.openTab();
  for (const file of ['/missing-worker.js', '/broken-worker.js']) {
    const opened = tab.run(
      (url) =>
        app.open({
          dataDir: 'memory://no-worker',
          worker: () => new Worker(url, { type: 'module' }),
        }),
      file,
    );
    await assert.rejects(opened, { code: 'WORKER_FAILED', outcome: 'notRun' }, file);
  }
  await tab.run(() => app.open('memory://no-worker'));
  await allAnswer([tab]);
});

const missing = [];
browserTest(
  'a missing engine file is ENGINE_UNAVAILABLE in every tab, and found when it is there again',
  { hidden: missing },
  async ({ browser }) => {
    const tabs = await browser.openTabs(2);
    for (const file of ['engine.js', 'pglite.wasm', 'pglite.data', 'blank.data']) {
      missing.splice(0, missing.length, `/tabularium/${file}`);
      const opened = (tab) => tab.run(() => app.open('idb://missing-file'));
      await Promise.all(tabs.map((tab) => assert.rejects(opened(tab), { code: 'ENGINE_UNAVAILABLE' }, file)));
    }
    missing.length = 0;
    await openAll(tabs, 'idb://missing-file');
    await allAnswer(tabs);
  },
);

for (const dataDir of ['idb://blocked', 'opfs-ahp://blocked', 'sqlite:blocked']) {
  browserTest(
    `${dataDir}: blocked storage is STORAGE_UNAVAILABLE, never a database in memory`,
    { isLong: dataDir.startsWith('idb'), preludes: { '/tabularium/worker.js': prelude('block-storage') } },
    async ({ browser }) => {
      const tabs = await browser.openTabs(2);
      await Promise.all(
        tabs.map((tab) =>
          assert.rejects(
            tab.run((path) => app.open(path), dataDir),
            { code: 'STORAGE_UNAVAILABLE' },
          ),
        ),
      );
    },
  );
}

/** Fills the disk for the workers of all tabs, or frees it; resolves when each of them has heard. */
function setFull(tabs, isFull) {
  const tell = ({ isFull: value, workerCount }) =>
    new Promise((resolve) => {
      const channel = new BroadcastChannel('storage-full');
      let heardCount = 0;
      channel.onmessage = () => {
        heardCount += 1;
        if (heardCount < workerCount) return;
        channel.close();
        resolve();
      };
      channel.postMessage(value);
    });
  return tabs[0].run(tell, { isFull, workerCount: tabs.length });
}

for (const dataDir of ['idb://full', 'opfs-ahp://full', 'sqlite:full']) {
  browserTest(
    `${dataDir}: on a full disk writes fail and reads go on`,
    { isLong: !dataDir.startsWith('sqlite'), preludes: { '/tabularium/worker.js': prelude('fill-storage') } },
    async ({ browser }) => {
      const tabs = await browser.openTabs(2);
      await openAll(tabs, { dataDir, durability: 'disk' });
      const {
        followers: [follower],
      } = await splitByRole(tabs);
      await follower.run(() => app.db.exec(`create table notes (text text); insert into notes values ('kept')`));

      await setFull(tabs, true);
      await assert.rejects(
        follower.run(() => {
          // More than the files have room for without growing.
          let text = 'too much';
          while (text.length < 1_000_000) text += Math.random().toString(36);
          return app.db.query('insert into notes values ($1)', [text]);
        }),
        (error) => {
          assert.match(error.code, /^(STORAGE_FULL|FLUSH_FAILED)$/);
          assert.equal(error.outcome, 'pending');
          return true;
        },
      );
      for (const tab of tabs) {
        const { rows } = await tab.run(() => app.db.query(`select text from notes where text = 'kept'`));
        assert.deepEqual(rows, [{ text: 'kept' }]);
      }

      await setFull(tabs, false);
      await until('writes work again', () =>
        follower.run(() => app.db.query(`insert into notes values ('after')`).then(() => true)),
      );
      const { rows } = await follower.run(() => app.db.query(`select substr(text, 1, 8) as text from notes order by text`));
      assert.deepEqual(
        rows.map((row) => row.text).filter((text) => text !== 'after'),
        ['kept', 'too much'],
        'what ran while the disk was full is kept when there is room',
      );
    },
  );
}

/** A follower of a database in PGlite's own files, with a row in it, on a disk that is full from then on. */
async function onFullDisk(browser) {
  const maker = await browser.openTab('/stores.html');
  await maker.page.waitForFunction('globalThis.app !== undefined');
  await maker.run(() => app.call('maker', 'plain', { dataDir: 'opfs-ahp://full', sql: 'select 1' }));
  await maker.close();
  const tabs = await browser.openTabs(2);
  await openAll(tabs, { dataDir: 'opfs-ahp://full', durability: 'disk' });
  const {
    followers: [follower],
  } = await splitByRole(tabs);
  await follower.run(() => app.db.exec(`create table notes (text text); insert into notes values ('kept')`));
  await setFull(tabs, true);
  return {
    follower,
    free: () => setFull(tabs, false),
    addRows: () =>
      follower.run(() =>
        app.db.query(`insert into notes select repeat('x', 4000) from generate_series(1, 1000)`).then(() => true),
      ),
    keptRows: () => follower.run(() => app.db.query(`select text from notes where text = 'kept'`).then((r) => r.rows)),
  };
}

browserTest(
  "on a full disk a statement whose rows do not fit in PGlite's file is rolled back, and reads go on",
  { isLong: true, mounts: { '/pglite/': PGLITE }, preludes: { '/tabularium/worker.js': prelude('fill-storage') } },
  async ({ browser }) => {
    const { free, addRows, keptRows } = await onFullDisk(browser);
    await assert.rejects(addRows(), { code: 'SQL_ERROR', outcome: 'rolledBack', message: /No space left/ });
    assert.deepEqual(await keptRows(), [{ text: 'kept' }]);
    await free();
    await until('writes work again', addRows);
  },
);

browserTest(
  "on a full disk an engine that cannot write PGlite's log file is closed until there is room, and nothing is lost",
  { isLong: true, mounts: { '/pglite/': PGLITE }, preludes: { '/tabularium/worker.js': prelude('fill-storage') } },
  async ({ browser }) => {
    const { follower, free, addRows, keptRows } = await onFullDisk(browser);
    /** Half a file of PostgreSQL's log: before long a new one is needed. */
    const fillLog = () =>
      follower.run(() =>
        app.db
          .query(`select pg_logical_emit_message(true, 'x', repeat('x', 8000000))`, [], { deadlineMs: 3000 })
          .then(
            () => 'committed',
            ({ outcome, settled }) => {
              app.settled = settled;
              return outcome;
            },
          ),
      );
    let outcome;
    do outcome = await fillLog();
    while (outcome === 'committed');
    assert.equal(outcome, 'pending');
    await assert.rejects(
      follower.run(() => app.db.query('select 1', [], { deadlineMs: 3000 })),
      (error) => /^(STORAGE_FULL|DEADLINE_EXCEEDED)$/.test(error.code) && error.outcome === 'notRun',
    );

    await free();
    await until('writes work again', addRows);
    const settled = await follower.run(() =>
      app.settled.then(
        () => 'committed',
        (error) => error.outcome,
      ),
    );
    assert.equal(settled, 'rolledBack');
    assert.deepEqual(await keptRows(), [{ text: 'kept' }]);
  },
);

browserTest(
  'an engine that dies is replaced',
  { mounts: { '/tabularium/engine.js': `${PAGES}/mortal-engine.js`, '/library/': DIST } },
  async ({ browser }) => {
    const tabs = await browser.openTabs(3);
    await openAll(tabs, 'idb://mortal');
    const {
      leader,
      followers: [follower],
    } = await splitByRole(tabs);
    await leader.run(() => app.db.exec(`create table notes (text text); insert into notes values ('kept')`));
    const { term } = await follower.run(() => app.leadership());

    await assert.rejects(
      follower.run(() => app.db.exec('select the end of this engine')),
      { code: 'ENGINE_DIED', outcome: 'rolledBack' },
    );
    await agreedLeader(tabs, { afterTerm: term });
    for (const tab of tabs) {
      assert.deepEqual((await tab.run(() => app.db.query('select text from notes'))).rows, [{ text: 'kept' }]);
    }
  },
);

browserTest('without SharedWorker two tabs share through a BroadcastChannel', {}, async ({ browser }) => {
  const tabs = await browser.openTabs(2, '/', { initScripts: [prelude('no-shared-worker')] });
  await openAll(tabs, 'idb://no-broker');
  const {
    leader,
    followers: [follower],
  } = await splitByRole(tabs);
  assert.equal(await follower.run(() => app.db.mode.transport), 'broadcast-channel');
  await follower.run(() => app.db.exec('create table notes (text text)'));
  await follower.run(() => app.startLive('select text from notes'));
  await leader.run(() => app.db.query(`insert into notes values ('from the leader')`));
  await until('the follower sees it', () => follower.run(() => app.live.rows.length === 1));
  const { term } = await follower.run(() => app.leadership());
  await leader.crash();
  await agreedLeader([follower], { afterTerm: term });
  await allAnswer([follower]);
});

browserTest('two ids on one path never open it twice', { isLong: true }, async ({ browser }) => {
  const [first, second] = await browser.openTabs(2);
  await first.run(() => app.open({ dataDir: 'memory://one-path', id: 'shop' }));
  await assert.rejects(
    second.run(() => app.open({ dataDir: 'memory://one-path', id: 'blog' })),
    (error) => {
      assert.equal(error.code, 'STORAGE_IN_USE');
      assert.match(error.message, /shop/, 'the holder is named');
      return true;
    },
  );
  await second.run(() => app.open({ dataDir: 'memory://one-path', id: 'shop' }));
  await agreedLeader([first, second]);
  await allAnswer([first, second]);
});

const openAs = (tab, dataDir, protocol, version) =>
  tab.run((options) => app.open(options), { dataDir, protocol, meta: { version } });

browserTest('builds whose protocols overlap share', { isLong: true }, async ({ browser }) => {
  const tabs = await browser.openTabs(2);
  await openAs(tabs[0], 'memory://versions', [1, 2], 'old');
  await openAs(tabs[1], 'memory://versions', [2, 3], 'new');
  await agreedLeader(tabs);
  await allAnswer(tabs);
});

browserTest('an older leader yields to a newer build, and the older tab is told who leads', {}, async ({ browser }) => {
  const [older, newer] = await browser.openTabs(2);
  await openAs(older, 'idb://versions', [1, 1], 'shop 1.0');
  await older.run(() => app.db.exec(`create table notes (text text); insert into notes values ('kept')`));
  await openAs(newer, 'idb://versions', [2, 2], 'shop 2.0');
  assert.equal(await newer.run(() => app.db.isLeader), true);
  assert.deepEqual((await newer.run(() => app.db.query('select text from notes'))).rows, [{ text: 'kept' }]);
  await assert.rejects(older.run(selectOne), (error) => {
    assert.equal(error.code, 'VERSION_BLOCKED');
    assert.match(error.message, /shop 2\.0/, 'the holder is named');
    return true;
  });
});

browserTest('an older build is refused by a newer leader', { isLong: true }, async ({ browser }) => {
  const [newer, older] = await browser.openTabs(2);
  await openAs(newer, 'memory://versions', [2, 2], 'shop 2.0');
  await assert.rejects(openAs(older, 'memory://versions', [1, 1], 'shop 1.0'), (error) => {
    assert.equal(error.code, 'VERSION_BLOCKED');
    assert.match(error.message, /shop 2\.0/, 'the holder is named');
    return true;
  });
  await allAnswer([newer]);
});

for (const hasBackForwardCache of [true, false]) {
  const how = hasBackForwardCache ? 'with' : 'without';
  browserTest(
    `a tab that navigates away and back works again, ${how} the back/forward cache`,
    { hasBackForwardCache, isLong: true },
    async ({ browser, server, t }) => {
      const tabs = await browser.openTabs(2);
      await openAll(tabs, 'idb://away');
      const { leader, term } = await agreedLeader(tabs);
      const rest = tabs.filter((tab) => tab !== leader);
      await leader.run(() => app.db.exec('create table notes (number int)'));
      await leader.run(() => app.startLive('select number from notes order by number'));

      await leader.page.goto(`${server.url}/elsewhere.html`);
      await agreedLeader(rest, { afterTerm: term });
      await rest[0].run(() => app.db.query('insert into notes values (1)'));

      // A page out of the cache does not load, so its load cannot be waited for.
      await leader.page.goBack({ waitUntil: 'commit' });
      const isPersisted = await until('the tab is back', () => leader.run(() => [app.returns.at(-1)]));
      t.diagnostic(`back from the cache: ${isPersisted[0]}`);
      if (!isPersisted[0]) {
        await openAll([leader], 'idb://away');
        await leader.run(() => app.startLive('select number from notes order by number'));
      }
      await agreedLeader(tabs, { afterTerm: term });
      await until('its live query has what it missed', () => leader.run(() => app.live.rows.length === 1));
      await allAnswer(tabs);
    },
  );
}

/** Two tabs: the first made the broker and does not lead any more, the second leads. */
async function brokerMakerWithoutLeadership(browser, dataDir) {
  const [maker, second] = await browser.openTabs(2);
  await openAll([maker], dataDir);
  await openAll([second], dataDir);
  assert.ok(await maker.run(() => app.db.isLeader));
  await handOver([maker, second]);
  assert.ok(await second.run(() => app.db.isLeader));
  return { maker, second };
}

browserTest('when the tab that made the broker crashes, new tabs still find the leader', {}, async ({ browser }) => {
  const { maker, second } = await brokerMakerWithoutLeadership(browser, 'memory://broker');
  await maker.crash();
  const third = await browser.openTab();
  await openAll([third], 'memory://broker', { timeoutMs: 10_000 });
  await agreedLeader([second, third]);
  await allAnswer([second, third]);
});

browserTest('when the tab that made the broker is stopped, new tabs still get in', { isLong: true }, async ({ browser }) => {
  const { maker, second } = await brokerMakerWithoutLeadership(browser, 'memory://broker');
  await maker.stop();
  const third = await browser.openTab();
  await openAll([third], 'memory://broker', { timeoutMs: 15_000 });
  await agreedLeader([second, third]);
  await allAnswer([second, third]);
  maker.continue();
  await agreedLeader([maker, second, third]);
  await allAnswer([maker]);
});

browserTest('a call to a leader that is stopped ends at its deadline', {}, async ({ browser }) => {
  const tabs = await browser.openTabs(2);
  await openAll(tabs, 'memory://stopped');
  const {
    leader,
    followers: [follower],
  } = await splitByRole(tabs);
  await leader.stop();
  const call = follower.run(() => app.db.query('select 1', [], { deadlineMs: 1000 }));
  await assert.rejects(call, { code: 'DEADLINE_EXCEEDED' });
  leader.continue();
  await allAnswer(tabs);
});
