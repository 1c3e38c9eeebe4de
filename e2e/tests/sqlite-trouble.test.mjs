// What goes wrong around a database of SQLite ends in a clear error, in bounded time, and costs nothing acknowledged.

import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';

browserTest('files that a dying tab still holds are asked for again, and within a bound said to be in use', {}, async ({ browser }) => {
  const [maker, holder] = await browser.openTabs(2);
  await maker.run(() => app.open('sqlite:held'));
  await maker.run(() => app.db.exec(`create table note (text text); insert into note values ('kept')`));
  await maker.run(() => app.db.close());
  await maker.close();
  const count = await holder.run(
    () =>
      new Promise((resolve) => {
        app.holder = new Worker('/holding-worker.js', { type: 'module' });
        app.holder.onmessage = ({ data }) => resolve(data);
        app.holder.postMessage('hold');
      }),
  );
  assert.ok(count > 0);
  const tab = await browser.openTab();
  await assert.rejects(
    tab.run(() => app.open('sqlite:held')),
    { code: 'STORAGE_IN_USE' },
  );
  await tab.run(() => void (app.opening = app.open('sqlite:held')));
  await holder.run(() => app.holder.postMessage('release'));
  await tab.run(() => app.opening);
  assert.deepEqual((await tab.run(() => app.db.query('select text from note'))).rows, [{ text: 'kept' }]);
});
