// Live queries in components: what they show of a query that fails, over both kinds of database.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { effectScope, ref, shallowRef } from 'vue';
import { TabulariumProvider, useDatabase, useLiveQuery, WorkerStatus } from '../dist/react.js';
import { useLiveQuery as useVueLiveQuery } from '../dist/vue.js';
import { load } from './support/bundle.mjs';
import { installBrowser, openFake, settled } from './support/fakePage.mjs';
import { resultMessages } from './support/messages.mjs';

const { Tabularium } = await load('index.ts');
const { liveNamespace } = await load('pglite/live/namespace.ts');
const pages = installBrowser();
globalThis.window = globalThis;
globalThis.HTMLIFrameElement = class {};
globalThis.IS_REACT_ACT_ENVIRONMENT = true;

const rows = (...ids) => resultMessages([['id', 23]], ids.map((id) => [String(id)]), `SELECT ${ids.length}`);
const message = 'relation "todo" does not exist';
const GONE = { code: 'SQL_ERROR', message, detail: { code: '42P01', message } };

const KINDS = {
  tabularium: (db) => db,
  pglite: (db) => ({
    isLeader: false,
    closed: false,
    mode: undefined,
    onLeaderChange: () => () => {},
    live: liveNamespace({ live: async () => db.live, understood: async (result) => result }),
  }),
};

/** As much of an element as React needs to render nothing into it. */
function newPlace() {
  const place = { nodeType: 1, nodeName: 'DIV', tagName: 'DIV', namespaceURI: 'http://www.w3.org/1999/xhtml' };
  const document = { nodeType: 9, addEventListener() {}, activeElement: null };
  return { ...place, ownerDocument: document, addEventListener() {}, removeEventListener() {} };
}

const shownOf = ({ rows, loading, error }) => [rows?.map(({ id }) => id).join(), loading, error?.message];

/** A component over a query that can be exchanged; `after` lets something happen and gives what is shown then. */
async function mountReact(db, first = 'select id from todo') {
  const root = createRoot(newPlace());
  let state;
  const Rows = ({ sql, params }) => ((state = useLiveQuery(sql, params, db)), null);
  const after = async (event) => {
    await act(async () => {
      event();
      await settled();
    });
    return shownOf(state);
  };
  const ask = (sql, params) => after(() => root.render(createElement(Rows, { sql, params })));
  await ask(first);
  return { after, ask, leave: () => act(async () => root.unmount()) };
}

async function mountVue(db, first = 'select id from todo') {
  const scope = effectScope();
  const sql = ref(first);
  const params = shallowRef([]);
  const { rows, loading, error } = scope.run(() => useVueLiveQuery(db, sql, params));
  const after = async (event) => {
    event();
    await settled();
    return shownOf({ rows: rows.value, loading: loading.value, error: error.value });
  };
  const ask = (next, values = []) => after(() => ([sql.value, params.value] = [next, values]));
  await settled();
  return { after, ask, leave: async () => scope.stop() };
}

for (const [hooks, mount] of Object.entries({ react: mountReact, vue: mountVue })) {
  for (const [kind, over] of Object.entries(KINDS)) {
    test(`${hooks} over ${kind}: a failure is shown beside the last rows, until the query works again`, async (t) => {
      const logged = t.mock.method(console, 'error', () => {});
      const { db, page } = await openFake(Tabularium, pages);
      const { after, leave } = await mount(over(db));
      const { onResult, onFailure } = page.subscriptions[0];
      assert.deepEqual(await after(() => onResult(rows(1, 2), 10)), ['1,2', false, undefined]);
      assert.deepEqual(await after(() => onFailure(GONE)), ['1,2', false, GONE.message]);
      assert.deepEqual(await after(() => onResult(rows(1, 2), 10)), ['1,2', false, undefined]);
      assert.equal(logged.mock.callCount(), 0, 'who shows it needs no console');
      await leave();
    });

    test(`${hooks} over ${kind}: one that fails from the start has no rows, nor those of the one before`, async () => {
      const { db, page } = await openFake(Tabularium, pages);
      const { after, ask, leave } = await mount(over(db));
      await after(() => page.subscriptions[0].onResult(rows(1), 10));
      assert.deepEqual(await ask('select id from nowhere'), ['1', false, undefined]);
      assert.deepEqual(await after(() => page.subscriptions[1].onFailure(GONE)), [undefined, false, GONE.message]);
      await leave();
    });

    test(`${hooks} over ${kind}: a call that ends leaves a query that fails as it is`, async () => {
      const { db, page } = await openFake(Tabularium, pages);
      const { after, leave } = await mount(over(db));
      const { onResult, onFailure } = page.subscriptions[0];
      await after(() => onResult(rows(1), 10));
      await after(() => void db.query('drop table todo'));
      await after(() => onFailure(GONE));
      assert.deepEqual(await after(() => page.last.succeed(null, 11)), ['1', false, GONE.message]);
      assert.deepEqual(await after(() => onResult(rows(1, 2), 12)), ['1,2', false, undefined]);
      await leave();
    });
  }
}

