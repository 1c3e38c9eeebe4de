// A private window: what is stored there lasts as long as the window, and so long all holds that is promised.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
import { openAll, splitByRole } from '../harness/group.mjs';
import { within } from '../harness/wait.mjs';

const MAKE = 'create table note (title text not null)';
const READ = 'select title from note order by title';

for (const [dataDir, storage] of [
  ['sqlite:private', 'opfs'],
  ['idb://private', 'idb'],
  ['opfs-ahp://private', 'opfs'],
]) {
  const isLong = !dataDir.startsWith('sqlite:');
  browserTest(
    `${dataDir}: tabs of a private window share, and lose nothing with their leader`,
    { isPrivate: true, isLong },
    async ({ browser }) => {
      const tabs = await browser.openTabs(2);
      await openAll(tabs, dataDir);
      const { leader, followers } = await splitByRole(tabs);
      const [follower] = followers;
      await leader.run((sql) => app.db.query(sql).then(() => {}), MAKE);
      assert.deepEqual(await write(follower, 'before'), ['before']);
      assert.equal(await follower.run(() => app.db.mode.storage), storage, 'the storage really in use');

      await leader.crash();
      assert.deepEqual(await within(30_000, 'the next leader answers', write(follower, 'after')), ['after', 'before']);

      const [late] = await browser.openTabs(1);
      await openAll([late], dataDir);
      assert.deepEqual(await write(late, 'late'), ['after', 'before', 'late']);
    },
  );
}

/** Keeps a title on the disk, and gives all that are there. */
function write(tab, title) {
  return tab.run(
    async ({ title, read }) => {
      await app.db.query(`insert into note values ('${title}')`, [], { durability: 'disk' });
      const { rows } = await app.db.query(read);
      return rows.map((row) => row.title);
    },
    { title, read: READ },
  );
}
