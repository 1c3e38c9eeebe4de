// The six patterns of working with several tabs, on one page.

import init, { Database, MultiTabDatabase, pendingOf } from '/tabularium/coordination.js';
import { say, showMessages, showMetrics, showPending, showRole } from './view.js';

const byId = (id) => document.getElementById(id);

await init();
const db = new MultiTabDatabase(Database, 'chat.db');
await db.init();
// The schema is changed from any tab; it happens where the leader is.
await db.execute('create table if not exists messages (id integer primary key, text text not null, sent_at text not null)');
await db.enableOptimisticUpdates(true);
await db.enableCoordinationMetrics(true);

const INSERT = "insert into messages (text, sent_at) values (?, datetime('now'))";

async function refresh() {
  showMetrics(JSON.parse(await db.getCoordinationMetrics()));
}

/** Runs what a button asks for, and says how it ended. */
async function attempt(what, run) {
  try {
    await run();
    say(`${what}: done`);
  } catch (error) {
    say(`${what}: ${error.message}`, true);
  }
  await refresh();
}

// Pattern 4: every tab shows what the others write. What this tab has queued is there at once, marked until it is kept.
const show = ({ rows }) => showMessages(rows.map((row) => ({ ...row, isPending: pendingOf(row).length > 0 })));
show((await db.live('select id, text from messages order by id desc limit 50', [], show)).initialResults);
db.onRefresh(refresh);
db.database.onPendingChange((count) => showPending(count));

byId('compose').addEventListener('submit', async (event) => {
  event.preventDefault();
  const text = byId('text').value;
  byId('compose').reset();
  if (event.submitter?.value === 'write') {
    // Pattern 1: only the tab that leads writes by itself.
    await attempt('Write', () => db.write(INSERT, [text]));
  } else {
    // Pattern 3: any tab queues a write.
    await attempt('Send', () => db.queueWriteWithTimeout(INSERT, 10_000, [text]));
  }
});

// Pattern 2: wait until this tab leads; or have the leader hand it on.
byId('wait').addEventListener('click', () => attempt('Wait for leadership', () => db.waitForLeadership()));
byId('request').addEventListener('click', () => attempt('Ask for leadership', () => db.requestLeadership()));

// Pattern 5: coordination is switched off for this tab.
byId('override').addEventListener('change', ({ target }) => db.allowNonLeaderWrites(target.checked));

// Pattern 6: the page follows leadership as it changes hands.
const showLeadership = async () => showRole(await db.isLeader(), (await db.getLeaderInfo()).leaderId);
db.database.onLeaderChange(async () => {
  await showLeadership();
  say((await db.isLeader()) ? 'This tab leads now' : 'Another tab leads now');
  await refresh();
});

await showLeadership();
await refresh();
