// An application written for PGlite's multi-tab worker. Which library it runs on is asked for in the page's address:
// /pglite/index.html?library=tabularium (the default) or ?library=pglite.

import { live } from '/engine/live/index.js';
import { plainError } from '/plain-error.js';

const name = new URLSearchParams(location.search).get('library') ?? 'tabularium';
const MODULES = {
  tabularium: ['/tabularium/pglite.js', '/tabularium/pglite-template.js'],
  pglite: ['/engine/worker/index.js', '/engine/templating.js'],
};

const app = {
  name,
  library: null,
  template: null,
  /** The last database opened. */
  pg: null,
  /** `isLeader` at each onLeaderChange since `open`. */
  leaderChanges: [],
  /** Whatever a test keeps. */
  kept: {},

  async attempt(fn, argument) {
    try {
      await loaded;
      return { value: await fn(argument) };
    } catch (error) {
      return { error: { ...plainError(error), ...error, message: String(error.message) } };
    }
  },

  /** Makes the database, which need not be ready yet; `hasLive` gives it PGlite's extension `live`, `script` another worker. */
  make({ hasLive, script = `/pglite/${name}-worker.js`, ...options }) {
    const worker = new Worker(script, { type: 'module', name: 'db-worker' });
    const extensions = hasLive ? { extensions: { live } } : {};
    const pg = new app.library.PGliteWorker(worker, { ...options, ...extensions });
    app.pg = pg;
    app.leaderChanges = [];
    pg.onLeaderChange(() => app.leaderChanges.push(pg.isLeader));
    return pg;
  },

  async open(options) {
    await app.make(options).waitReady;
  },

  summary() {
    return { name, isLeader: app.pg?.isLeader, leaderChanges: app.leaderChanges };
  },
};

const loaded = Promise.all(MODULES[name].map((module) => import(module))).then(([library, template]) => {
  app.library = library;
  app.template = template;
});
window.app = app;
