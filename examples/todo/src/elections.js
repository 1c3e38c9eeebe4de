// The log of elections. Each new leader signs a register in the database; to that every tab adds what it saw itself.

import { byId, element, setText } from './dom.js';
import { formatDuration } from './duration.js';
import { tabLabel, tabName } from './tabs.js';

const SHOWN_COUNT = 8;
const REGISTER = `
  select term, tab, (extract(epoch from began) * 1000)::float8 as began_ms
  from reign order by term desc limit ${SHOWN_COUNT}`;
const SIGN = 'insert into reign (term, tab) values ($1, $2) on conflict (term) do nothing';
const TIME = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** The register of leaders. Dispatches `changed` when a leader's name becomes known. */
export class Elections extends EventTarget {
  #calls;
  #tab;
  /** term → { tab, beganMs }, from the register. */
  #reigns = new Map();
  /** term → { seenMs, durationMs, reason, tab }, seen by this tab. */
  #seen = new Map();
  /** term → the list item that shows it. */
  #items = new Map();

  constructor(calls, tab) {
    super();
    this.#calls = calls;
    this.#tab = tab;
  }

  async start() {
    const { initialResults } = await this.#calls.live(REGISTER, [], (rows) => this.#read(rows));
    this.#read(initialResults.rows);
  }

  /** The tab that leads in `term`, or null while it has not signed. */
  leaderOf(term) {
    return this.#reigns.get(term)?.tab ?? null;
  }

  /** Signs the register: this tab leads in `term`. */
  async sign(term) {
    await this.#calls.write(SIGN, [term, this.#tab]);
  }

  /** Notes a change of leader as seen here. */
  note(term, failover) {
    this.#seen.set(term, { seenMs: Date.now(), ...failover });
    this.#render();
  }

  #read(rows) {
    this.#reigns = new Map(rows.map((row) => [row.term, { tab: row.tab, beganMs: row.began_ms }]));
    this.#render();
    this.dispatchEvent(new Event('changed'));
  }

  #render() {
    const terms = [...new Set([...this.#reigns.keys(), ...this.#seen.keys()])]
      .sort((a, b) => b - a)
      .slice(0, SHOWN_COUNT);
    const list = byId('elections');
    for (const [term, item] of this.#items) {
      if (!terms.includes(term)) {
        item.root.remove();
        this.#items.delete(term);
      }
    }
    terms.forEach((term, index) => {
      const item = this.#items.get(term) ?? this.#createItem(term);
      this.#updateItem(item, term);
      if (list.children[index] !== item.root) {
        list.insertBefore(item.root, list.children[index] ?? null);
      }
    });
  }

  #createItem(term) {
    const item = {
      time: element('time'),
      term: element('span', { class: 'election-term' }, `term ${term}`),
      who: element('span', { class: 'election-who' }),
      took: element('span', { class: 'election-took' }),
      shown: null,
    };
    item.root = element('li', {}, item.time, item.term, item.who, item.took);
    this.#items.set(term, item);
    return item;
  }

  #updateItem(item, term) {
    const reign = this.#reigns.get(term);
    const seen = this.#seen.get(term);
    const atMs = seen?.seenMs ?? reign.beganMs;
    setText(item.time, TIME.format(atMs));
    item.time.dateTime = new Date(atMs).toISOString();

    const who = `${reign?.tab} ${seen?.reason}`;
    if (item.shown !== who) {
      item.shown = who;
      const leader = reign === undefined ? 'a new leader' : tabLabel(reign.tab);
      item.who.replaceChildren(leader, element('span', { class: 'election-after' }, circumstance(seen, reign)));
    }
    const durationMs = seen?.durationMs ?? null;
    setText(item.took, durationMs === null ? '' : formatDuration(durationMs));
    item.took.title = 'From the end of the last leader to the next, as seen by this tab';
  }
}

function circumstance(seen, reign) {
  if (!seen?.reason) {
    return '';
  }
  return seen.tab === reign?.tab ? ' again' : ` after ${tabName(seen.tab)} ${seen.reason}`;
}
