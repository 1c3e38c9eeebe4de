// PGlite's calls that take messages of the PostgreSQL protocol, and the archive of a database, in real tabs.

import assert from 'node:assert/strict';
import { longPgliteTest, newLeader, openPgliteTab, openPgliteTabs } from '../harness/pglite-tabs.mjs';
import { until } from '../harness/wait.mjs';

const IDB = { dataDir: 'idb://app' };

/** Puts a maker of simple queries into a tab. */
function prepare(tab) {
  return tab.run(() => {
    app.simple = (sql) => {
      const text = new TextEncoder().encode(sql);
      const message = new Uint8Array(6 + text.length);
      message[0] = 'Q'.charCodeAt(0);
      new DataView(message.buffer).setInt32(1, 5 + text.length);
      message.set(text, 5);
      return message;
    };
  });
}

longPgliteTest('a message of the protocol is answered as PGlite alone answers it', async ({ browser }) => {
  const [, tab] = await openPgliteTabs(browser, 2, { dataDir: 'memory://' });
  await prepare(tab);
  const { ours, theirs } = await tab.run(async () => {
    const { PGlite } = await import('/engine/index.js');
    const alone = await PGlite.create();
    await alone.exec('create table todo (id integer primary key generated always as identity, title varchar(255))');
    const answers = async (pg) => {
      const read = async (sql) => (await pg.execProtocol(app.simple(sql))).messages.map((message) => ({ ...message }));
      return {
        rows: await read("select 1 as a, 'x'::text as b, null::int as c union all select 2, 'ü', 3"),
        written: (await read("insert into todo (title) values ('raw') returning id")).slice(1),
        empty: await read(''),
        notice: await read("do $$ begin raise notice 'seen'; end $$"),
        setting: await read("set application_name to 'raw'"),
        data: [...(await pg.execProtocol(app.simple('select 1'))).data],
        raw: [...(await pg.execProtocolRaw(app.simple('select 1')))],
        after: (await pg.query('select title from todo')).rows,
      };
    };
    return { theirs: await answers(alone), ours: await answers(app.pg) };
  });
  assert.deepEqual(ours, theirs);
});

longPgliteTest('an error of the protocol is thrown, or given where that is asked for', async ({ browser }) => {
  const tab = await openPgliteTab(browser, { dataDir: 'memory://' });
  await prepare(tab);
  const { error } = await tab.run(() => app.attempt(() => app.pg.execProtocol(app.simple('select 1/0'))));
  assert.equal(error.code, '22012');
  assert.equal(error.outcome, 'rolledBack');
  const given = await tab.run(async () => {
    const { messages } = await app.pg.execProtocol(app.simple('select 1/0'), { throwOnError: false });
    return messages.map(({ name, code, status }) => ({ name, code, status }));
  });
  assert.deepEqual(
    given.map(({ name, code, status }) => [name, code ?? status]),
    [
      ['error', '22012'],
      ['readyForQuery', 'I'],
    ],
  );
});

longPgliteTest('execProtocolRawStream and execProtocolStream work in every tab', async ({ browser }) => {
  const [first, second] = await openPgliteTabs(browser, 2, IDB);
  for (const tab of [first, second]) {
    await prepare(tab);
    const seen = await tab.run(async () => {
      const parts = [];
      await app.pg.execProtocolRawStream(app.simple("select 'streamed'"), {
        onRawData: (bytes) => parts.push(new TextDecoder().decode(bytes)),
      });
      const messages = await app.pg.execProtocolStream(app.simple('select 1'));
      return { text: parts.join(''), names: messages.map(({ name }) => name) };
    });
    assert.match(seen.text, /streamed/);
    assert.deepEqual(seen.names, ['rowDescription', 'dataRow', 'commandComplete', 'readyForQuery']);
  }
});

