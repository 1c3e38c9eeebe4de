import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import { load } from './support/bundle.mjs';
import { Prng } from './support/prng.mjs';
import { rawQuery } from './support/rawQuery.mjs';

const { decodeResults } = await load('payload/decode.ts');
const { ELEMENT_OF } = await load('payload/types.ts');

let pg;
before(async () => {
  pg = await PGlite.create();
});
after(() => pg.close());

async function assertSameAsPglite(sql, options) {
  const [ours] = decodeResults(await rawQuery(pg, sql), options);
  const theirs = await pg.query(sql, [], options);
  assert.deepStrictEqual(ours, theirs, sql);
}

const LITERALS = {
  bool: ['true', 'false', null],
  int2: ['-32768', '0', '32767'],
  int4: ['-2147483648', '-1', '2147483647', null],
  int8: [
    '0',
    '-999999999999999',
    '9007199254740991',
    '9007199254740992',
    '-9223372036854775808',
    '9223372036854775807',
  ],
  oid: ['4294967295'],
  float4: ['1.5', '-0', 'NaN', 'Infinity', '-Infinity', '1e-20'],
  float8: ['3.141592653589793', '-0', '1e300', 'NaN', '-Infinity'],
  numeric: ['1.10', '123456789012345678901234567890.5', 'NaN'],
  text: ['', 'NULL', 'null', 'a"b', 'a\\b', '{x}', ' ä🙂 ', 'line\nbreak', 'x'.repeat(300), 'Zürich ist schön'],
  varchar: ['plain', ''],
  bpchar: ['c'],
  name: ['pg_class'],
  '"char"': ['a'],
  uuid: ['3f333df6-90a4-4fda-8dd3-9485d27cee36'],
  json: ['{"a":[1,null,"ü"]}', 'null', '"text"', '[1,2]', '12.5'],
  jsonb: ['{"a":{"b":"c,\\"}"}}', 'true'],
  bytea: ['\\x', '\\x00ff10deadbeef', null],
  date: ['2024-02-29', 'infinity', '-infinity', '1970-01-01'],
  timestamp: ['2024-02-29 12:34:56.789', 'infinity'],
  timestamptz: ['2024-02-29 12:34:56.789+02', '-infinity', '1999-12-31 23:59:59Z'],
  time: ['12:34:56'],
  timetz: ['12:34:56+02'],
  interval: ['1 day 02:03:04'],
  money: ['12.50'],
  inet: ['10.0.0.1/8'],
  cidr: ['10.0.0.0/8'],
  macaddr: ['08:00:2b:01:02:03'],
  point: ['(1,2)'],
  box: ['(3,4),(1,2)'],
  bit: ['1'],
  varbit: ['101'],
  tsvector: ["'a':1"],
  int4range: ['[1,5)', 'empty'],
  xml: ['<a/>'],
  regclass: ['pg_type'],
};

test('reads every type as PGlite does, alone and in arrays', async () => {
  for (const [type, literals] of Object.entries(LITERALS)) {
    for (const literal of literals) {
      const value = literal === null ? 'null' : quote(literal);
      await assertSameAsPglite(`select ${value}::${type} as value`);
    }
    const elements = literals.map((literal) => (literal === null ? 'null' : quote(literal)));
    await assertSameAsPglite(`select array[${elements}]::${type}[] as list, array[null]::${type}[] as nothing`);
    await assertSameAsPglite(`select array[array[${elements}], array[${elements}]]::${type}[] as matrix`);
    await assertSameAsPglite(`select '{}'::${type}[] as empty`);
  }
});

test('reads random rows as PGlite does', async () => {
  const seed = Number(process.env.SEED ?? 20260131);
  const prng = new Prng(seed);
  const types = Object.keys(LITERALS);
  for (let round = 0; round < 60; round++) {
    const columns = Array.from({ length: 1 + prng.below(8) }, () => prng.pick(types));
    const row = () => `(${columns.map((type) => `${randomValue(prng, type)}`)})`;
    const rows = Array.from({ length: 1 + prng.below(20) }, row);
    const sql = `select * from (values ${rows}) as t(${columns.map((_type, i) => `"column ${i}"`)})`;
    await assertSameAsPglite(sql, { rowMode: prng.pick(['object', 'array']) }).catch((error) => {
      error.message = `seed ${seed}, round ${round}: ${error.message}`;
      throw error;
    });
  }
});

