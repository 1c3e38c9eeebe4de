// PGlite's live queries on the database that all tabs share.

import assert from 'node:assert/strict';
import { longPgliteTest, newLeader, openPgliteTab, openPgliteTabs, pgliteTest } from '../harness/pglite-tabs.mjs';
import { until } from '../harness/wait.mjs';

const IS_LONG = Boolean(process.env.LONG);
const MEMORY = { dataDir: 'memory://live' };
const IDB = { dataDir: 'idb://live' };

/** Waits until what a tab keeps under a name is what is expected, for a failure to show the difference. */
async function keeps(tab, name, expected) {
  let seen;
  await until(`${tab.name} keeps ${name}`, async () => {
    seen = await tab.run((kept) => app.kept[kept], name);
    return JSON.stringify(seen) === JSON.stringify(expected);
  }).catch(() => assert.deepEqual(seen, expected));
}

longPgliteTest('live.query calls back at first and for every change, with a window of the rows too', async ({ browser }) => {
  const [leader, follower] = await openPgliteTabs(browser, 2, MEMORY);
  const first = await follower.run(async () => {
    app.kept.titles = [];
    app.kept.query = await app.pg.live.query('select title from todo order by id', [], ({ rows }) =>
      app.kept.titles.push(rows.map((row) => row.title)),
    );
    app.kept.windows = [];
    app.kept.window = await app.pg.live.query({
      query: 'select id from todo where title <> $1 order by id desc -- the last ones',
      params: [''],
      offset: 1,
      limit: 2,
      callback: ({ rows, totalCount, offset, limit }) =>
        app.kept.windows.push([rows.map((row) => row.id), totalCount, offset, limit]),
    });
    return [app.kept.titles, app.kept.query.initialResults.rows, app.kept.windows];
  });
  assert.deepEqual(first, [[[]], [], [[[], 0, 1, 2]]]);
  for (const title of ['one', 'two', 'three']) {
    await leader.run((text) => app.pg.query('insert into todo (title) values ($1)', [text]), title);
    await until('it is told', () => follower.run((text) => app.kept.titles.at(-1)?.at(-1) === text, title));
  }
  await keeps(follower, 'titles', [[], ['one'], ['one', 'two'], ['one', 'two', 'three']]);
  await keeps(follower, 'windows', [[[], 0, 1, 2], [[], 1, 1, 2], [[1], 2, 1, 2], [[2, 1], 3, 1, 2]]);
  await follower.run(() => app.kept.window.refresh({ offset: 0, limit: 1 }));
  assert.deepEqual(await follower.run(() => app.kept.windows.at(-1)), [[3], 3, 0, 1]);
  await leader.run(() => app.pg.exec("truncate todo; insert into todo (title) values ('new')"));
  await until('what follows a truncate is told', () => follower.run(() => app.kept.titles.at(-1)?.[0] === 'new'));
  assert.deepEqual(
    await follower.run(() => app.pg.live.query({ query: 'select 1', offset: 1 }).catch((error) => error.message)),
    'offset and limit must be provided together',
  );
  const ended = await follower.run(async () => {
    await app.kept.query.unsubscribe();
    try {
      app.kept.query.subscribe(() => {});
      return 'no error';
    } catch (error) {
      return error.message;
    }
  });
  assert.equal(ended, 'Live query is no longer active and cannot be subscribed to');
});

longPgliteTest('live.changes tells inserts, deletes and updates as PGlite does', async ({ browser }) => {
  const tab = await openPgliteTab(browser, MEMORY);
  const told = await tab.run(async () => {
    const { pg } = app;
    const seen = [];
    const changes = await pg.live.changes('select id, title from todo order by title', [], 'id', (news) => seen.push(news));
    const next = async (sql) => {
      const before = seen.length;
      await pg.exec(sql);
      while (seen.length === before) await new Promise((resolve) => setTimeout(resolve, 1));
    };
    await next("insert into todo (title) values ('b'), ('d')");
    await next("insert into todo (title) values ('c')");
    await next("begin; delete from todo where id = 1; update todo set title = 'e' where id = 2; commit");
    await changes.unsubscribe();
    return [changes.fields, changes.initialChanges, ...seen];
  });
  assert.deepEqual(told, [
    [
      { name: 'id', dataTypeID: 23 },
      { name: 'title', dataTypeID: 1043 },
    ],
    [],
    [],
    [
      { __op__: 'INSERT', id: 1, title: 'b', __after__: null, __changed_columns__: [] },
      { __op__: 'INSERT', id: 2, title: 'd', __after__: 1, __changed_columns__: [] },
    ],
    [
      { __op__: 'INSERT', id: 3, title: 'c', __after__: 1, __changed_columns__: [] },
      { __op__: 'UPDATE', id: 2, title: null, __after__: 3, __changed_columns__: ['__after__'] },
    ],
    [
      { __op__: 'DELETE', id: 1, title: null, __after__: null, __changed_columns__: [] },
      { __op__: 'UPDATE', id: 3, title: null, __after__: null, __changed_columns__: ['__after__'] },
      { __op__: 'UPDATE', id: 2, title: 'e', __after__: null, __changed_columns__: ['title'] },
    ],
  ]);
});