longPgliteTest('what is committed by messages is kept, seen by live queries and there after failover', async ({ browser }) => {
  const [first, second] = await openPgliteTabs(browser, 2, IDB);
  await prepare(second);
  await second.run(async () => {
    app.kept.seen = [];
    await app.pg.live.query('select title from todo order by id', [], ({ rows }) =>
      app.kept.seen.push(rows.map((row) => row.title).join()),
    );
    await app.pg.execProtocolRaw(app.simple("insert into todo (title) values ('raw')"));
  });
  await until('the live query has seen it', () => second.run(() => app.kept.seen.at(-1) === 'raw'));
  await first.crash();
  await newLeader([second]);
  assert.deepEqual(await second.run(async () => (await app.pg.query('select title from todo')).rows), [{ title: 'raw' }]);
});

longPgliteTest('runExclusive keeps other tabs out, and may hold a transaction', async ({ browser }) => {
  const [first, second] = await openPgliteTabs(browser, 2, IDB);
  await prepare(second);
  await first.run(() => app.pg.query("insert into todo (title) values ('0')"));
  const inside = second.run(() =>
    app.pg.runExclusive(async () => {
      await app.pg.execProtocolRaw(app.simple('begin'));
      await app.pg.execProtocolRaw(app.simple("update todo set title = title || 'a'"));
      await new Promise((resolve) => setTimeout(resolve, 300));
      await app.pg.execProtocolRaw(app.simple("update todo set title = title || 'b'"));
      await app.pg.execProtocolRaw(app.simple('commit'));
      return 'done';
    }),
  );
  await second.run(() => new Promise((resolve) => setTimeout(resolve, 100)));
  const outside = first.run(() => app.pg.query("update todo set title = title || 'c' returning title"));
  assert.equal(await inside, 'done');
  assert.deepEqual((await outside).rows, [{ title: '0abc' }]);
});

longPgliteTest('a transaction that messages leave open is rolled back, and said to be', async ({ browser }) => {
  const tab = await openPgliteTab(browser, IDB);
  await prepare(tab);
  const { error } = await tab.run(() => app.attempt(() => app.pg.execProtocolRaw(app.simple('begin'))));
  assert.equal(error.code, 'TX_UNMANAGED');
  assert.equal(error.outcome, 'rolledBack');
  const held = await tab.run(() =>
    app.attempt(() =>
      app.pg.runExclusive(async () => {
        await app.pg.execProtocolRaw(app.simple("begin; insert into todo (title) values ('lost')"));
      }),
    ),
  );
  assert.equal(held.error.code, 'TX_UNMANAGED');
  assert.deepEqual(await tab.run(async () => (await app.pg.query('select * from todo')).rows), []);
});

longPgliteTest('messages that a leader dies with are not repeated, and the error says so', async ({ browser }) => {
  const [first, second] = await openPgliteTabs(browser, 2, IDB);
  await prepare(second);
  const held = second.run(() =>
    app.attempt(() =>
      app.pg.runExclusive(async () => {
        await app.pg.execProtocolRaw(app.simple("insert into todo (title) values ('perhaps')"));
        app.kept.isInside = true;
        await new Promise((resolve) => setTimeout(resolve, 1500));
        await app.pg.execProtocolRaw(app.simple("insert into todo (title) values ('no')"));
      }),
    ),
  );
  await until('the closure has begun', () => second.run(() => app.kept.isInside));
  await first.crash();
  const { error } = await held;
  assert.equal(error.code, 'NOT_REPEATED');
  assert.equal(error.outcome, 'unknown');
  const { rows } = await second.run(() => app.pg.query("select title from todo where title = 'no'"));
  assert.deepEqual(rows, []);
});

longPgliteTest('the archive of a database, made by any tab, opens in PGlite', async ({ browser }) => {
  const [, second] = await openPgliteTabs(browser, 2, IDB);
  for (const compression of ['none', 'gzip', undefined]) {
    const found = await second.run(async (how) => {
      await app.pg.query('insert into todo (title) values ($1)', [`in ${how}`]);
      const file = await app.pg.dumpDataDir(how);
      const { PGlite } = await import('/engine/index.js');
      const copy = await PGlite.create({ loadDataDir: file });
      const { rows } = await copy.query('select title from todo order by id desc limit 1');
      await copy.close();
      return { name: file.name, title: rows[0].title };
    }, compression);
    assert.deepEqual(found, { name: compression === 'none' ? 'app.tar' : 'app.tar.gz', title: `in ${compression}` });
  }
});
