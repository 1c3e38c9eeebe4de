// What opening comes to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEveryEngine } from './engines.mjs';

onEveryEngine('opening', '', (driver, world) => {
  test('a new store is fresh, and one that was opened before is not', async () => {
    const store = await driver.newStore();
    const first = await store.newEngine().open();
    assert.match(first.engine, driver.version);
    assert.deepEqual([first.isFresh, first.term, first.journal, first.storage], [true, 1, [], 'memory']);
    const second = await store.newEngine().open();
    assert.deepEqual([second.isFresh, second.term], [false, 2]);
    await store.end();
  });

  test('the term grows with each opening, and above what is asked for', async () => {
    const terms = [];
    for (const floor of [0, 10, 3, 0]) terms.push((await world.store.newEngine().open(floor)).term);
    assert.deepEqual(terms, [2, 11, 12, 13]);
  });

  test('nothing was captured of what an earlier leader watched', async () => {
    const before = world.store.newEngine();
    await before.open();
    await before.run('create table watched (id integer primary key)');
    await before.watch('select * from watched');
    await before.flush();
    const { store } = world;
    const engine = store.newEngine();
    await engine.open();
    const ran = await engine.query('insert into watched values (1)');
    assert.deepEqual([ran.failure, ran.tables], [null, []]);
  });
});
