// Who leads, as the library says it, and the button that hands leadership on.

import { showBadge } from './badge.js';
import { formatCommit } from './commit.js';
import { byId, setText } from './dom.js';
import { formatDuration } from './duration.js';
import { SCHEMA } from './schema.js';
import { tabLabel } from './tabs.js';

/** How long a leader that is asked to stand down may take to do so. */
const STAND_DOWN_MS = 1000;

/** The leadership panel of this tab. */
export class Leadership {
  #db;
  #calls;
  #tab;
  #worker;
  #elections;
  #failover;
  #term = 0;

  constructor({ db, calls, tab, worker, elections, failover }) {
    this.#db = db;
    this.#calls = calls;
    this.#tab = tab;
    this.#worker = worker;
    this.#elections = elections;
    this.#failover = failover;
  }

  start() {
    this.#term = this.#db.term;
    this.#db.onLeaderChange(() => this.#leaderChanged());
    this.#elections.addEventListener('changed', () => this.#render());
    this.#calls.addEventListener('finished', () => this.#renderCommit());
    this.#calls.addEventListener('delivered', () => this.#renderCommit());
    byId('resign').addEventListener('click', () => this.#resign());
    addEventListener('pagehide', () => {
      // The library has heard of it before and hands leadership on already: isLeader is false by now.
      if (this.#worker.isAlive && this.#ledLast) {
        this.#failover.announce('closed', this.#tab);
      }
    });
    this.#worker.addEventListener('changed', () => this.#render());
    if (this.#leads) {
      this.#elections.sign(this.#term);
    }
    this.#render();
  }

  /** Shows the time of the last round trip. */
  showRoundTrip(durationMs) {
    setText(byId('round-trip'), formatDuration(durationMs));
  }

  /** Whether this tab leads; the library may not yet know that its worker was killed. */
  get #leads() {
    return this.#db.isLeader && this.#worker.isAlive;
  }

  /** Whether this tab led and does so no more, while no next leader is known. */
  get #isBereft() {
    return !this.#leads && this.#ledLast;
  }

  /** Whether this tab is the leader last heard of. */
  get #ledLast() {
    return this.#db.isLeader || this.#elections.leaderOf(this.#db.term) === this.#tab;
  }

  #leaderChanged() {
    if (this.#db.term !== this.#term) {
      this.#term = this.#db.term;
      this.#elections.note(this.#term, this.#failover.end());
      if (this.#leads) {
        this.#takeOffice();
      }
    }
    this.#render();
  }

  /** What a memory:// database held went with the leader before, so the tables are made again. */
  async #takeOffice() {
    const term = this.#term;
    await this.#calls.attempt('write', () => this.#db.exec(SCHEMA));
    await this.#elections.sign(term);
  }

  /** A tab stands down only when another one can follow it; the others are told once it has. */
  async #resign() {
    this.#db.resign();
    const untilMs = Date.now() + STAND_DOWN_MS;
    while (this.#db.isLeader && Date.now() < untilMs) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (this.#db.isLeader) {
      setText(byId('follows'), 'Nobody else waits to lead. Open another tab first.');
      return;
    }
    this.#failover.announce('resigned', this.#tab);
    this.#render();
  }

  #render() {
    showBadge(this.#tab, this.#isBereft ? 'joining' : this.#db.role);
    this.#renderLeader();
    setText(byId('term'), String(this.#db.term));
    this.#renderCommit();
    byId('resign').disabled = !this.#leads;
  }

  #renderCommit() {
    setText(byId('commit'), formatCommit(this.#db.commit));
  }

  #renderLeader() {
    const own = tabLabel(this.#tab);
    if (this.#leads) {
      byId('leads').replaceChildren('This tab leads.');
      byId('follows').replaceChildren(own, ' runs the engine; the other tabs work through it.');
      return;
    }
    if (this.#isBereft) {
      byId('leads').replaceChildren('Nobody leads.');
      byId('follows').replaceChildren('Calls wait for the next leader.');
      return;
    }
    const leader = this.#elections.leaderOf(this.#db.term);
    byId('leads').replaceChildren(leader === null ? 'Another tab' : tabLabel(leader), ' leads.');
    byId('follows').replaceChildren('This tab, ', own, ', works through it.');
  }
}