/** Changes a table at random, and compares each state that an incremental query shows with the query run afresh. */
function compareStates({ seed, count }) {
  const { pg } = app;
  let state = seed;
  const dice = (sides) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * sides);
  };
  const change = () => {
    const id = 1 + dice(60);
    switch (dice(12)) {
      case 0:
        return `delete from item where rank > ${dice(100)} and id % 3 = ${dice(3)}`;
      case 1:
        return `delete from item where id = ${id}; insert into item values (${id}, ${dice(100)}, 'again ${dice(9)}')`;
      case 2:
        return dice(20) === 0 ? 'truncate item' : `update item set rank = 100 - rank where id % 2 = ${dice(2)}`;
      case 3:
      case 4:
        return `delete from item where id = ${id}`;
      case 5:
      case 6:
        return `update item set rank = ${dice(100)} where id = ${id}`;
      default:
        return `insert into item values (${id}, ${dice(100)}, 'text ${dice(9)}')
          on conflict (id) do update set rank = excluded.rank, text = excluded.text`;
    }
  };
  const query = 'select * from item where rank < $1 order by rank, id limit 10';
  return (async () => {
    await pg.exec('drop table if exists item; create table item (id int primary key, rank int, text text)');
    let shown = '';
    let windowed = '';
    const live = await pg.live.incrementalQuery(query, [80], 'id', ({ rows }) => (shown = JSON.stringify(rows)));
    const all = await pg.live.query({
      query: 'select * from item order by rank, id',
      offset: 5,
      limit: 10,
      callback: ({ rows, totalCount }) => (windowed = JSON.stringify([rows, totalCount])),
    });
    const changed = await pg.live.changes(query, [80], 'id');
    // What the changes add up to is a third way to the same rows.
    const sum = new Map();
    const add = (changes) => {
      for (const { __op__: op, __changed_columns__: columns, ...row } of changes) {
        if (op === 'DELETE') sum.delete(row.id);
        else if (op === 'INSERT') sum.set(row.id, row);
        else sum.set(row.id, { ...sum.get(row.id), ...Object.fromEntries(columns.map((name) => [name, row[name]])) });
      }
    };
    changed.subscribe(add);
    const summed = () => {
      const byAfter = new Map(Array.from(sum.values(), (row) => [row.__after__, row]));
      const rows = [];
      for (let row = byAfter.get(null); row; row = byAfter.get(row.id)) {
        rows.push({ id: row.id, rank: row.rank, text: row.text });
      }
      return JSON.stringify(rows);
    };
    for (let number = 1; number <= count; number++) {
      const sql = change();
      await pg.exec(`begin; ${sql}; commit`);
      const truth = JSON.stringify((await pg.query(query, [80])).rows);
      const { rows } = await pg.query('select * from item order by rank, id');
      const window = JSON.stringify([rows.slice(5, 15), rows.length]);
      const until = performance.now() + 5000;
      while ((shown !== truth || windowed !== window || summed() !== truth) && performance.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      if (shown !== truth || windowed !== window || summed() !== truth) {
        throw new Error(`change ${number} of seed ${seed}, ${sql}: ${shown} and ${summed()} instead of ${truth}, ${windowed} instead of ${window}`);
      }
    }
    await live.unsubscribe();
    await all.unsubscribe();
    await changed.unsubscribe();
    return count;
  })();
}

for (const seed of IS_LONG ? [1, 2, 3] : [1]) {
  const count = IS_LONG ? 5000 : 100;
  pgliteTest(
    `each of ${count} random changes shows in a query with a limit as if it were run afresh: seed ${seed}`,
    async ({ browser }) => {
      const tab = await openPgliteTab(browser, MEMORY);
      const compared = await tab.run(compareStates, { seed, count }, { timeoutMs: 500_000 });
      assert.equal(compared, count);
    },
    { timeoutMs: 600_000 },
  );
}

longPgliteTest('live queries go on after the deaths of three leaders', async ({ browser }) => {
  const tabs = await openPgliteTabs(browser, 4, IDB);
  const last = tabs.at(-1);
  await last.run(async () => {
    await app.pg.live.incrementalQuery('select id, title from todo order by id', [], 'id', ({ rows }) => {
      app.kept.titles = rows.map((row) => row.title);
    });
  });
  const expected = [];
  for (const how of ['close', 'crash', 'close']) {
    await tabs.shift()[how]();
    await newLeader(tabs);
    for (const tab of tabs) {
      expected.push(`${tab.name} after ${how}`);
      await tab.run((title) => app.pg.query('insert into todo (title) values ($1)', [title]), expected.at(-1));
    }
    await keeps(last, 'titles', expected);
  }
  const left = await last.run(async () => {
    const { rows } = await app.pg.query(
      "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') order by 1",
    );
    const triggers = await app.pg.query("select from pg_trigger where tgrelid = 'todo'::regclass and tgname like '_notify%'");
    return [rows.map((row) => row.relname), triggers.rows.length];
  });
  assert.deepEqual(left, [['started', 'todo'], 0]);
});
