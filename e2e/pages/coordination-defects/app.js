// An application of the coordination guide. Which library it runs on is asked for in the page's address:
// /coordination-defects/index.html?library=tabularium or ?library=absurder.

import { plainError } from '/plain-error.js';

const name = new URLSearchParams(location.search).get('library');

const app = {
  name,
  library: null,
  /** The last database opened. */
  db: null,
  /** Whatever a test keeps. */
  kept: {},

  async attempt(fn, argument) {
    try {
      await loaded;
      return { value: await fn(argument) };
    } catch (error) {
      return { error: plainError(error) };
    }
  },

  async open(file) {
    app.db = await app.library.Database.newDatabase(file);
  },

  /** Runs a statement, and gives its rows as objects. */
  async rows(sql) {
    return app.library.rowsOf(await app.db.execute(sql));
  },

  /** Writes as the guide says: the statements, then `sync()`. */
  async write(...statements) {
    for (const sql of statements) await app.db.execute(sql);
    await app.db.sync();
  },

  /** How a call ends, in a word. */
  ending: (promise) =>
    promise.then(
      () => 'done',
      (error) => {
        const text = String(error?.message ?? error);
        return /timed out/.test(text) ? 'timed out' : 'refused';
      },
    ),

  summary: () => ({ name }),
};

const loaded = import(`./${name}.js`).then(async (library) => {
  await library.begin();
  app.library = library;
});
window.app = app;
