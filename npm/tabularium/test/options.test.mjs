import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './support/bundle.mjs';

const { checkOptions } = await load('options.ts');

const refused = (message) => ({ name: 'TabulariumError', code: 'INVALID_ARGUMENT', outcome: 'notRun', message });

test('takes a path alone and fills the gaps', () => {
  assert.deepEqual(checkOptions('idb://app'), {
    path: 'idb://app',
    id: null,
    meta: null,
    appVersion: null,
    durability: 'disk',
    deadlineMs: 30000,
    leaderTimeoutMs: 5000,
    maxStatementMs: 300000,
    convert: false,
    worker: undefined,
    debug: false,
    protocol: [0, 0],
  });
});

test('takes every kind of store', () => {
  for (const path of [
    'idb://app',
    'idb://a/b',
    'opfs-ahp://a/b c',
    'memory://',
    'memory://scratch',
    'idb://Zürich.db',
  ]) {
    assert.equal(checkOptions(path).path, path);
  }
});

test('refuses paths that are no store or have two spellings', () => {
  for (const path of ['', 'app', 'file://app', 'idb:/app', 'idb:app', 'IDB://app', 'opfs://app', 'memory:']) {
    assert.throws(() => checkOptions(path), refused(/must have the form 'idb:\/\/name'/), path);
  }
  assert.throws(() => checkOptions('idb://'), refused(/write idb:\/\/name/));
  for (const path of ['idb:///app', 'idb://app/', 'opfs-ahp://a//b']) {
    assert.throws(() => checkOptions(path), refused(/'\/\/'/), path);
  }
  for (const path of ['idb://.', 'opfs-ahp://a/../b', 'memory://..']) {
    assert.throws(() => checkOptions(path), refused(/'\.\.'/), path);
  }
  for (const path of ['idb://a\\b', 'idb://a\nb', 'idb://a?b', 'idb://a#b']) {
    assert.throws(() => checkOptions(path), refused(/must not contain/), path);
  }
});

test('refuses options that nobody reads', () => {
  assert.throws(
    () => checkOptions({ dataDir: 'idb://a', relaxedDurability: true }),
    refused(/'relaxedDurability'.*durability/),
  );
});

test('refuses values of the wrong kind', () => {
  const wrong = {
    id: ['', 5],
    durability: ['strict', null],
    deadlineMs: [0, -1, NaN, Infinity, '5', 2 ** 31],
    leaderTimeoutMs: [0, 499, NaN, Infinity, '5000', 2 ** 31],
    maxStatementMs: [-1, NaN, Infinity, '0', null, 2 ** 31],
    convert: ['yes', 1],
    worker: ['worker.js'],
    debug: [1],
    protocol: [3, [2, 1], [0, 1], [1], ['1', '2']],
    meta: [() => 1, { nested: Symbol('s') }],
    dataDir: [undefined, 5],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      assert.throws(
        () => checkOptions({ dataDir: 'idb://a', [name]: value }),
        refused(/./),
        `${name}: ${String(value)}`,
      );
    }
  }
  for (const value of [undefined, null, 5]) assert.throws(() => checkOptions(value), refused(/./));
});

test('takes limits at their edges', () => {
  const { leaderTimeoutMs, maxStatementMs, convert } = checkOptions({
    dataDir: 'idb://a',
    leaderTimeoutMs: 500,
    maxStatementMs: 0,
    convert: true,
  });
  assert.deepEqual([leaderTimeoutMs, maxStatementMs, convert], [500, 0, true]);
});

test('takes the application version out of meta', () => {
  assert.equal(checkOptions({ dataDir: 'idb://a', meta: { version: '1.2.3' } }).appVersion, '1.2.3');
  assert.equal(checkOptions({ dataDir: 'idb://a', meta: { version: 3 } }).appVersion, null);
});
