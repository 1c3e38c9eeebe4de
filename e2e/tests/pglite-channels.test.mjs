// LISTEN and NOTIFY between tabs.

import assert from 'node:assert/strict';
import { longPgliteTest, newLeader, openPgliteTabs, pgliteTest } from '../harness/pglite-tabs.mjs';
import { until } from '../harness/wait.mjs';

const IDB = { dataDir: 'idb://channels' };

/** Waits until a tab has heard all of this, in this order and nothing else. */
async function hears(tab, expected) {
  let heard;
  await until(`${tab.name} hears of ${expected.length} notifications`, async () => {
    heard = await tab.run(() => app.kept.heard);
    return heard.length >= expected.length;
  }).catch(() => {});
  assert.deepEqual(heard, expected);
}

const startToListen = (tab, channel) =>
  tab.run(async (name) => {
    app.kept.heard ??= [];
    app.kept.stop = await app.pg.listen(name, (payload) => app.kept.heard.push(payload));
  }, channel);

longPgliteTest('what is notified reaches every tab that listens, after the deaths of leaders too', async ({ browser }) => {
  const tabs = await openPgliteTabs(browser, 3, IDB);
  for (const tab of tabs) {
    await startToListen(tab, 'News');
  }
  await tabs[2].run(() => app.pg.exec("notify news, 'by a statement'"));
  await tabs[1].run(() => app.pg.query("select pg_notify('news', $1)", ['by a function']));
  await tabs[0].run(() =>
    app.pg.transaction(async (tx) => {
      await tx.query("select pg_notify('news', 'by a transaction')");
      await tx.query("insert into todo (title) values ('with a write')");
    }),
  );
  await tabs[0].run(() =>
    app.pg
      .transaction(async (tx) => {
        await tx.query("select pg_notify('news', 'rolled back')");
        throw new Error('on purpose');
      })
      .catch(() => {}),
  );
  await tabs[1].run(() => app.pg.transaction((tx) => tx.exec("notify news, 'only'; notify other, 'unheard'")));
  const expected = ['by a statement', 'by a function', 'by a transaction', 'only'];
  for (const tab of tabs) {
    await hears(tab, expected);
  }

  for (const how of ['close', 'crash']) {
    await tabs.shift()[how]();
    await newLeader(tabs);
    expected.push(`after ${how}`);
    await tabs.at(-1).run((text) => app.pg.query("select pg_notify('news', $1)", [text]), expected.at(-1));
    for (const tab of tabs) {
      await hears(tab, expected);
    }
  }
});

longPgliteTest('one tab ends its listening, and the others go on', async ({ browser }) => {
  const [one, other] = await openPgliteTabs(browser, 2, { dataDir: 'memory://channels' });
  for (const tab of [one, other]) {
    await startToListen(tab, '"Mixed Case"');
  }
  const notify = (text) => one.run((payload) => app.pg.query("select pg_notify('Mixed Case', $1)", [payload]), text);
  await notify('first');
  await hears(one, ['first']);
  await hears(other, ['first']);
  await one.run(() => app.kept.stop());
  await notify('second');
  await hears(other, ['first', 'second']);
  await one.run(() => app.pg.exec('unlisten *'));
  await notify('third');
  await hears(other, ['first', 'second', 'third']);
  await hears(one, ['first']);
});

longPgliteTest('listening that begins in a transaction, and what is heard on all channels', async ({ browser }) => {
  const [one, other] = await openPgliteTabs(browser, 2, { dataDir: 'memory://channels' });
  await other.run(() => {
    app.kept.heard = [];
    app.pg.onNotification((channel, payload) => app.kept.heard.push(`${channel}: ${payload}`));
  });
  await one.run(async () => {
    app.kept.heard = [];
    const keep = (payload) => app.kept.heard.push(payload);
    await app.pg.transaction((tx) => tx.listen('committed', keep));
    await app.pg
      .transaction(async (tx) => {
        await tx.listen('rolled_back', keep);
        throw new Error('on purpose');
      })
      .catch(() => {});
    await app.pg.exec('listen by_statement');
    await app.pg.listen('last', keep);
  });
  await one.run(() =>
    app.pg.exec("notify committed, '1'; notify rolled_back, '2'; notify by_statement, '3'; notify last, '4'"),
  );
  await hears(one, ['1', '4']);
  await hears(other, ['committed: 1', 'by_statement: 3', 'last: 4']);
});
