// One library's tabs lose their leader, once in each round; what became of their calls is counted, whatever it is.

import { DEATHS } from './deaths.mjs';
import { BROKEN_PROMISES } from './ledger.mjs';
import { sleep, until, within } from './wait.mjs';
import { ORDINARY_KINDS, WritingTabs } from './writing-tabs.mjs';

const TAB_COUNT = 3;
// A table at rest while the leader goes: a change that is on its way at that moment may wake a live query by chance.
const CREATE_NOTES = 'create table if not exists notes (number int)';
const LIVE_QUERY = 'select number from notes order by number';
const WARM_UP_MS = 1500;
const GO_ON_MS = 8000;
// What has not ended, opened or caught up by then is counted as never doing so.
const PATIENCE_MS = 20_000;

/** The libraries compared: the page to show, and the name of their kind. */
export const LIBRARIES = {
  Tabularium: '/',
  PGliteWorker: '/compare/index.html',
};

/** The figures of no round at all. */
const noFigures = () => ({
  rounds: 0,
  sent: 0,
  acknowledged: 0,
  ...Object.fromEntries(Object.keys(BROKEN_PROMISES).map((promise) => [promise, 0])),
  transactions: 0,
  transactionsHung: 0,
  transactionsTorn: 0,
  transactionsToldWrong: 0,
  liveQueries: 0,
  liveQueriesDead: 0,
  tabsRefused: 0,
  failoversMs: [],
});

/**
 * Plays some rounds, each on a store of its own, and gives the sums of what was counted.
 *
 * @param {import('./browser.mjs').Browser} browser
 * @param {keyof LIBRARIES} library
 * @param {string} storage `idb` or `opfs-ahp`
 * @param {string[]} deaths names out of `DEATHS`, one for each round
 */
export async function compare(browser, library, storage, deaths) {
  const figures = noFigures();
  for (const [index, death] of deaths.entries()) {
    const dataDir = `${storage}://${library.toLowerCase()}-${index}`;
    // In every other round a transaction is in progress when the leader goes; it keeps the other calls waiting.
    await new Round(browser, library, dataDir, figures).play(death, index % 2 === 1);
    await endRound(browser);
  }
  return figures;
}

/** Frees the stores even where tabs are wedged. */
async function endRound(browser) {
  await browser.kill();
  await browser.start();
}

class Round {
  #writing;
  #browser;
  #figures;

  constructor(browser, library, dataDir, figures) {
    this.#browser = browser;
    this.#writing = new WritingTabs(browser, { dataDir }, LIBRARIES[library]);
    this.#figures = figures;
  }

  async play(death, hasTransaction) {
    this.#figures.rounds++;
    const tabs = await this.#openAll();
    const leader = await until('a tab leads', () => leaderOf(tabs));
    const others = tabs.filter((tab) => tab !== leader);
    const transaction = hasTransaction && (await this.#halfTransaction(others[0]));

    const startMs = Date.now();
    this.#writing.ledger.died(leader.name);
    await DEATHS[death].end(leader, others);
    await this.#opensAnother(others);
    // Its second half comes under the next leader.
    if (transaction) await others[0].run(() => app.transaction.goOn());
    await sleep(Math.max(0, startMs + GO_ON_MS - Date.now()));
    await this.#writing.settle(others, { timeoutMs: PATIENCE_MS });
    const told = transaction && (await endOf(others[0]));
    await this.#countLiveQueries(others);

    // The end of every tab is the only way to see what the store holds where tabs are wedged.
    await endRound(this.#browser);
    const late = await this.#writing.open();
    this.#count(await this.#writing.rows(late), told, startMs);
  }

  async #openAll() {
    const tabs = [];
    while (tabs.length < TAB_COUNT) {
      tabs.push(await this.#writing.open());
    }
    await tabs[0].run((sql) => app.db.exec(sql), CREATE_NOTES);
    for (const tab of tabs) {
      await tab.run((sql) => app.startLive(sql), LIVE_QUERY);
      await this.#writing.write(tab, ORDINARY_KINDS);
    }
    await sleep(WARM_UP_MS);
    return tabs;
  }

  /** Whether a transaction of this tab could be brought to its middle. */
  async #halfTransaction(tab) {
    const half = tab.run((options) => app.halfTransaction(options), { name: 'halting', number: 1 });
    return within(PATIENCE_MS, 'a transaction is half done', half).then(
      () => true,
      () => false,
    );
  }

  async #opensAnother(tabs) {
    const opened = within(PATIENCE_MS, 'another tab opens', this.#writing.open());
    await opened.then(
      async (tab) => {
        await this.#writing.write(tab, ORDINARY_KINDS);
        tabs.push(tab);
      },
      () => this.#figures.tabsRefused++,
    );
  }

  /** Changes what the live queries of the tabs that survived show. */
  async #countLiveQueries(tabs) {
    const insert = tabs[0].run(() => app.db.query('insert into notes values (1)'));
    await insert.catch((error) => tabs[0].note(error.message));
    for (const tab of tabs.slice(0, TAB_COUNT - 1)) {
      const showsIt = () => tab.run(() => app.live.rows.length === 1);
      this.#figures.liveQueries++;
      await until('the live query shows the change', showsIt, { timeoutMs: PATIENCE_MS }).catch(() => {
        this.#figures.liveQueriesDead++;
      });
    }
  }

  #count(rows, told, startMs) {
    const figures = this.#figures;
    const halting = rows.filter(({ tab }) => tab === 'halting');
    const { sent, acknowledged, broken } = this.#writing.ledger.judge(rows.filter(({ tab }) => tab !== 'halting'));
    figures.sent += sent;
    figures.acknowledged += acknowledged;
    for (const [promise, calls] of Object.entries(broken)) {
      figures[promise] += calls.length;
    }
    figures.failoversMs.push(this.#writing.ledger.firstAnswerAfterMs(startMs));
    if (told) {
      figures.transactions++;
      figures.transactionsHung += told.isHung ? 1 : 0;
      figures.transactionsTorn += halting.length === 1 ? 1 : 0;
      const isCommitted = told.code === undefined && !told.isHung;
      figures.transactionsToldWrong += isCommitted && halting.length !== 2 ? 1 : 0;
    }
  }
}

async function leaderOf(tabs) {
  for (const tab of tabs) {
    if ((await tab.run(() => app.leadership())).isLeader) return tab;
  }
  return null;
}

/** How the halting transaction of a tab ended. */
function endOf(tab) {
  const end = tab.run(() => app.transaction.end, null, { timeoutMs: PATIENCE_MS });
  return end.catch(() => ({ isHung: true }));
}
