// A page that uses the coordination API as the tests say.

import init, { Database, MultiTabDatabase, pendingOf } from '/tabularium/coordination.js';
import { plainError } from '/plain-error.js';

await init();

window.app = {
  Database,
  MultiTabDatabase,
  /** The last database opened. */
  db: null,
  /** The kinds of changes that it was told of. */
  changes: [],
  /** Whatever a test keeps. */
  kept: {},

  async attempt(fn, argument) {
    try {
      return { value: await fn(argument) };
    } catch (error) {
      return { error: { ...plainError(error), message: error.message } };
    }
  },

  async open(name) {
    app.db = await Database.newDatabase(name);
    app.changes = [];
  },

  follow() {
    app.db.onDataChange((changeType) => app.changes.push(changeType));
  },

  /** Every result of a live query with pending writes: its rows, those of them that are pending, and the pending writes. */
  shown: [],

  /** Keeps what a live query shows. */
  async watch(sql, params = []) {
    const keep = ({ rows, pending }) =>
      app.shown.push({ rows, marked: rows.filter((row) => pendingOf(row).length > 0), pending });
    keep((await app.db.live(sql, params, keep)).initialResults);
  },

  /** What a live query shows now. */
  now: () => app.shown.at(-1),

  /** Opens the database with the wrapper. */
  async wrap(name, options) {
    app.db = new MultiTabDatabase(Database, name, options);
    await app.db.init();
  },

  summary: () => ({ changes: app.changes }),
};
