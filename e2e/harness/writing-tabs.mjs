// Tabs that write to one table, and the ledger of what each of them was told.

import { Ledger } from './ledger.mjs';
import { until, within } from './wait.mjs';

const CREATE_TABLE = `
  create table if not exists storm (tab text not null, number int not null, part int not null);
  create index if not exists storm_by_tab on storm (tab)`;
// No uniqueness anywhere: what is done twice must be seen twice.
const READ_ROWS = `
  select tab, number, part, cast(count(*) as int) as copies from storm
  group by tab, number, part order by tab, number, part`;
const OPEN_TIMEOUT_MS = 60_000;
// All that follows a death, a new engine included, on a machine that has other things to do.
const ANSWER_TIMEOUT_MS = 60_000;
// No call is in flight longer than its own deadline.
const SETTLE_TIMEOUT_MS = 120_000;

/** The kinds of calls a writer can make that need nothing but an ordinary database. */
export const ORDINARY_KINDS = ['burst', 'script', 'transaction', 'read'];
/** Every kind for a database at `disk`; see pages/writer.js. */
export const ALL_KINDS = [...ORDINARY_KINDS, 'batch', 'hasty', 'repeated'];

export class WritingTabs {
  ledger = new Ledger();
  #browser;
  #options;
  #path;

  /**
   * @param {import('./browser.mjs').Browser} browser
   * @param {object} options those of `Tabularium.open`, without functions
   * @param {string} [path] the page to show
   */
  constructor(browser, options, path = '/') {
    this.#browser = browser;
    this.#options = options;
    this.#path = path;
  }

  /** Opens a tab and in it the database with the table; it does not write yet. */
  async open() {
    const tab = await this.#browser.openTab(this.#path);
    await tab.onReport((text) => this.ledger.note(tab.name, JSON.parse(text)));
    await tab.run((options) => app.openWithWorkers(options), this.#options, { timeoutMs: OPEN_TIMEOUT_MS });
    await tab.run((sql) => app.db.exec(sql), CREATE_TABLE);
    return tab;
  }

  /** Opens several tabs that all write. */
  async openAll(count, kinds) {
    const tabs = [];
    for (let index = 0; index < count; index++) {
      tabs.push(await this.open());
    }
    await Promise.all(tabs.map((tab) => this.write(tab, kinds)));
    return tabs;
  }

  /** Has a tab write. */
  write(tab, kinds) {
    return tab.run((options) => app.startWriter(options), { name: tab.name, kinds });
  }

  /** Waits until every one of these tabs has an answer to a call it made after `sinceMs`. */
  areAnswered(tabs, sinceMs = Date.now(), { timeoutMs = ANSWER_TIMEOUT_MS } = {}) {
    const isAnswered = (tab) => this.ledger.hasAnswer(tab.name, sinceMs);
    return Promise.all(
      tabs.map((tab) =>
        until(`${tab.name} is answered`, async () => isAnswered(tab), { timeoutMs }),
      ),
    );
  }

  /** Resolves at once when this many more writes have been acknowledged. */
  acknowledgements(count) {
    return within(ANSWER_TIMEOUT_MS, `${count} writes are acknowledged`, this.ledger.acknowledgements(count));
  }

  /**
   * Has these tabs begin nothing any more, and lets what is in flight end. What does not, the judgement will name.
   */
  async settle(tabs, { timeoutMs = SETTLE_TIMEOUT_MS } = {}) {
    await Promise.all(tabs.map((tab) => tab.run(() => app.writer.stop())));
    const haveEnded = async () => tabs.every((tab) => this.ledger.openCount(tab.name) === 0);
    await until('all calls have ended', haveEnded, { timeoutMs }).catch(() => {});
  }

  /** What this tab finds in the table. */
  async rows(tab) {
    return (await tab.run((sql) => app.db.query(sql), READ_ROWS, { timeoutMs: OPEN_TIMEOUT_MS })).rows;
  }

  /** What a tab finds that comes when all others are closed: what the store has kept. */
  async keptRows(tabs) {
    await Promise.all(tabs.map((tab) => tab.close()));
    const late = await this.open();
    const rows = await this.rows(late);
    await late.close();
    return rows;
  }
}
