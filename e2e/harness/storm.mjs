// A storm: leaders go one after the other, each in a way that is drawn, while three tabs write and one reads.

import assert from 'node:assert/strict';
import { DEATHS, FROZEN } from './deaths.mjs';
import { Dice } from './dice.mjs';
import { agreedLeader, liveQueriesAreTrue } from './group.mjs';
import { isStoreHeld } from './stopping.mjs';
import { sleep } from './wait.mjs';
import { ALL_KINDS, WritingTabs } from './writing-tabs.mjs';

const WRITER_COUNT = 3;
// Short, so that a frozen leader does not cost the run much; a busy machine needs some of it.
const LEADER_TIMEOUT_MS = 2000;
/** In a long run a failure may not come again, so what the election did is in its report. */
const TELLS_ALL = Boolean(process.env.LONG);
const PAUSE_BEFORE_DEATH_MAX_MS = 300;
const THAW_AFTER_MAX_MS = 1000;
const LIVE_QUERY = 'select tab, cast(count(*) as int) as rows, cast(sum(number) as int) as sum from storm group by tab order by tab';

/**
 * Runs a storm and gives its figures; those under `broken` are for the test to judge.
 *
 * @param {import('./browser.mjs').Browser} browser
 * @param {object} options
 * @param {string} options.dataDir
 * @param {string} [options.idbName] its name in IndexedDB, if it is there
 * @param {number} options.deathCount
 * @param {number} options.seed decides who dies how and when
 * @param {string[]} [options.deaths] names out of `DEATHS`
 */
export async function runStorm(browser, { dataDir, idbName, deathCount, seed, deaths = Object.keys(DEATHS) }) {
  const storm = new Storm(browser, dataDir, idbName, new Dice(seed));
  await storm.begin();
  for (const death of storm.dice.rounds(deaths, deathCount)) {
    await storm.round(death);
  }
  return storm.end();
}

class Storm {
  dice;
  #idbName;
  #writing;
  /** The open tabs, and the kinds of calls each of them makes. */
  #tabs = [];
  #kindsOf = new Map();
  #failovers = [];

  constructor(browser, dataDir, idbName, dice) {
    const options = { dataDir, durability: 'disk', leaderTimeoutMs: LEADER_TIMEOUT_MS, debug: TELLS_ALL };
    this.#writing = new WritingTabs(browser, options);
    this.#idbName = idbName;
    this.dice = dice;
  }

  async begin() {
    for (let count = 0; count < WRITER_COUNT; count++) {
      await this.#join(ALL_KINDS);
    }
    await this.#join(['read']);
  }

  /** Has the leader go, waits until the others work under the next one, and makes the group whole again. */
  async round(death) {
    await this.#writing.areAnswered(this.#tabs);
    const { leader, term } = await agreedLeader(this.#tabs);
    await sleep(this.dice.below(PAUSE_BEFORE_DEATH_MAX_MS));

    const others = this.#tabs.filter((tab) => tab !== leader);
    const { leaves, end } = DEATHS[death];
    const startMs = Date.now();
    if (leaves) {
      this.#writing.ledger.died(leader.name);
      this.#tabs = others;
    }
    await end(leader, others, this.#idbName);
    await agreedLeader(others, { afterTerm: term }).catch((error) => this.#explained(error, others[0]));
    await this.#writing.areAnswered(others, startMs);
    this.#failovers.push({ death, startMs });

    if (death === FROZEN) {
      await sleep(this.dice.below(THAW_AFTER_MAX_MS));
      leader.continue();
    }
    if (leaves) {
      await this.#join(this.#kindsOf.get(leader));
    }
    await agreedLeader(this.#tabs, { afterTerm: term });
  }

  /** Lets every call end, and compares what was told with what a tab finds that comes later. */
  async end() {
    await this.#writing.areAnswered(this.#tabs);
    await this.#writing.settle(this.#tabs);
    await liveQueriesAreTrue(this.#tabs);
    await this.#wereToldInOrder();
    const shown = await this.#writing.rows(this.#tabs[0]);
    const kept = await this.#writing.keptRows(this.#tabs);
    assert.deepEqual(kept, shown, 'what the store kept is what the last leader showed');
    const { ledger } = this.#writing;
    const timed = ({ death, startMs }) => ({ death, ms: ledger.firstAnswerAfterMs(startMs) });
    return { ...ledger.judge(kept), failovers: this.#failovers.map(timed) };
  }

  /** Adds to the error that nobody leads what could be the reason, and throws it. */
  async #explained(error, witness) {
    const isHeld = this.#idbName !== undefined && (await isStoreHeld(witness, this.#idbName));
    const locks = await witness.page.evaluate('navigator.locks.query().then(({ held }) => held.map(({ name }) => name))');
    error.message += `; a transaction of IndexedDB is in the way: ${isHeld}; locks: ${locks.join(', ')}`;
    throw error;
  }

  async #join(kinds) {
    const tab = await this.#writing.open();
    this.#kindsOf.set(tab, kinds);
    await tab.run((sql) => app.startLive(sql), LIVE_QUERY);
    await this.#writing.write(tab, kinds);
    this.#tabs.push(tab);
  }

  /** A tab hears of leaders in the order of their terms, and of results in the order of their commits. */
  async #wereToldInOrder() {
    for (const tab of this.#tabs) {
      const { terms, outOfOrderCount } = await tab.run(() => ({
        terms: app.leaderChanges.map((change) => change.term),
        outOfOrderCount: app.live.outOfOrderCount,
      }));
      const sorted = [...new Set(terms)].sort((a, b) => a - b);
      assert.deepEqual(terms, sorted, `${tab.name} was told of each leader once`);
      assert.equal(outOfOrderCount, 0, `${tab.name}'s live results only go forward`);
    }
  }
}
