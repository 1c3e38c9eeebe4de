// Four tabs share one database: what one writes all see, and every error arrives whole where it was caused.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { agreedLeader, handOver, liveQueriesAreTrue, openAll, splitByRole } from '../harness/group.mjs';
import { until } from '../harness/wait.mjs';

// That tabs share is what most other tests are made of.
for (const [dataDir, storage] of [
  ['idb://sharing', 'idb'],
  ['opfs-ahp://sharing', 'opfs'],
  ['memory://sharing', 'memory'],
]) {
  browserTest(`${dataDir}: writes from each tab reach every tab's live query`, { isLong: true }, async ({ browser }) => {
    const tabs = await browser.openTabs(4);
    await openAll(tabs, dataDir);
    const { leader } = await agreedLeader(tabs);
    await tabs[0].run(() => app.db.exec('create table notes (writer text, number int)'));
    for (const tab of tabs) {
      await tab.run(() => app.startLive('select writer, number from notes order by writer, number'));
    }

    for (const [index, tab] of tabs.entries()) {
      await tab.run(async (writer) => {
        const sql = 'insert into notes values ($1, $2)';
        await Promise.all([1, 2, 3].map((number) => app.db.query(sql, [writer, number])));
      }, `writer${index}`);
      await Promise.all(
        tabs.map((reader) =>
          until(`${reader.name} sees the rows of ${tab.name}`, () =>
            reader.run((count) => app.live.rows.length === count, (index + 1) * 3),
          ),
        ),
      );
    }
    const rows = await liveQueriesAreTrue(tabs);
    assert.equal(rows.length, 12);

    for (const tab of tabs) {
      const { isLeader, role } = await tab.run(() => app.leadership());
      assert.equal(isLeader, tab === leader, `isLeader of ${tab.name}`);
      assert.equal(role, tab === leader ? 'leader' : 'follower');
      const mode = await tab.run(() => ({ ...app.db.mode }));
      assert.equal(mode.storage, storage, 'the storage really in use');
      assert.equal(mode.transport, tab === leader ? 'local' : 'message-port');
      assert.equal(mode.worker, 'dedicated');
      assert.match(mode.engine, /pglite/i);
      assert.deepEqual(await tab.run(() => app.leaderChanges), [], 'nothing changed while the tabs were open');
    }
  });
}

