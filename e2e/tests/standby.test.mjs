// The tab that leads next has the engine at hand.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { agreedLeader, openAll, splitByRole } from '../harness/group.mjs';
import { until } from '../harness/wait.mjs';

const DATA_DIR = 'idb://standby';

/** The session of the tab whose worker stands by, by the lock it holds and the one that each worker holds for life. */
const sessionStandingBy = (tab) =>
  tab.run(async (dataDir) => {
    const { held } = await navigator.locks.query();
    const standby = held.find(({ name }) => name === `tabularium/standby/${dataDir}`);
    const worker = held.find(
      ({ name, clientId }) => clientId === standby?.clientId && name.startsWith('tabularium/worker/'),
    );
    return worker?.name.slice('tabularium/worker/'.length);
  }, DATA_DIR);

browserTest('one tab stands by, and leads when the leader is gone', {}, async ({ browser }) => {
  let tabs = await browser.openTabs(3);
  await openAll(tabs, DATA_DIR);
  for (let deaths = 0; deaths < 2; deaths++) {
    const { leader, followers } = await splitByRole(tabs);
    const { leaderId, term } = await leader.run(() => app.leadership());
    const next = await until('a tab stands by', () => sessionStandingBy(leader));
    assert.notEqual(next, leaderId);
    await leader.crash();
    tabs = followers;
    await agreedLeader(tabs, { afterTerm: term });
    assert.equal((await tabs[0].run(() => app.leadership())).leaderId, next);
    assert.deepEqual((await tabs[0].run(() => app.db.query('select 1 as one'))).rows, [{ one: 1 }]);
  }
});
