// Values at the edges, there and back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEveryEngine } from './engines.mjs';

const schema = ({ blob, integer64 }) =>
  `create table value (id integer primary key, text text, bytes ${blob}, number ${integer64}, real double precision)`;

onEveryEngine('values', schema, (driver, world) => {
  async function echo(column, value) {
    const sql = `insert into value (id, ${column}) values (1, $1) on conflict (id) do update set ${column} = excluded.${column} returning ${column}`;
    const note = world.engine.newNote();
    const ran = await world.engine.query(sql, [value], note);
    const [[returned]] = world.engine.rowsOf(ran);
    const [[stored]] = await world.engine.rows(`select ${column} from value`);
    assert.deepEqual(stored, returned);
    assert.deepEqual(world.engine.rowsOf(await world.engine.recall(note)), [[returned]]);
    return returned;
  }

  test('integers of 64 bits', async () => {
    for (const value of [0, -1, 2 ** 31, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) assert.equal(Number(await echo('number', value)), value);
    for (const value of [2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)]) assert.equal(BigInt(await echo('number', value)), value);
    const { failure } = await world.engine.query('select number from value where number = $1', [2n ** 63n]);
    assert.notEqual(failure, null);
  });

  test('numbers of a double', async () => {
    for (const value of [0.1, -1.5e300, 5e-324, 1e15, Infinity, -Infinity]) assert.equal(await echo('real', value), value);
  });

  test('bytes', async () => {
    for (const value of [new Uint8Array(), Uint8Array.of(0, 1, 255), new Uint8Array(2000).fill(7)]) {
      assert.deepEqual(new Uint8Array(await echo('bytes', value)), value);
    }
  });

  test('texts', async () => {
    for (const value of ['', ' ', "it's \\ \"", 'ä€🌍\u{10ffff}', '\ufeffwith a mark', 'é'.repeat(2000), 'a\r\nb\u2028']) {
      assert.equal(await echo('text', value), value);
    }
  });

  test('nothing', async () => {
    for (const column of ['text', 'bytes', 'number', 'real']) assert.equal(await echo(column, null), null);
  });

  test('a row that is very long', async () => {
    const text = 'é'.repeat(2_000_000);
    const note = world.engine.newNote();
    const ran = await world.engine.query('update value set text = $1 returning text', [text], note);
    assert.equal(world.engine.rowsOf(ran)[0][0], text);
    const recalled = await world.engine.recall(note);
    assert.deepEqual([recalled.isAbridged, world.engine.rowsOf(recalled)], [true, []]);
    assert.deepEqual(await world.engine.rows('select length(text) from value'), [[2_000_000]]);
  });

  test('names of columns', async () => {
    const [{ fields }] = world.engine.resultsOf(await world.engine.query('select 1 as "ä 🌍", 2 as "__proto__", 3 as "ä 🌍"'));
    assert.deepEqual(fields.map(({ name }) => name), ['ä 🌍', '__proto__', 'ä 🌍']);
  });
});
