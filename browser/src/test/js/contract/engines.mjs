// Every engine that keeps to the contract of the port.
import { after, before, describe } from 'node:test';
import { pglite } from './pgliteDriver.mjs';
import { sqlite } from './sqliteDriver.mjs';

/**
 * Declares tests of every engine. They are given the engine's driver and `world`, where `engine` is an open one whose
 * store, `store`, has what `schema` makes.
 */
export function onEveryEngine(title, schema, declare) {
  for (const driver of [pglite, sqlite]) onEngine(driver, title, schema, declare);
}

/** Declares tests of SQLite alone. */
export function onSqlite(title, schema, declare) {
  onEngine(sqlite, title, schema, declare);
}

function onEngine(driver, title, schema, declare) {
  describe(`${driver.name}: ${title}`, () => {
    const world = {};

    before(async () => {
      world.store = await driver.sharedStore();
      world.engine = world.store.newEngine();
      const { message } = await world.engine.open();
      if (message !== undefined) throw new Error(message);
      if (driver.beforeCascades !== '') await world.engine.run(driver.beforeCascades);
      const sql = typeof schema === 'function' ? schema(driver) : schema;
      if (sql !== '') await world.engine.run(sql);
    });

    declare(driver, world);
  });
}

after(() => pglite.endShared());

/** Asks a request again as the next leader does, by what its journal holds of it. */
export async function askAgain(engine, journal, note, run) {
  const entry = journal.find(({ slot, session, number }) => slot === note.slot && session === note.session && number === note.number);
  if (entry === undefined) return run(note, 0);
  return entry.progress === 0 ? engine.recall(note) : run(note, entry.progress);
}
