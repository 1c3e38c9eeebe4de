// Fifty writes a second, to see what becomes of each when leaders come and go.

import { byId, element, setText } from './dom.js';
import { outcomeText } from './toast.js';
import { tabLabel, withHue } from './tabs.js';

const WRITES_PER_S = 50;
const INTERVAL_MS = 1000 / WRITES_PER_S;
// The timers of a hidden tab fire once a second: it then sends a second's worth at once, and no more than that.
const BURST_COUNT = WRITES_PER_S;
const PENDING_COUNT_MAX = 250;
const WRITERS_SHOWN = 5;

const RESET = `
  insert into tick (tab, count) values ($1, 0)
  on conflict (tab) do update set count = 0, written = now()`;
const TICK = `
  insert into tick (tab, count) values ($1, 1)
  on conflict (tab) do update set count = tick.count + 1, written = now()`;
const WRITERS = `select tab, count from tick order by written desc limit ${WRITERS_SHOWN}`;
const NUMBER = new Intl.NumberFormat();

/** The traffic panel: what this tab sent and what became of it, beside what the database says every tab stored. */
export class Traffic {
  #db;
  #calls;
  #tab;
  #timer = null;
  #dueAtMs = 0;
  #isReset = false;
  #counts = { sent: 0, acknowledged: 0, failed: 0 };
  /** tab → its count when this page first saw it: only those that write since are shown. */
  #firstCounts = new Map();
  #rows = [];
  #isRendering = false;

  constructor(db, calls, tab) {
    this.#db = db;
    this.#calls = calls;
    this.#tab = tab;
  }

  async start() {
    const { initialResults } = await this.#calls.live(WRITERS, [], (rows) => this.#read(rows));
    for (const { tab, count } of initialResults.rows) {
      this.#firstCounts.set(tab, count);
    }
    byId('write').addEventListener('change', (event) => (event.target.checked ? this.#begin() : this.#end()));
    byId('write').disabled = false;
  }

  async #begin() {
    if (!this.#isReset) {
      this.#isReset = (await this.#calls.write(RESET, [this.#tab])) !== undefined;
    }
    if (!this.#isReset || !byId('write').checked || this.#timer !== null) {
      byId('write').checked = this.#timer !== null;
      return;
    }
    this.#dueAtMs = performance.now();
    this.#timer = setInterval(() => this.#sendDue(), INTERVAL_MS);
  }

  #end() {
    clearInterval(this.#timer);
    this.#timer = null;
  }

  #sendDue() {
    const nowMs = performance.now();
    this.#dueAtMs = Math.max(this.#dueAtMs, nowMs - BURST_COUNT * INTERVAL_MS);
    while (this.#dueAtMs <= nowMs) {
      this.#dueAtMs += INTERVAL_MS;
      if (this.#calls.pendingCount < PENDING_COUNT_MAX) {
        this.#send();
      }
    }
  }

  async #send() {
    this.#counts.sent++;
    this.#renderSoon();
    try {
      await this.#calls.run('write', () => this.#db.query(TICK, [this.#tab]));
      this.#counts.acknowledged++;
    } catch (error) {
      this.#counts.failed++;
      byId('last-failure').hidden = false;
      setText(byId('last-failure'), `Last failure: ${error.code ?? error.name}. ${outcomeText(error)}`);
    }
    this.#renderSoon();
  }

  #read(rows) {
    this.#rows = rows.filter(({ tab, count }) => {
      if (!this.#firstCounts.has(tab)) {
        this.#firstCounts.set(tab, 0);
      }
      return count !== this.#firstCounts.get(tab) || tab === this.#tab;
    });
    this.#renderSoon();
  }

  #renderSoon() {
    if (!this.#isRendering) {
      this.#isRendering = true;
      requestAnimationFrame(() => {
        this.#isRendering = false;
        this.#render();
      });
    }
  }

  #render() {
    byId('traffic').hidden = this.#counts.sent === 0 && this.#rows.length === 0;
    byId('counters').hidden = this.#counts.sent === 0;
    for (const [name, count] of Object.entries(this.#counts)) {
      setText(byId(name), NUMBER.format(count));
    }
    byId('failed').dataset.some = this.#counts.failed > 0;
    setText(byId('stored'), NUMBER.format(this.#rows.find((row) => row.tab === this.#tab)?.count ?? 0));

    const writers = byId('writers');
    const rows = [...this.#rows].sort((a, b) => a.tab - b.tab);
    const shown = rows.map((row) => row.tab).join();
    if (writers.dataset.shown !== shown) {
      writers.dataset.shown = shown;
      writers.replaceChildren(
        ...rows.map((row) =>
          withHue(element('li', {}, tabLabel(row.tab), element('span', { class: 'count' })), row.tab),
        ),
      );
    }
    rows.forEach((row, index) => setText(writers.children[index].lastElementChild, NUMBER.format(row.count)));
  }
}
