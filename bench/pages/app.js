// The page of every tab: it opens the database its address names and measures in it what it is asked to.
//
// /?adapter=tabularium&dataDir=opfs-ahp://bench&leads=1

import { plainError } from '/plain-error.js';
import * as loops from './loops.js';
import { Watch } from './watch.js';
import { Writing } from './writing.js';

const address = new URLSearchParams(location.search);

const app = {
  /** What an adapter's `open` gave. */
  db: null,
  /** From the beginning of the navigation to the first result. */
  firstResultMs: 0,
  watch: null,
  writing: null,

  /** Runs a benchmark's function; its error is returned whole, because the driver keeps only the text of one thrown. */
  async attempt(fn, argument) {
    try {
      await opened;
      return { value: await fn(argument) };
    } catch (error) {
      return { error: plainError(error) };
    }
  },

  /** Runs one of the loops in this page. */
  measure(loop, options) {
    return loops[loop](app.db, options);
  },

  /** Runs one of the loops where the engine is, so that no message is in what it measures. */
  measureInside(loop, options) {
    return app.db.measureInside(loop, options);
  },

  /** Subscribes `count` times to a query that counts rows. */
  async startWatch(sql, count) {
    app.watch = await Watch.start(app.db, sql, count);
  },

  /** Writes without end, from this number on. */
  startWriting(first) {
    app.writing = new Writing(app.db, first);
  },

  summary() {
    return { firstResultMs: app.firstResultMs, isLeader: app.db?.isLeader?.() };
  },
};

const opened = open();
// Whoever asks the page anything is told.
opened.catch(() => {});
window.app = app;

async function open() {
  const adapter = await import(`/adapters/${address.get('adapter')}.js`);
  app.db = await adapter.open({ dataDir: address.get('dataDir'), leads: address.has('leads') });
  await app.db.query('select 1');
  app.firstResultMs = performance.now();
}
