// What a flush keeps: everything executed before it, with its journal, and nothing of what came after.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onEveryEngine } from './engines.mjs';

onEveryEngine('flushes', '', (driver) => {
  let store;
  let engine;

  before(async () => {
    store = await driver.newStore({ isKept: true });
    engine = store.newEngine();
    await engine.open();
    await engine.run('create table item (id integer primary key)');
  });

  after(() => store.end());

  test('of what was executed between two flushes, a death leaves what the first has kept, with its journal', async () => {
    const [kept, lost, commit] = [engine.newNote(1), engine.newNote(2), engine.newNote(3)];
    await engine.query('insert into item values (1)', [], kept);
    await engine.begin();
    await engine.query('insert into item values (2)');
    await engine.commit(commit);
    await engine.begin();
    await engine.query('insert into item values (3)');
    assert.equal(await engine.flush('MEMORY'), null, 'an open transaction is in nobody\'s way');
    await engine.commit();
    await engine.query('insert into item values (4)', [], lost);

    store = await store.afterDeath();
    engine = store.newEngine();
    const { term, journal, isFresh } = await engine.open();
    assert.deepEqual([term, isFresh], [2, false]);
    const entries = journal.filter(({ slot }) => slot > 0 && slot < 7).map(({ slot, progress }) => [slot, progress]);
    assert.deepEqual(entries, [[1, 0], [3, 0]]);
    assert.deepEqual(await engine.rows('select id from item order by id'), [[1], [2]]);
    assert.equal((await engine.recall(kept)).failure, null);
    assert.equal((await engine.recall(lost)).failure.code, 'PROTOCOL_ERROR');
  });
});
