// That a request that has taken effect is answered again, by whoever leads, and not run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEveryEngine } from './engines.mjs';

onEveryEngine('the journal', 'create table item (id integer primary key, name text)', (driver, world) => {
  /** The next leader of the same store. */
  async function nextLeader() {
    assert.equal(await world.engine.flush(), null);
    world.engine = world.store.newEngine();
    const opened = await world.engine.open();
    return opened.journal.map(({ slot, session, number, progress }) => [slot, session, number, progress]);
  }

  test('an answer is recalled by its note after another leader has come', async () => {
    const [plain, returning] = [world.engine.newNote(3), world.engine.newNote(4)];
    const made = await world.engine.query("insert into item values (1, 'a'), (2, 'b')", [], plain);
    const renamed = await world.engine.query("update item set name = name || 'é' returning id, name", [], returning);
    const journal = await nextLeader();
    assert.deepEqual(journal.filter(([slot]) => slot === 3 || slot === 4), [
      [3, 'tab', plain.number, 0],
      [4, 'tab', returning.number, 0],
    ]);
    for (const [note, ran] of [[plain, made], [returning, renamed]]) {
      const again = await world.engine.recall(note);
      assert.deepEqual([again.failure, again.hasWritten, again.isAbridged, again.isInTransaction], [null, false, false, false]);
      assert.deepEqual(world.engine.resultsOf(again), world.engine.resultsOf(ran));
    }
    assert.deepEqual(await world.engine.rows('select * from item order by id'), [[1, 'aé'], [2, 'bé']]);
  });

  test('an answer that is too large is recalled without its rows', async () => {
    const note = world.engine.newNote();
    const ran = await world.engine.query(`insert into item select 100 + i, ${driver.text(100)} from (${driver.numbers(200)}) as n returning *`, [], note);
    assert.deepEqual([ran.isAbridged, world.engine.rowsOf(ran).length], [false, 200]);
    await nextLeader();
    const again = await world.engine.recall(note);
    assert.equal(again.isAbridged, true);
    assert.deepEqual(world.engine.resultsOf(again).map(({ affectedRows, rows }) => [affectedRows, rows]), [[200, []]]);
    await world.engine.run('delete from item where id > 100');
  });

  test('what fails or only reads leaves no row', async () => {
    const notes = [];
    for (const sql of ["insert into item values (3, 'x'), (1, 'again')", 'selec', 'select nonsense', 'select * from item']) {
      const note = world.engine.newNote(20 + notes.length);
      notes.push(note);
      await world.engine.query(sql, [], note);
    }
    const journal = await nextLeader();
    assert.deepEqual(journal.filter(([slot]) => slot >= 20), []);
    for (const note of notes) {
      const { failure } = await world.engine.recall(note);
      assert.deepEqual([failure.code, failure.outcome], ['PROTOCOL_ERROR', 'UNKNOWN']);
    }
    assert.deepEqual(await world.engine.rows('select id from item order by id'), [[1], [2]]);
  });

  test('only the very request is answered, and a slot is written over', async () => {
    const note = world.engine.newNote(9);
    await world.engine.query("insert into item values (4, 'd')", [], note);
    for (const other of [{ ...note, slot: 10 }, { ...note, session: 'tap' }, { ...note, number: note.number + 1 }]) {
      assert.equal((await world.engine.recall(other)).failure.code, 'PROTOCOL_ERROR');
    }
    const later = world.engine.newNote(9);
    await world.engine.query('delete from item where id = 4', [], later);
    assert.equal((await world.engine.recall(note)).failure.code, 'PROTOCOL_ERROR');
    assert.equal((await world.engine.recall(later)).failure, null);
  });

  test('statements of the schema are written down too', async () => {
    const note = world.engine.newNote();
    await world.engine.query('create table made (id integer)', [], note);
    await nextLeader();
    assert.equal((await world.engine.recall(note)).failure, null);
    await world.engine.run('drop table made');
  });

  test('the journal is not for the midst of a transaction', async () => {
    const note = world.engine.newNote();
    await world.engine.query("insert into item values (5, 'e')", [], note);
    await world.engine.begin();
    assert.equal((await world.engine.recall(note)).failure.code, 'UNSUPPORTED');
    await world.engine.rollback();
    assert.equal((await world.engine.recall(note)).failure, null);
  });
});
