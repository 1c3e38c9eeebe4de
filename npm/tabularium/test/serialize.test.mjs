import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import { load } from './support/bundle.mjs';

const { serialize } = await load('payload/serialize.ts');
const { prepareParams } = await load('payload/params.ts');

let pg;
before(async () => {
  pg = await PGlite.create();
});
after(() => pg.close());

/** What PostgreSQL makes of a value of ours, after the way to the leader. */
async function textOf(value, type) {
  const { rows } = await pg.query(`select $1::regtype::oid::int as oid`, [type]);
  const [prepared] = structuredClone(prepareParams([value]));
  const text = serialize(prepared, rows[0].oid);
  return (await pg.query(`select ($1::text)::${type}::text as text`, [text])).rows[0].text;
}

const VALUES = {
  bool: [true, false, 1, 0, 'yes', null, undefined],
  int4: [0, -5, 2147483647, '12', 7n],
  int8: [2n ** 62n, -1n, 5],
  float8: [1.5, NaN, Infinity, -Infinity, -0, 1e300],
  numeric: ['1.10', 12, 5n],
  text: ['', 'NULL', 'ä"\\', 5, 1n, true],
  json: [{ a: [1, 'x', null] }, [1, 'two', { three: 3 }], 12, true, '{"raw":1}', { big: 5n }],
  jsonb: [{ nested: { date: new Date(0) } }, ['a', ['b']]],
  date: ['2024-01-02', new Date(Date.UTC(2024, 0, 2)), Infinity, -Infinity],
  timestamp: [new Date(1700000000123), 1700000000123, '2024-01-02 03:04:05'],
  timestamptz: [new Date(1700000000123), 1700000000123, Infinity],
  bytea: [new Uint8Array([0, 1, 254, 255]), new Uint8Array(0)],
  uuid: ['3f333df6-90a4-4fda-8dd3-9485d27cee36'],
  'int4[]': [
    [1, 2, 3],
    [],
    [null, 1],
    [
      [1, 2],
      [3, 4],
    ],
    '{5,6}',
  ],
  'text[]': [
    ['a', 'b,c', 'd"e', 'f\\g', 'NULL', '', null, '{}'],
    [['x'], ['y']],
  ],
  'bool[]': [[true, false, null]],
  'timestamptz[]': [[new Date(0), null, Infinity]],
  'bytea[]': [[new Uint8Array([1, 2]), new Uint8Array(0)]],
  'jsonb[]': [[{ a: 1 }, { b: 'x' }]],
};

test('writes every value so that PostgreSQL reads what PGlite would have sent', async () => {
  for (const [type, values] of Object.entries(VALUES)) {
    for (const value of values) {
      const theirs = (await pg.query(`select $1::${type}::text as text`, [value])).rows[0].text;
      assert.equal(await textOf(value, type), theirs, `${type}: ${String(value)}`);
    }
  }
});

test('writes boxes with their own delimiter', async () => {
  assert.equal(await textOf(['(1,2),(0,0)', '(5,6),(3,4)'], 'box[]'), '{(1,2),(0,0);(5,6),(3,4)}');
});

test('leaves it to PostgreSQL to refuse what is no value of the type', async () => {
  await assert.rejects(textOf('ture', 'bool'), { code: '22P02' });
  await assert.rejects(textOf(2, 'bool'), { code: '22P02' });
  await assert.rejects(textOf(1.5, 'int4'), { code: '22P02' });
});

test('gives objects a form that can cross to a worker', () => {
  class Money {
    toString() {
      return '12.50';
    }
  }
  class Zoned {
    toJSON() {
      return '2024-01-02T03:04:05Z';
    }
  }
  const whole = Uint8Array.of(1, 2, 3, 4);
  const prepared = prepareParams([
    new Money(),
    new Zoned(),
    { a: 1n },
    [{ a: undefined, b: 2 }, undefined],
    whole.subarray(1, 3),
  ]);
  assert.deepStrictEqual(prepared, [
    '12.50',
    '2024-01-02T03:04:05Z',
    '{"a":"1"}',
    [{ b: 2 }, null],
    Uint8Array.of(2, 3),
  ]);
  assert.equal(prepared[4].buffer.byteLength, 2);
});

test('refuses what has no SQL value', () => {
  const cyclic = {};
  cyclic.self = cyclic;
  for (const value of [() => 1, Symbol('s'), new Date(NaN), cyclic]) {
    assert.throws(() => prepareParams([0, value]), { code: 'INVALID_ARGUMENT', message: /parameter \$2/ });
  }
  assert.throws(() => prepareParams({ 0: 'a' }), { code: 'INVALID_ARGUMENT', message: /array/ });
});
