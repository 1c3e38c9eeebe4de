// The application under test: window.app is what a test's functions work with inside a tab.

import { HaltingTransaction } from './halting-transaction.js';
import { LiveProbe } from './live-probe.js';
import { plainError } from './plain-error.js';
import { Writer } from './writer.js';

// Another place of the library is asked for in the page's address: /?library=/some/folder/index.js
const library = new URLSearchParams(location.search).get('library') ?? '/tabularium/index.js';

const app = {
  /** The library's exports. */
  library: null,
  /** The last database opened. */
  db: null,
  /** The workers that `openWithWorkers` was asked for, the last one at the end. */
  workers: [],
  /** What was seen at each onLeaderChange since `open`. */
  leaderChanges: [],
  /** `persisted` of every pageshow after the first: whether the page came back from the back/forward cache. */
  returns: [],
  live: null,
  writer: null,
  transaction: null,

  /** Runs a test's function; its error is returned whole rather than thrown, because the driver keeps only the text. */
  async attempt(fn, argument) {
    try {
      await loaded;
      return { value: await fn(argument) };
    } catch (error) {
      return { error: plainError(error) };
    }
  },

  /** Opens a database and watches its leaders. */
  async open(options) {
    const db = await app.library.Tabularium.open(options);
    app.db = db;
    app.leaderChanges = [];
    db.onLeaderChange(() => app.leaderChanges.push(app.leadership()));
  },

  /** Opens a database with workers of the application's own, so that a test can get at them. */
  openWithWorkers(options) {
    const worker = () => {
      app.workers.push(new Worker('/own-worker.js', { type: 'module' }));
      return app.workers.at(-1);
    };
    return app.open({ ...options, worker });
  },

  /** Who leads, as this tab knows it. */
  leadership() {
    const { isLeader, role, term, leaderId } = app.db;
    return { isLeader, role, term, leaderId };
  },

  /** Where this tab stands, for the report of a failed test. */
  summary() {
    return { ...(app.db && app.leadership()), leaderChanges: app.leaderChanges };
  },

  async startLive(sql, params = []) {
    app.live = await LiveProbe.start(app.db, sql, params);
  },

  /** Begins a transaction that halts in its middle. */
  async halfTransaction(options) {
    app.transaction = await HaltingTransaction.begin(app.db, options);
  },

  startWriter(options) {
    app.writer = new Writer(app.db, options);
    app.writer.start();
  },
};

const loaded = import(library).then((exports) => {
  app.library = exports;
});
addEventListener('pageshow', (event) => app.returns.push(event.persisted));
window.app = app;
