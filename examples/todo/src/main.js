// Opens the database and puts the page together. /?db=opfs-ahp://todo chooses another storage path.

import { Calls } from './calls.js';
import { Crash } from './crash.js';
import { byId, element } from './dom.js';
import { Elections } from './elections.js';
import { FailoverWatch } from './failover.js';
import { Leadership } from './leadership.js';
import { Metrics } from './metrics.js';
import { Mode } from './mode.js';
import { RoundTrips } from './round-trips.js';
import { SCHEMA } from './schema.js';
import { TabWorker } from './tab-worker.js';
import { claimTabNumber, withHue } from './tabs.js';
import { Todos } from './todos.js';
import { Traffic } from './traffic.js';

const LIBRARY = '/tabularium';

async function start() {
  const path = new URLSearchParams(location.search).get('db') ?? 'idb://tabularium-demo';
  const { Tabularium } = await import(`${LIBRARY}/index.js`);

  const worker = new TabWorker(`${LIBRARY}/worker.js`);
  const db = await Tabularium.open({ dataDir: path, worker: () => worker.start() });
  globalThis.db = db; // For the console.

  await db.exec(SCHEMA);
  const tab = await claimTabNumber(db, path);
  withHue(document.documentElement, tab);
  document.body.dataset.state = 'open';

  const calls = new Calls(db);
  const elections = new Elections(calls, tab);
  const failover = new FailoverWatch(path, calls);
  const crash = new Crash({ db, tab, worker, elections, failover });
  const leadership = new Leadership({ db, calls, tab, worker, elections, failover });
  const roundTrips = new RoundTrips(db, calls);
  roundTrips.addEventListener('measured', (event) => leadership.showRoundTrip(event.detail));
  byId('another').href = location.href;

  await elections.start();
  leadership.start();
  crash.start();
  roundTrips.start();
  await new Todos(db, calls, tab).start();
  await new Traffic(db, calls, tab).start();
  await new Mode(db, path).start();
  new Metrics(db).start();
  await roundTrips.ping();
}

function showFatal(error) {
  document.body.dataset.state = 'failed';
  document.title = 'Not open · Tabularium';
  byId('pill').dataset.role = 'failed';
  byId('pill').querySelector('.pill-text').textContent = 'not open';
  byId('leads').textContent = 'The database could not be opened.';
  byId('follows').replaceChildren(element('code', {}, error.code ?? error.name));
  byId('note').hidden = false;
  byId('note-text').textContent = error.message;
}

byId('reload').addEventListener('click', () => location.reload());
start().catch(showFatal);