browserTest('a tab asks through its leader as if it had the engine itself', { timeoutMs: 120_000 }, async (world) => {
  const { browser, t } = world;
  const tabs = await browser.openTabs(2);
  await openAll(tabs, 'idb://asking');
  const {
    leader,
    followers: [follower],
  } = await splitByRole(tabs);
  await leader.run(() =>
    app.db.exec(`
    create table people (
      id int primary key, name text not null, age int constraint people_age_check check (age >= 0));
    insert into people values (1, 'Ada', 36)`),
  );

  await t.test('an SQL error arrives whole', async () => {
    const insert = `insert into people values (1, 'Bob', 1)`;
    await assert.rejects(
      follower.run((sql) => app.db.query(sql), insert),
      {
        name: 'TabulariumError',
        code: 'SQL_ERROR',
        outcome: 'rolledBack',
        sqlState: '23505',
        constraint: 'people_pkey',
        table: 'people',
        detail: 'Key (id)=(1) already exists.',
        query: insert,
      },
    );
    await assert.rejects(
      follower.run(() => app.db.query('insert into people values ($1, $2, $3)', [2, 'Bob', -1])),
      {
        sqlState: '23514',
        constraint: 'people_age_check',
      },
    );
    await assert.rejects(
      follower.run(() => app.db.query('select nam from people')),
      (error) => {
        assert.equal(error.sqlState, '42703');
        assert.match(error.message, /column "nam" does not exist/);
        assert.match(error.hint, /people\.name/);
        assert.equal(Number(error.position), 8);
        return true;
      },
    );
  });

  await t.test('a query gives rows, fields and the number of rows it changed', async () => {
    const [read, write] = await follower.run(async () => [
      await app.db.query('select id, name from people where age > $1', [30]),
      await app.db.query('update people set age = age + 1'),
    ]);
    assert.deepEqual(read.rows, [{ id: 1, name: 'Ada' }]);
    assert.deepEqual(
      read.fields.map((field) => field.name),
      ['id', 'name'],
    );
    assert.equal(write.affectedRows, 1);
  });

  await t.test('values keep their types', async () => {
    const described = await follower.run(async () => {
      const sent = {
        int: 42,
        big: 9007199254740993n,
        float: 1.5,
        numeric: '12345678901234567890.123',
        bool: true,
        text: "O'Hara ❤ 𝄞",
        date: new Date(Date.UTC(2024, 1, 29, 12)),
        json: { a: [1, null, 'x'] },
        bytes: new Uint8Array([0, 1, 254, 255]),
        list: [3, 1, 2],
        none: null,
      };
      const { rows } = await app.db.query(
        `select $1::int4 as int, $2::int8 as big, $3::float8 as float, $4::numeric as numeric, $5::bool as bool,
                $6::text as text, $7::timestamptz as date, $8::jsonb as json, $9::bytea as bytes, $10::int4[] as list,
                $11::text as none`,
        Object.values(sent),
      );
      const [got] = rows;
      const describe = (value) => ({
        type: value === null ? 'null' : value.constructor.name,
        text: typeof value === 'object' ? JSON.stringify(value) : `${value}`,
      });
      return Object.keys(sent).map((key) => ({ key, sent: describe(sent[key]), got: describe(got[key]) }));
    });
    for (const { key, sent, got } of described) {
      assert.deepEqual(got, sent, key);
    }
  });

  await t.test('the template binds its values', async () => {
    const rows = await follower.run(async () => {
      const name = "'; drop table people; --";
      return (await app.db.sql`select ${name}::text as name, ${7}::int as number`).rows;
    });
    assert.deepEqual(rows, [{ name: "'; drop table people; --", number: 7 }]);
  });

  await t.test('a script gives one result per statement', async () => {
    const results = await follower.run(() =>
      app.db.exec(`
        insert into people values (5, 'Eve', 5);
        select name from people where id = 5;
        delete from people where id = 5`),
    );
    assert.equal(results.length, 3);
    assert.deepEqual(results[1].rows, [{ name: 'Eve' }]);
    assert.equal(results[2].affectedRows, 1);
  });

  await t.test('a result may be large or long', async () => {
    const sizes = await follower.run(
      async () => {
        const text = 'x'.repeat(5_000_000);
        const large = await app.db.query('select $1::text as text', [text]);
        const long = await app.db.query(`select n, 'row ' || n as text from generate_series(1, 10000) n`);
        return {
          isSame: large.rows[0].text === text,
          rowCount: long.rows.length,
          last: long.rows.at(-1),
        };
      },
      null,
      { timeoutMs: 30_000 },
    );
    assert.deepEqual(sizes, { isSame: true, rowCount: 10_000, last: { n: 10_000, text: 'row 10000' } });
  });

  await t.test('a transaction commits whole or leaves nothing', async () => {
    const outcome = await follower.run(async () => {
      const { db } = app;
      const committed = await db.transaction(async (tx) => {
        await tx.query(`insert into people values (10, 'Ten', 10)`);
        const { rows } = await tx.query('select count(*)::int as count from people where id = 10');
        return rows[0].count;
      });
      const thrown = await db
        .transaction(async (tx) => {
          await tx.query(`insert into people values (11, 'Eleven', 11)`);
          throw new RangeError('the application changed its mind');
        })
        .catch((error) => error.message);
      const failed = await db
        .transaction(async (tx) => {
          await tx.query(`insert into people values (12, 'Twelve', 12)`);
          await tx.query(`insert into people values (10, 'Again', 10)`);
        })
        .catch((error) => error.sqlState);
      const { rows } = await db.query('select id from people where id >= 10');
      return { committed, thrown, failed, rows };
    });
    assert.deepEqual(outcome, {
      committed: 1,
      thrown: 'the application changed its mind',
      failed: '23505',
      rows: [{ id: 10 }],
    });
    const elsewhere = await leader.run(() => app.db.query('select id from people where id >= 10'));
    assert.deepEqual(elsewhere.rows, [{ id: 10 }]);
  });

  await t.test('a transaction handle is of no use after its end', async () => {
    const late = follower.run(async () => {
      let kept;
      await app.db.transaction(async (tx) => {
        kept = tx;
      });
      await kept.query('select 1');
    });
    await assert.rejects(late, { code: 'TX_CLOSED' });
  });

  for (const tab of tabs) {
    const role = tab === leader ? 'leader' : 'follower';
    await t.test(`the database inside its own transaction is refused in the ${role}`, async () => {
      const nested = tab.run(() =>
        app.db.transaction(async (tx) => {
          await tx.query(`insert into people values (20, 'Twenty', 20)`);
          await app.db.query('select 1');
        }),
      );
      await assert.rejects(nested, (error) => {
        assert.equal(error.code, 'TX_NESTED');
        assert.equal(error.outcome, 'notRun');
        assert.match(error.message, /transaction/);
        return true;
      });
      const { rows } = await tab.run(() => app.db.query('select id from people where id = 20'));
      assert.deepEqual(rows, [], 'the refused transaction left nothing');
    });

    await t.test(`a bare BEGIN is refused and harmless in the ${role}`, async () => {
      await assert.rejects(
        tab.run(() => app.db.query('begin')),
        { code: 'TX_UNMANAGED' },
      );
      await assert.rejects(
        tab.run(() => app.db.exec(`begin; insert into people values (30, 'Thirty', 30)`)),
        {
          code: 'TX_UNMANAGED',
        },
      );
      for (const other of tabs) {
        await other.run(() => app.db.transaction((tx) => tx.query('select 1')));
        const { rows } = await other.run(() => app.db.query('select id from people where id = 30'));
        assert.deepEqual(rows, []);
      }
    });
  }

  await t.test('an AbortSignal withdraws a call that waits', async () => {
    const ends = await follower.run(
      async () => {
        const { db } = app;
        const before = await db.query('select 1', [], { signal: AbortSignal.abort() }).catch((error) => error.code);
        const busy = db.query('select count(*) from generate_series(1, 3000000)');
        const controller = new AbortController();
        const waiting = db
          .query(`insert into people values (40, 'Forty', 40)`, [], { signal: controller.signal })
          .catch(({ code, outcome }) => ({ code, outcome }));
        controller.abort();
        const aborted = await waiting;
        await busy;
        const { rows } = await db.query('select id from people where id = 40');
        return { before, code: aborted.code, hadNoEffect: aborted.outcome !== 'notRun' || rows.length === 0 };
      },
      null,
      { timeoutMs: 30_000 },
    );
    assert.deepEqual(ends, { before: 'ABORTED', code: 'ABORTED', hadNoEffect: true });
  });

  await t.test('a deadline ends a call that has not begun without effect', async () => {
    const ends = await follower.run(
      async () => {
        const { db } = app;
        const busy = db.query('select count(*) from generate_series(1, 6000000)');
        const startMs = performance.now();
        const late = await db
          .query(`insert into people values (41, 'Late', 41)`, [], { deadlineMs: 100 })
          .catch(({ code, outcome, settled }) => ({ code, outcome, settled }));
        const waitedMs = performance.now() - startMs;
        await busy;
        // One that had begun after all says so and carries the promise of its outcome.
        const settled =
          late.outcome === 'pending'
            ? await late.settled.then(
                () => 'run',
                () => 'notRun',
              )
            : 'notRun';
        const { rows } = await db.query('select id from people where id = 41');
        return { code: late.code, isInTime: waitedMs < 2000, isTrue: rows.length === (settled === 'run' ? 1 : 0) };
      },
      null,
      { timeoutMs: 60_000 },
    );
    assert.deepEqual(ends, { code: 'DEADLINE_EXCEEDED', isInTime: true, isTrue: true });
  });

  await t.test('malformed arguments are refused before anything is sent', async () => {
    const malformed = {
      'sql that is no text': () => app.db.query(42),
      'parameters that are no list': () => app.db.query('select 1', 'x'),
      'a negative deadline': () => app.db.query('select 1', [], { deadlineMs: -1 }),
      'a transaction without a function': () => app.db.transaction('begin'),
      'an unknown storage': () => app.library.Tabularium.open('floppy://a'),
      'no storage': () => app.library.Tabularium.open({}),
      'an unknown durability': () => app.library.Tabularium.open({ dataDir: 'idb://asking', durability: 'hope' }),
    };
    for (const [what, call] of Object.entries(malformed)) {
      await assert.rejects(follower.run(call), { name: 'TabulariumError', code: 'INVALID_ARGUMENT' }, what);
    }
  });

  await t.test('a value the engine cannot take is an error, and the next call works', async () => {
    await assert.rejects(follower.run(() => app.db.query('select $1::int as number', ['not a number'])));
    await assert.rejects(follower.run(() => app.db.query('select $1::int as number', [])));
    await assert.rejects(follower.run(() => app.db.query('select $1::json as json', [() => 1])));
    assert.deepEqual((await follower.run(() => app.db.query('select 1 as one'))).rows, [{ one: 1 }]);
  });

  await t.test('a live query goes on where its table is made anew right after a write', async () => {
    await follower.run(async () => {
      await app.db.exec('create table anew (id int primary key)');
      app.ids = [];
      const { unsubscribe } = await app.db.live.query('select id from anew order by id', [], ({ rows }) => {
        app.ids = rows.map(({ id }) => id);
      });
      app.unsubscribe = unsubscribe;
    });
    await leader.run(() => {
      const hold = async (tx) => {
        await tx.query('select 1');
        await new Promise((resolve) => (app.letGo = resolve));
      };
      app.held = app.db.transaction(hold);
    });
    await until('the transaction is open', () => leader.run(() => app.letGo !== undefined));
    // All wait for the transaction: the query is to be run again because of the first when the table is dropped.
    await follower.run(() => {
      const sent = ['insert into anew values (1)', 'drop table anew', 'create table anew (id int primary key)'];
      app.sent = Promise.all(sent.map((sql) => app.db.query(sql)));
    });
    await leader.run(async () => {
      // Its own call comes after those of the other tab.
      await new Promise((resolve) => setTimeout(resolve, 200));
      app.letGo();
      await app.held;
    });
    await follower.run(() => app.sent);
    await leader.run(() => app.db.query('insert into anew values (2)'));
    await until('the live query shows the row', () => follower.run(() => app.ids.join() === '2'));
    await follower.run(() => app.unsubscribe());
  });

  await t.test('a live query that is no plain read is refused', async () => {
    const refused = follower.run(() => app.startLive(`insert into people values (50, 'Fifty', 50) returning id`));
    await assert.rejects(refused, { code: 'LIVE_UNSUPPORTED' });
    const { rows } = await follower.run(() => app.db.query('select id from people where id = 50'));
    assert.deepEqual(rows, []);
  });

  await t.test('a statement that would kill the engine is refused', async () => {
    await assert.rejects(
      follower.run(() => app.db.query('copy people from stdin')),
      { code: 'UNSUPPORTED' },
    );
    assert.deepEqual((await leader.run(() => app.db.query('select 1 as one'))).rows, [{ one: 1 }]);
  });

  await t.test('storage tells its use', async () => {
    const storage = await follower.run(async () => ({ ...(await app.db.storage()) }));
    assert.ok(storage.quota > 0, JSON.stringify(storage));
    assert.ok(storage.usage > 0, JSON.stringify(storage));
  });

  await t.test('a closed database refuses calls and lets the others go on', async () => {
    const codes = await follower.run(async () => {
      const { db } = app;
      await db.close();
      await db.close();
      const calls = [
        () => db.query('select 1'),
        () => db.exec('select 1'),
        () => db.transaction(async () => {}),
        () => db.live.query('select 1', [], () => {}),
      ];
      return Promise.all(
        calls.map((call) =>
          Promise.resolve()
            .then(call)
            .then(
              () => 'none',
              (error) => error.code,
            ),
        ),
      );
    });
    assert.deepEqual(codes, ['CLOSED', 'CLOSED', 'CLOSED', 'CLOSED']);
    assert.deepEqual((await leader.run(() => app.db.query('select 1 as one'))).rows, [{ one: 1 }]);
  });
});

