// The hooks where pages are rendered on a server: nothing is opened, nothing fails.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { PGliteWorker } from '../dist/pglite.js';
import { TabulariumProvider, useDatabase, useLiveQuery, WorkerStatus } from '../dist/react.js';

function Rows() {
  const { ready, role } = useDatabase();
  const { loading, rows } = useLiveQuery('select 1');
  return createElement('p', null, JSON.stringify({ ready, role, loading, rows }));
}

test('components render on a server as what is not known yet', () => {
  const db = new PGliteWorker(() => new Worker('never.js'));
  const html = renderToString(
    createElement(TabulariumProvider, { db }, createElement(Rows), createElement(WorkerStatus)),
  );
  assert.match(html, /&quot;ready&quot;:false,&quot;loading&quot;:true/);
  assert.match(html, /data-status="state">opening/);
});

test('components render on a server without a provider', () => {
  assert.match(renderToString(createElement(Rows)), /loading/);
});
