// The button that kills this tab's worker, and the note that says what came of it.

import { byId, setText } from './dom.js';
import { formatDuration } from './duration.js';
import { tabName } from './tabs.js';

const PATIENCE_MS = 3000;

/** The crash button of this tab. */
export class Crash {
  #db;
  #tab;
  #worker;
  #elections;
  #failover;
  /** The last crash: whether this tab led, and how long the next leader took, null while there is none. */
  #last = null;
  #isLong = false;

  constructor({ db, tab, worker, elections, failover }) {
    this.#db = db;
    this.#tab = tab;
    this.#worker = worker;
    this.#elections = elections;
    this.#failover = failover;
  }

  start() {
    byId('crash').addEventListener('click', () => this.#crash());
    this.#worker.addEventListener('changed', () => this.#render());
    this.#elections.addEventListener('changed', () => this.#render());
    this.#failover.addEventListener('ended', (event) => {
      if (this.#last !== null) {
        this.#last.tookMs ??= event.detail.durationMs;
        this.#render();
      }
    });
    this.#render();
  }

  #crash() {
    const last = { wasLeader: this.#db.isLeader, tookMs: null };
    this.#last = last;
    this.#isLong = false;
    if (last.wasLeader) {
      this.#failover.announce('crashed', this.#tab);
    }
    this.#worker.kill();
    setTimeout(() => {
      if (this.#last === last) {
        this.#isLong = true;
        this.#render();
      }
    }, PATIENCE_MS);
  }

  #render() {
    byId('crash').disabled = !this.#worker.isAlive;
    if (this.#last !== null) {
      byId('note').hidden = false;
      byId('reload').hidden = this.#worker.isAlive || !this.#isLong;
      setText(byId('note-text'), `${this.#leaderText()} ${this.#workerText()}`);
    }
  }

  #leaderText() {
    const { wasLeader, tookMs } = this.#last;
    if (!wasLeader) {
      return 'Calls go on through the leader as before.';
    }
    if (tookMs === null) {
      return this.#isLong ? 'No other tab is there to lead, so calls wait.' : 'Calls wait for the next leader.';
    }
    const took = formatDuration(tookMs);
    if (this.#db.isLeader) {
      return `This tab leads again, after ${took}.`;
    }
    const leader = this.#elections.leaderOf(this.#db.term);
    const name = leader === null ? 'Another tab' : tabName(leader);
    return `${name} took over in ${took}; this tab works on as a follower.`;
  }

  #workerText() {
    if (this.#worker.isAlive) {
      return 'The killed worker has been replaced.';
    }
    return this.#isLong ? 'A reload brings the worker back.' : 'The worker is dead.';
  }
}
