// The ways in which a leader goes.

import assert from 'node:assert/strict';
import { stop } from './stopping.mjs';

export const FROZEN = 'frozen';

/**
 * Every way, by name. `leaves` tells whether the tab's page is gone with it: a call made there may then have ended
 * either way. Where the page stays, each of its calls must end as if nothing had happened.
 */
export const DEATHS = {
  closed: { leaves: true, end: (tab) => tab.close() },
  killed: { leaves: true, end: (tab) => tab.crash() },
  crashed: { leaves: true, end: (tab) => tab.crashInside() },
  'navigated away': { leaves: true, end: (tab) => tab.leave() },
  'worker terminated': { leaves: false, end: (tab) => tab.run(() => app.workers.at(-1).terminate()) },
  [FROZEN]: { leaves: false, end: freeze },
};

/** Stops a tab's process, and only its own; whoever does this has it continue later. */
async function freeze(tab, others, idbName) {
  const sharing = others.filter((other) => other.pid === tab.pid);
  assert.deepEqual(sharing, [], 'every tab has a process of its own');
  await stop(tab, others[0], idbName);
}