function randomValue(prng, type) {
  const literal = prng.pick(LITERALS[type]);
  if (type === 'text') return `${quote(randomText(prng))}::text`;
  return literal === null || prng.below(6) === 0 ? `null::${type}` : `${quote(literal)}::${type}`;
}

function randomText(prng) {
  return prng.times(40, () => prng.pick(['a', 'Z', ' ', '"', '\\', '{', '}', ',', 'ß', '漢', '🙂', "'"])).join('');
}

test('reads random nested arrays of texts', async () => {
  const prng = new Prng(7);
  for (let round = 0; round < 100; round++) {
    const width = 1 + prng.below(3);
    const element = () => (prng.below(5) === 0 ? 'null' : `${quote(randomText(prng))}::text`);
    const list = () => `array[${Array.from({ length: width }, element)}]`;
    const depth = prng.below(3);
    const nested = (level) => (level === 0 ? list() : `array[${Array.from({ length: 2 }, () => nested(level - 1))}]`);
    await assertSameAsPglite(`select ${nested(depth)}::text[] as value`);
  }
});

test('drops the bounds of arrays that do not begin at one', async () => {
  await assertSameAsPglite(`select '[0:1]={1,2}'::int[] as a, '[2:3][-1:0]={{1,2},{3,4}}'::int[] as b`);
});

test('reads bytea in the escape format', async () => {
  await pg.exec('set bytea_output = escape');
  const [result] = decodeResults(await rawQuery(pg, String.raw`select '\x005cff41'::bytea as value`));
  await pg.exec('reset bytea_output');
  assert.deepStrictEqual(result.rows, [{ value: Uint8Array.of(0, 0x5c, 0xff, 0x41) }]);
});

test('gives an own property for a column named __proto__, and the last of columns with one name', async () => {
  const [result] = decodeResults(await rawQuery(pg, 'select 1 as "__proto__", 2 as x, 3 as x'));
  assert.deepStrictEqual(Object.entries(result.rows[0]), [
    ['__proto__', 1],
    ['x', 3],
  ]);
  assert.equal(Object.getPrototypeOf(result.rows[0]), Object.prototype);
});

test('gives one result for each statement of a script, each with its own count', async () => {
  const script = `create table n (i int); insert into n values (1), (2); update n set i = 3;
    select * from n; delete from n; drop table n`;
  const summary = decodeResults(await rawQuery(pg, script)).map((r) => [
    r.command,
    r.affectedRows,
    r.rowCount,
    r.rows.length,
  ]);
  assert.deepStrictEqual(summary, [
    ['CREATE', 0, undefined, 0],
    ['INSERT', 2, 2, 0],
    ['UPDATE', 2, 2, 0],
    ['SELECT', 0, 2, 2],
    ['DELETE', 2, 2, 0],
    ['DROP', 0, undefined, 0],
  ]);
});

test('gives an empty result for no statement, and rows without columns', async () => {
  assert.deepStrictEqual(decodeResults(await rawQuery(pg, '')), [{ rows: [], fields: [], affectedRows: 0 }]);
  await assertSameAsPglite('select');
});

test('reads types with the parsers given, but not their elements in arrays', async () => {
  const parsers = { 23: (text, oid) => `${oid}:${text}`, 25: () => 'text' };
  await assertSameAsPglite(`select 5 as i, 'x'::text as t, array[1] as list, null::int as nothing`, { parsers });
});

test('knows every array type PostgreSQL is born with', async () => {
  const { rows } = await pg.query(`select a.oid::int as list, e.oid::int as element, a.typdelim
    from pg_type a join pg_type e on e.typarray = a.oid where a.typcategory = 'A' and a.oid < 10000`);
  assert.deepStrictEqual(
    new Map([...ELEMENT_OF].sort(([a], [b]) => a - b)),
    new Map(rows.map(({ list, element }) => [list, element]).sort(([a], [b]) => a - b)),
  );
  assert.deepStrictEqual(
    rows.filter((row) => row.typdelim !== ',').map((row) => row.element),
    [603],
  );
});

test('refuses messages that are cut off', async () => {
  const payload = await rawQuery(pg, 'select 1 as a');
  for (const bytes of [1, 4, 20, payload.length - 1]) {
    assert.throws(() => decodeResults(payload.subarray(0, bytes)), { code: 'PROTOCOL_ERROR' });
  }
});

function quote(text) {
  return `'${text.replaceAll("'", "''")}'`;
}