for (const [hooks, mount] of Object.entries({ react: mountReact, vue: mountVue })) {
  test(`${hooks}: a result that is told before the query is handed over is not replaced by the older first one`, async () => {
    const followed = { initialResults: { rows: [{ id: 1 }] }, unsubscribe() {} };
    const query = async (_sql, _params, callback) => (callback({ rows: [{ id: 1 }, { id: 2 }] }), followed);
    const db = { isLeader: false, closed: false, mode: undefined, onLeaderChange: () => () => {}, live: { query } };
    const { after, leave } = await mount(db);
    assert.deepEqual(await after(() => {}), ['1,2', false, undefined]);
    await leave();
  });
}

const bytes = (...values) => Uint8Array.from(values);
const DIFFERENT = [
  ...[null, 0, -0, NaN, Infinity, -Infinity, 1, 1n, '1', true],
  ...[bytes(1).buffer, bytes(2).buffer, new DataView(bytes(3).buffer), new DataView(bytes(4).buffer), bytes(5)],
  ...[new Date(0), new Date(0).toISOString(), { a: 1n }, { a: 2n }, [1, NaN], [1, Infinity]],
];

for (const [hooks, mount] of Object.entries({ react: mountReact, vue: mountVue })) {
  test(`${hooks}: a parameter of another value or type begins another query`, async () => {
    const { db, page } = await openFake(Tabularium, pages);
    const { ask, leave } = await mount(db);
    for (const [i, value] of DIFFERENT.entries()) {
      await ask('select $1', [value]);
      assert.equal(page.subscriptions.length, i + 2, `parameter ${i}, ${String(value)}`);
    }
    await leave();
  });

  test(`${hooks}: a parameter that cannot be sent is an error to show`, async () => {
    const { db } = await openFake(Tabularium, pages);
    const { ask, leave } = await mount(db);
    const itself = {};
    itself.itself = itself;
    for (const value of [() => {}, new Date(NaN), itself]) {
      const [rows, loading, message] = await ask('select $1', [value]);
      assert.deepEqual([rows, loading], [undefined, false]);
      assert.match(message, /parameter \$1/);
    }
    await leave();
  });
}

test('react: parameters that are equal, though not the same, begin no other query', async () => {
  const { db, page } = await openFake(Tabularium, pages);
  const { ask, leave } = await mountReact(db);
  const params = () => [bytes(1), bytes(2).buffer, new DataView(bytes(3).buffer), new Date(0), NaN, 1n, { a: [1n] }];
  await ask('select $1', params());
  await ask('select $1', params());
  assert.equal(page.subscriptions.length, 2);
  await leave();
});

test('without a provider and without a database, each hook throws', async () => {
  const asking = [() => useDatabase(), () => useLiveQuery('select 1'), () => WorkerStatus({})];
  for (const use of asking) {
    const root = createRoot(newPlace(), { onUncaughtError: () => {} });
    const Component = () => (use(), null);
    const rendering = async () => act(async () => root.render(createElement(Component)));
    await assert.rejects(rendering, /needs a TabulariumProvider/);
  }
  const { db } = await openFake(Tabularium, pages);
  const root = createRoot(newPlace());
  const Component = () => (asking.forEach((use) => use()), null);
  await act(async () => root.render(createElement(TabulariumProvider, { db }, createElement(Component))));
  await act(async () => root.unmount());
});
