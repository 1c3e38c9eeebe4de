// The application of ../app.js, as far as the comparison needs it, on PGliteWorker.

import { live } from '/pglite/live/index.js';
import { PGliteWorker } from '/pglite/worker/index.js';
import { HaltingTransaction } from '../halting-transaction.js';
import { LiveProbe } from '../live-probe.js';
import { plainError } from '../plain-error.js';
import { Writer } from '../writer.js';

const app = {
  db: null,
  live: null,
  writer: null,
  transaction: null,
  isLeader: false,

  async attempt(fn, argument) {
    try {
      return { value: await fn(argument) };
    } catch (error) {
      return { error: plainError(error) };
    }
  },

  async openWithWorkers({ dataDir }) {
    const worker = new Worker('/compare/worker.js', { type: 'module' });
    // The library's own `isLeader` is not true in every tab that leads; what the worker says is.
    worker.addEventListener('message', ({ data }) => {
      app.isLeader ||= data.type === 'leader-now';
    });
    app.db = await PGliteWorker.create(worker, { dataDir, extensions: { live } });
    await app.db.query('select 1');
  },

  leadership() {
    return { isLeader: app.isLeader };
  },

  summary() {
    return app.leadership();
  },

  async startLive(sql, params = []) {
    app.live = await LiveProbe.start(app.db, sql, params);
  },

  async halfTransaction(options) {
    app.transaction = await HaltingTransaction.begin(app.db, options);
  },

  startWriter(options) {
    app.writer = new Writer(app.db, options);
    app.writer.start();
  },
};

window.app = app;
