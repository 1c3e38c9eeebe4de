// What the hooks show of a database.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './support/bundle.mjs';
import { installBrowser, openFake, plainFailure, settled } from './support/fakePage.mjs';

const { Tabularium } = await load('index.ts');
const { storeOf } = await load('hooks/status.ts');
const pages = installBrowser();

async function followed() {
  const { db, page } = await openFake(Tabularium, pages);
  const store = storeOf(db);
  await settled();
  const shown = [];
  store.subscribe(() => shown.push([store.current().ready, store.current().error?.code]));
  assert.equal(store.current().ready, true);
  return { db, page, shown };
}

test('a database that is lost is shown as not ready, with the reason', async () => {
  const { page, shown } = await followed();
  page.host.onFatal(plainFailure({ code: 'VERSION_BLOCKED', message: 'held by 2.0' }));
  await settled();
  assert.deepEqual(shown.at(-1), [false, 'VERSION_BLOCKED']);
});

test('a database that the application closes is shown as not ready, without an error', async () => {
  const { db, shown } = await followed();
  db.close();
  await settled();
  assert.deepEqual(shown.at(-1), [false, undefined]);
});
