// What goes wrong with PGlite's own multi-tab worker, and does not here: each scenario runs on both in the long run,
// so that the comparison stays true when either changes.

import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { longPgliteTest, openPgliteTabs } from '../harness/pglite-tabs.mjs';

const IDB = { dataDir: 'idb://app', id: 'app-db' };
/** How long a call may take that a leader dies with before it counts as left hanging. */
const PATIENCE_MS = 25_000;

/** What goes wrong in one of several ways, according to how busy the machine is. */
class OneOf {
  constructor(...ways) {
    this.ways = ways;
  }
}

function assertOutcome(actual, expected) {
  const ways = expected instanceof OneOf ? expected.ways : [expected];
  const way = ways.find((each) => isDeepStrictEqual(actual, each)) ?? ways[0];
  assert.deepEqual(actual, way);
}

/** Declares a test of one scenario with either library; what it returns is compared. */
function both(name, scenario, { theirs, ours }, options = IDB) {
  for (const [library, expected] of [
    ['pglite', theirs],
    ['tabularium', ours],
  ]) {
    const outcome = library === 'pglite' ? "PGlite's own worker" : 'tabularium/pglite';
    longPgliteTest(`${name}: ${outcome}`, async ({ browser }) => {
      const tabs = await openPgliteTabs(browser, 2, options, library);
      assertOutcome(await scenario(...tabs), expected);
    });
  }
}

/** What became of something begun in a tab, after it has had the time to end. */
function outcomeOf(tab) {
  return tab.run(async (patienceMs) => {
    const hanging = new Promise((resolve) => setTimeout(resolve, patienceMs, 'hanging'));
    return Promise.race([app.kept.begun, hanging]);
  }, PATIENCE_MS);
}

const pause = (tab, ms) => tab.run((forMs) => new Promise((resolve) => setTimeout(resolve, forMs)), ms);

both(
  'W14: a tab that leads says so, and tells of a change once',
  async (first, second) => {
    await first.close();
    await second.run(async (patienceMs) => {
      const untilMs = Date.now() + patienceMs;
      while (!app.pg.isLeader && Date.now() < untilMs) await new Promise((resolve) => setTimeout(resolve, 50));
    }, PATIENCE_MS);
    await pause(second, 3000);
    const isSecondLeader = await second.run(() => app.pg.isLeader);
    const changes = await second.run(() => app.leaderChanges.length);
    return { isSecondLeader, changes };
  },
  {
    theirs: { isSecondLeader: true, changes: 2 },
    ours: { isSecondLeader: true, changes: 1 },
  },
);

both(
  'W15, W17: a statement that its leader dies with ends',
  async (first, second) => {
    await second.run(() => {
      const sql = "insert into todo (title) select 'slow' from pg_sleep(1.5)";
      app.kept.begun = app.pg.query(sql).then(
        () => 'done',
        (error) => error.message,
      );
    });
    await pause(second, 500);
    await first.crash();
    const outcome = await outcomeOf(second);
    const { rows } = await second.run(() => app.pg.query('select count(*)::int as n from todo'));
    return { outcome, count: rows[0].n };
  },
  { theirs: { outcome: 'hanging', count: 0 }, ours: { outcome: 'done', count: 1 } },
);

both(
  'W16: a transaction that its leader dies with is whole or said to be none',
  async (first, second) => {
    await second.run(() => {
      app.kept.begun = app.pg
        .transaction(async (tx) => {
          await tx.query("insert into todo (title) values ('100')");
          await new Promise((resolve) => setTimeout(resolve, 2500));
          await tx.query("insert into todo (title) values ('101')");
        })
        .then(
          () => 'committed',
          (error) => error.code ?? error.message,
        );
    });
    await pause(second, 500);
    await first.crash();
    const outcome = await outcomeOf(second);
    const { rows } = await second.run(() => app.pg.query('select title from todo order by title'));
    return { outcome, titles: rows.map((row) => row.title) };
  },
  {
    // Its second statement finds the next leader, or waits for the dead one for ever.
    theirs: new OneOf({ outcome: 'committed', titles: ['101'] }, { outcome: 'hanging', titles: [] }),
    ours: { outcome: 'TX_ABORTED_FAILOVER', titles: [] },
  },
);

both(
  'W18: a live query goes on under the next leader',
  async (first, second) => {
    await second.run(async () => {
      app.kept.seen = [];
      const { initialResults } = await app.pg.live.query('select title from todo order by id', [], ({ rows }) =>
        app.kept.seen.push(rows.length),
      );
      app.kept.seen.push(initialResults.rows.length);
      await app.pg.query("insert into todo (title) values ('before')");
    });
    await pause(second, 1000);
    const before = await second.run(() => app.kept.seen.at(-1));
    await first.close();
    await pause(second, 3000);
    await second.run(() => app.pg.query("insert into todo (title) values ('after')"));
    await pause(second, 1500);
    return { before, after: await second.run(() => app.kept.seen.at(-1)) };
  },
  { theirs: { before: 1, after: 1 }, ours: { before: 1, after: 2 } },
  { ...IDB, hasLive: true },
);

both(
  'W19: errors have all their fields',
  async (_first, second) => {
    const { error } = await second.run(() =>
      app.attempt(async () => {
        await app.pg.exec('create table person (email text constraint one_each unique)');
        await app.pg.query("insert into person values ('a@b')");
        await app.pg.query('insert into person values ($1)', ['a@b']);
      }),
    );
    const { message, code, detail, constraint, table, query } = error;
    return { message, code, detail, constraint, table, query };
  },
  {
    theirs: {
      message: 'duplicate key value violates unique constraint "one_each"',
      code: undefined,
      detail: undefined,
      constraint: undefined,
      table: undefined,
      query: undefined,
    },
    ours: {
      message: 'duplicate key value violates unique constraint "one_each"',
      code: '23505',
      detail: 'Key (email)=(a@b) already exists.',
      constraint: 'one_each',
      table: 'person',
      query: 'insert into person values ($1)',
    },
  },
);

both(
  'W19: notices are told, and raw data is handed over',
  async (_first, second) =>
    second.run(async () => {
      const notices = [];
      const notice = await app.pg
        .exec("do $$ begin raise notice 'seen'; end $$", { onNotice: ({ message }) => notices.push(message) })
        .then(
          () => notices.join(),
          (error) => error.name,
        );
      const query = new Uint8Array([81, 0, 0, 0, 13, ...new TextEncoder().encode('select 1'), 0]);
      let bytes = 0;
      const stream = await app.pg.execProtocolRawStream(query, { onRawData: (data) => (bytes += data.length) }).then(
        () => (bytes > 0 ? 'data' : 'no data'),
        (error) => error.name,
      );
      return { notice, stream };
    }),
  { theirs: { notice: '', stream: 'DataCloneError' }, ours: { notice: 'seen', stream: 'data' } },
);

both(
  'W20: live queries need not be asked for in the page',
  (_first, second) => second.run(() => typeof app.pg.live),
  { theirs: 'undefined', ours: 'object' },
);
