// Several tabs that share one database.

import assert from 'node:assert/strict';
import { until } from './wait.mjs';

/** Opens the database in every tab, at once. `opfs-ahp://` and `idb://` stores are made on first use. */
export async function openAll(tabs, options, { timeoutMs = 60_000 } = {}) {
  await Promise.all(tabs.map((tab) => tab.run((wanted) => app.open(wanted), options, { timeoutMs })));
}

/** Waits until all tabs name the same leader and it is one of them; returns that tab and the term. */
export async function agreedLeader(tabs, { afterTerm = 0, timeoutMs = 30_000 } = {}) {
  let views = [];
  return until(
    `${tabs.length} tabs agree on a leader after term ${afterTerm}`,
    async () => {
      views = await Promise.all(tabs.map((tab) => tab.run(() => app.leadership())));
      const { term, leaderId } = views[0];
      const leaders = tabs.filter((_, index) => views[index].isLeader);
      const agrees = views.every((view) => view.term === term && view.leaderId === leaderId);
      return agrees && term > afterTerm && leaders.length === 1 && { leader: leaders[0], term };
    },
    { timeoutMs },
  ).catch((error) => {
    throw new Error(`${error.message}; last seen: ${JSON.stringify(views)}`, { cause: error.cause });
  });
}

/** The tabs without the leader, and the leader. */
export async function splitByRole(tabs) {
  const { leader } = await agreedLeader(tabs);
  return { leader, followers: tabs.filter((tab) => tab !== leader) };
}

/**
 * Has the leader resign until it leads no more; returns the next leader and the term. Once may not do: a tab whose worker
 * has only just started does not stand in line yet, and without a successor nobody resigns.
 */
export async function handOver(tabs) {
  const { leader, term } = await agreedLeader(tabs);
  await until('the leader has stood down', async () => {
    await leader.run(() => app.db.resign());
    return !(await leader.run(() => app.db.isLeader));
  });
  return agreedLeader(tabs, { afterTerm: term });
}

/** Waits until every tab's live query shows what its query gives; then all must show the same. */
export async function liveQueriesAreTrue(tabs, { timeoutMs = 30_000 } = {}) {
  for (const tab of tabs) {
    await until(`${tab.name}'s live query shows the table`, () => tab.run(() => app.live.isTrue(app.db)), {
      timeoutMs,
    }).catch(async (error) => {
      const seen = await tab.run(async () => ({ shown: app.live.rows, true: await app.live.truth(app.db) }));
      throw new Error(`${error.message}: ${JSON.stringify(seen)}`, { cause: error.cause });
    });
  }
  const shown = await Promise.all(tabs.map((tab) => tab.run(() => app.live.rows)));
  for (const rows of shown) {
    assert.deepEqual(rows, shown[0]);
  }
  return shown[0];
}
