// That a death at any operation of the disk leaves the database and its journal as one flush has kept them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Prng } from '../../../../../../npm/tabularium/test/support/prng.mjs';
import { SqliteStore } from '../sqliteDriver.mjs';

const SEEDS = 12;
const LIVES = 5;
/** Those before are for what the tests do besides. */
const FIRST_SLOT = 100;

for (let seed = 1; seed <= SEEDS; seed++) {
  test(`SQLite: whatever dies between two flushes, what has a row in the journal is there, and what has none is not: seed ${seed}`, async () => {
    const prng = new Prng(seed);
    const store = new SqliteStore();
    const { disk } = store;
    let engine = store.newEngine();
    await engine.open();
    await engine.run('create table done (number integer primary key, filling text)');
    await engine.flush('DISK');
    let acknowledged = { memory: 0, disk: 0 };
    let number = 0;

    /** Does something that leaves its number, by one of the ways there are. */
    async function request() {
      number++;
      const note = { slot: FIRST_SLOT + number, session: 'tab', number };
      const filling = 'x'.repeat(prng.below(6000));
      const insert = { sql: 'insert into done values (?, ?)', params: [number, filling] };
      switch (prng.below(5)) {
        case 0:
          return engine.batch([insert, { sql: 'select 1' }], note);
        case 1:
          await engine.begin();
          await engine.query(insert.sql, insert.params);
          return engine.commit(note);
        case 2:
          return engine.script(`begin; insert into done values (${number}, '${filling}'); commit; select nonsense`, note);
        case 3:
          return engine.query(`insert or fail into done values (${number}, '${filling}'), (${number}, '')`, [], note);
        default:
          return engine.query(insert.sql, insert.params, note);
      }
    }

    for (let life = 0; life < LIVES; life++) {
      disk.operationsUntilDeath = 4 + prng.below(40);
      for (let isAlive = true; isAlive; ) {
        for (let left = 1 + prng.below(4); left > 0; left--) await request();
        const isOpen = prng.below(3) === 0;
        if (isOpen) {
          await engine.begin();
          await engine.query('insert into done values (-1, ?)', ['open'.repeat(3000)]);
        }
        const level = prng.below(2) === 0 ? 'MEMORY' : 'DISK';
        const failure = await engine.flush(level);
        isAlive = failure === null;
        if (isAlive) {
          acknowledged.memory = number;
          if (level === 'DISK') acknowledged.disk = number;
        }
        if (isOpen) await engine.rollback();
      }
      disk.revive();
      const isPowerLost = prng.below(2) === 0;
      if (isPowerLost) disk.loseUnflushed(prng);
      engine = store.newEngine();
      const opened = await engine.open();
      assert.equal(opened.message, undefined);
      const numbers = (await engine.rows('select number from done order by number')).map(([each]) => each);
      const noted = opened.journal.filter(({ session, slot }) => session === 'tab' && slot > FIRST_SLOT).map((entry) => entry.number).toSorted((a, b) => a - b);
      assert.deepEqual(numbers, noted, `life ${life}`);
      assert.deepEqual(numbers, Array.from({ length: numbers.length }, (_, i) => i + 1), 'what is there is a beginning of what was done');
      assert.ok(numbers.length >= (isPowerLost ? acknowledged.disk : acknowledged.memory), 'what was acknowledged is there');
      assert.deepEqual(await engine.rows('pragma integrity_check'), [['ok']]);
      number = numbers.length;
      acknowledged = { memory: number, disk: number };
    }
  });
}
