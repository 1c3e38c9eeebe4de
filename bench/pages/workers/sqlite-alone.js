// A worker with a SQLite in it that answers one page: the file system and the settings are those it comes with.

import initSqlite from '/sqlite/index.mjs';
import { answer } from './answer.js';

/** How long files that a closed tab still holds are asked for again, each time after so long. */
const TRIES = 300;
const TRY_EVERY_MS = 10;

answer(async (dataDir) => {
  const name = dataDir.replaceAll(/\W+/g, '-');
  const sqlite = await initSqlite();
  const pool = await opened(() => sqlite.installOpfsSAHPoolVfs({ name, directory: `/${name}` }));
  const db = new pool.OpfsSAHPoolDb('/database');
  return {
    query: async (sql, bind) => ({ rows: db.exec({ sql, bind, rowMode: 'object', returnValue: 'resultRows' }) }),
  };
});

async function opened(open) {
  for (let tries = 1; ; tries++) {
    try {
      return await open();
    } catch (error) {
      if (tries === TRIES) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));
  }
}