browserTest('leadership is handed on when its tab resigns', { isLong: true }, async ({ browser }) => {
  const tabs = await browser.openTabs(3);
  await openAll(tabs, 'idb://resigning');
  const { leader, term } = await agreedLeader(tabs);
  await leader.run(() => app.db.exec(`create table notes (text text); insert into notes values ('kept')`));
  const next = await handOver(tabs);
  for (const tab of tabs) {
    assert.deepEqual((await tab.run(() => app.db.query('select text from notes'))).rows, [{ text: 'kept' }]);
    const told = (await tab.run(() => app.leaderChanges)).map((change) => change.term);
    assert.equal(told.at(-1), next.term);
    assert.deepEqual(told, [...new Set(told)].sort(), 'no change was told twice');
    assert.ok(told[0] > term);
  }
});

browserTest('a worker of the application itself does', { isLong: true }, async ({ browser }) => {
  const tabs = await browser.openTabs(2);
  await Promise.all(
    tabs.map((tab) =>
      tab.run(() =>
        app.open({
          dataDir: 'memory://own-worker',
          worker: () => new Worker('/own-worker.js', { type: 'module' }),
        }),
      ),
    ),
  );
  await agreedLeader(tabs);
  for (const tab of tabs) {
    assert.deepEqual((await tab.run(() => app.db.query('select 1 as one'))).rows, [{ one: 1 }]);
  }
});
