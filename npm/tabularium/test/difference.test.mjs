// A difference, applied to the result it is from, gives the other result to the byte; and it is small where little has changed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './support/bundle.mjs';
import { resultMessages } from './support/messages.mjs';
import { Prng } from './support/prng.mjs';
import { newConnection, run } from './support/sqlite.mjs';

const { differenceBetween } = await load('payload/difference.ts');
const { changedBy } = await load('payload/changedBy.ts');

const SEEDS = 40;
const EDITS = 60;

const formats = {
  /** The rows as PGlite sends them. */
  PostgreSQL: () => (rows) =>
    resultMessages(
      [
        ['id', 23],
        ['title', 25],
        ['note', 25],
      ],
      rows.map(([id, title, note]) => [String(id), title, note]),
      `SELECT ${rows.length}`,
    ),
  /** The rows as SQLite gives them. */
  SQLite: () => {
    const connection = newConnection();
    run(connection, 'create table items (place int, id int, title text, note)');
    return (rows) => {
      run(connection, 'delete from items');
      const values = JSON.stringify(rows);
      run(connection, 'insert into items select key, value ->> 0, value ->> 1, value ->> 2 from json_each(?)', [values]);
      const prepared = connection.prepare('select id, title, note, id + 0.5 as half, zeroblob(2) as bytes from items order by place');
      return connection.run(prepared, []);
    };
  },
};

let lastId = 0;
const newRow = (prng) => [++lastId, 'title '.repeat(1 + prng.below(4)) + prng.below(3), prng.below(4) === 0 ? null : `note ${prng.below(5)}`];
const anyRows = (prng, count) => Array.from({ length: count }, () => newRow(prng));

/** What can happen to rows; each gives other rows. */
const EDITS_OF_ROWS = [
  (rows, prng) => rows.toSpliced(0, 0, newRow(prng)),
  (rows, prng) => [...rows, newRow(prng)],
  (rows, prng) => rows.toSpliced(prng.below(rows.length + 1), 0, ...anyRows(prng, 1 + prng.below(90))),
  (rows, prng) => rows.toSpliced(prng.below(rows.length + 1), prng.below(90)),
  (rows) => rows.slice(1),
  (rows) => rows.slice(0, -1),
  (rows, prng) => rows.map((row) => (prng.below(20) === 0 ? newRow(prng) : row)),
  (rows, prng) => rows.filter(() => prng.below(10) > 0),
  (rows, prng) => (rows.length === 0 ? rows : [rows[prng.below(rows.length)], ...rows]),
  (rows) => rows.toReversed(),
  (rows, prng) => rows.map((row) => (prng.below(3) === 0 ? row.with(1, 'same') : row)),
  (rows, prng) => anyRows(prng, rows.length),
  (rows) => rows,
  () => [],
];

for (const [format, writer] of Object.entries(formats)) {
  const write = writer();

  test(`${format}: after any edits, the difference gives the whole`, () => {
    const counts = { told: 0, whole: 0 };
    for (let seed = 1; seed <= SEEDS; seed++) {
      const prng = new Prng(seed);
      let rows = anyRows(prng, prng.below(200));
      let earlier = write(rows);
      for (let edit = 1; edit <= EDITS; edit++) {
        rows = prng.pick(EDITS_OF_ROWS)(rows, prng).slice(0, 400);
        const later = write(rows);
        const difference = differenceBetween(earlier, later);
        counts[difference === null ? 'whole' : 'told']++;
        if (difference !== null) {
          assert.ok(difference.length <= later.length / 2, `seed ${seed}, edit ${edit}: ${difference.length} of ${later.length} bytes`);
          assert.deepEqual(changedBy(earlier, difference), later, `seed ${seed}, edit ${edit}`);
        }
        earlier = later;
      }
    }
    assert.ok(counts.told > (SEEDS * EDITS) / 4 && counts.whole > 0, JSON.stringify(counts));
  });

  test(`${format}: of a thousand rows, what has changed takes a few hundred bytes`, () => {
    const prng = new Prng(7);
    const rows = anyRows(prng, 1000);
    const earlier = write(rows);
    const sizes = {
      'a row inserted at the front': [rows.toSpliced(0, 0, newRow(prng)), 400],
      'a row inserted in the middle': [rows.toSpliced(500, 0, newRow(prng)), 400],
      'a row added': [[...rows, newRow(prng)], 400],
      'a row changed': [rows.with(400, newRow(prng)), 400],
      'the first row deleted': [rows.slice(1), 400],
      'the last row deleted': [rows.slice(0, -1), 400],
      'one in front, and the last gone': [[newRow(prng), ...rows.slice(0, -1)], 400],
      'one moved to the front': [[rows[700], ...rows.toSpliced(700, 1)], 400],
      'eight changed here and there': [rows.map((row, i) => (i % 125 === 60 ? newRow(prng) : row)), 1000],
      'two hundred more in the middle': [rows.toSpliced(500, 0, ...anyRows(prng, 200)), 20_000],
      nothing: [rows, 30],
    };
    for (const [what, [changed, most]] of Object.entries(sizes)) {
      const later = write(changed);
      const difference = differenceBetween(earlier, later);
      assert.ok(difference !== null && difference.length <= most, `${what}: ${difference?.length} of ${later.length} bytes`);
      assert.deepEqual(changedBy(earlier, difference), later, what);
    }
  });

  test(`${format}: a difference is refused by another result than it is from`, () => {
    const prng = new Prng(3);
    const rows = anyRows(prng, 50);
    const earlier = write(rows);
    const difference = differenceBetween(earlier, write(rows.with(9, newRow(prng))));
    assert.equal(changedBy(write(rows.slice(1)), difference), null);
    const other = earlier.slice();
    other[other.length - 30] ^= 1;
    assert.equal(changedBy(other, difference), null);
  });
}

test('what is small, or has no form that is known, is sent whole', () => {
  const write = formats.PostgreSQL();
  const prng = new Prng(5);
  assert.equal(differenceBetween(write(anyRows(prng, 1)), write(anyRows(prng, 1))), null);
  const noise = () => Uint8Array.from({ length: 1000 }, () => prng.below(256));
  assert.equal(differenceBetween(noise(), noise()), null);
  for (let first = 0; first < 256; first++) {
    const [earlier, later] = [noise(), noise()];
    earlier[0] = later[0] = first;
    later.set(earlier.subarray(0, 900));
    const difference = differenceBetween(earlier, later);
    if (difference !== null) assert.deepEqual(changedBy(earlier, difference), later);
  }
});
