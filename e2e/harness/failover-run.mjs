// Leaders die one after the other while all tabs write; at the end the books of every tab must agree with the table.

import assert from 'node:assert/strict';
import { agreedLeader, liveQueriesAreTrue, openAll } from './group.mjs';
import { until } from './wait.mjs';

const TAB_COUNT = 4;
const WRITES_PER_SECOND = 50;
const LIVE_QUERY = `
  select split_part(id, '/', 1) as writer, count(*)::int as rows, sum(part)::int as parts
  from writes group by 1 order by 1`;
// What a call may end with when its leader dies, by kind of call. A read is simply asked again.
const ALLOWED_CODES = {
  write: ['LEADER_LOST'],
  transaction: ['LEADER_LOST', 'TX_ABORTED_FAILOVER'],
  read: [],
};
// By then every tab knows that its leader is gone: a call made later waits for the next leader and never fails.
const DEATH_IS_KNOWN_MS = 2000;
const EFFECTLESS = ['notRun', 'rolledBack'];

/**
 * Runs the whole story.
 *
 * @param {import('./browser.mjs').Browser} browser
 * @param {string} dataDir
 * @param {('close' | 'crash')[]} ends how each leader goes, one after the other
 */
export async function survivesLeaders(browser, dataDir, ends) {
  const run = new FailoverRun(browser, dataDir);
  await run.start();
  for (const end of ends) {
    await run.endLeader(end);
  }
  return run.settle();
}

class FailoverRun {
  #browser;
  #openOptions;
  /** The open tabs, and what was seen of each since it came. */
  #tabs = [];
  #terms = [];
  #bornAt = new Map();
  #reports = [];
  #failoverMs = [];
  #endsMs = [];

  constructor(browser, dataDir) {
    this.#browser = browser;
    this.#openOptions = { dataDir, durability: 'disk' };
  }

  async start() {
    const tabs = await this.#browser.openTabs(TAB_COUNT);
    await openAll(tabs, this.#openOptions);
    await tabs[0].run(() => app.db.exec('create table writes (id text not null, part int not null)'));
    const { term } = await agreedLeader(tabs);
    this.#terms.push(term);
    await Promise.all(tabs.map((tab) => this.#join(tab)));
  }

  /** Ends the leader, opens a tab in its place, and waits until all tabs have work answered by the next one. */
  async endLeader(end) {
    await this.#isSteady();
    const { leader } = await agreedLeader(this.#tabs);
    this.#reports.push(await leader.run(() => app.writer.report()));
    this.#tabs = this.#tabs.filter((tab) => tab !== leader);
    const startMs = Date.now();
    this.#endsMs.push(startMs);
    await leader[end]();
    const { term } = await agreedLeader(this.#tabs, { afterTerm: this.#terms.at(-1) });
    this.#failoverMs.push(Date.now() - startMs);
    this.#terms.push(term);

    const newcomer = await this.#browser.openTab();
    await openAll([newcomer], this.#openOptions);
    await this.#join(newcomer);
  }

  /** Stops all writing and checks everything. Returns numbers worth printing. */
  async settle() {
    await this.#isSteady();
    await Promise.all(this.#tabs.map((tab) => tab.run(() => app.writer.stop())));
    for (const tab of this.#tabs) {
      const isDone = () => tab.run(() => app.writer.counts().pending === 0);
      await until(`every call of ${tab.name} has settled`, isDone, { timeoutMs: 60_000 });
      this.#reports.push(await tab.run(() => app.writer.report()));
    }
    await liveQueriesAreTrue(this.#tabs);
    await agreedLeader(this.#tabs);
    await this.#everyChangeWasToldOnce();
    const rows = await this.#tabs[0].run(async () => (await app.db.query('select id, part from writes')).rows);
    this.#booksAgreeWith(rows);

    const total = (key) => this.#reports.reduce((sum, report) => sum + report[key], 0);
    return {
      sent: total('sent'),
      acknowledged: total('acknowledged'),
      failed: total('failed'),
      reads: total('reads'),
      failoverMs: this.#failoverMs,
    };
  }

  async #join(tab) {
    await tab.run((sql) => app.startLive(sql), LIVE_QUERY);
    await tab.run((options) => app.startWriter(options), {
      name: tab.name.replace(' ', ''),
      ratePerSecond: WRITES_PER_SECOND,
    });
    this.#tabs.push(tab);
    this.#bornAt.set(tab, this.#terms.length);
  }

  /** Under one leader every call of every tab works: all go forward, none fails. */
  async #isSteady() {
    await Promise.all(this.#tabs.map((tab) => this.#hasOnlyNewCalls(tab)));
    const before = await Promise.all(this.#tabs.map((tab) => tab.run(() => app.writer.counts())));
    await Promise.all(this.#tabs.map((tab) => tab.run(() => app.writer.mark())));
    await Promise.all(
      this.#tabs.map((tab, index) =>
        until(
          `${tab.name} goes forward`,
          async () => {
            const counts = await tab.run(() => app.writer.counts());
            assert.equal(counts.failedSinceMark, 0, `${tab.name} has failures under a leader that lives`);
            return counts.acknowledged >= before[index].acknowledged + WRITES_PER_SECOND;
          },
          { timeoutMs: 30_000 },
        ),
      ),
    );
  }

  /** Waits until the calls sent up to now have been answered, which includes all that the dead leader held. */
  async #hasOnlyNewCalls(tab) {
    const { sent } = await tab.run(() => app.writer.counts());
    await until(
      `${tab.name}'s older calls are settled`,
      async () => {
        const { oldestPending } = await tab.run(() => app.writer.counts());
        return oldestPending > sent;
      },
      { timeoutMs: 60_000 },
    );
  }

  async #everyChangeWasToldOnce() {
    for (const tab of this.#tabs) {
      const changes = await tab.run(() => app.leaderChanges);
      const told = changes.map((change) => change.term);
      assert.deepEqual(told, this.#terms.slice(this.#bornAt.get(tab)), `the leader changes ${tab.name} was told of`);
    }
  }

  /** How long after the death of a leader a failed call was made; negative when it was in flight at that death. */
  #madeAfterDeathMs({ sentMs, endedMs }) {
    return sentMs - this.#endsMs.filter((endMs) => endMs <= endedMs).at(-1);
  }

  #booksAgreeWith(rows) {
    const partsOf = new Map();
    for (const { id, part } of rows) {
      partsOf.set(id, [...(partsOf.get(id) ?? []), part]);
    }
    for (const [id, parts] of partsOf) {
      const shape = parts.sort().join();
      assert.ok(shape === '0' || shape === '1,2', `${id} is there as parts ${shape}: twice, or half of a transaction`);
    }
    for (const { acknowledgedIds, failures } of this.#reports) {
      for (const id of acknowledgedIds) {
        assert.ok(partsOf.has(id), `${id} was acknowledged and is missing`);
      }
      for (const failure of failures) {
        const { kind, id, code, outcome, message } = failure;
        const lateMs = this.#madeAfterDeathMs(failure);
        assert.ok(
          lateMs < DEATH_IS_KNOWN_MS,
          `${kind} ${id}, made ${lateMs} ms after a leader's end, failed with ${code}`,
        );
        assert.ok(ALLOWED_CODES[kind].includes(code), `${kind} ${id} failed with ${code}: ${message}`);
        assert.ok(!EFFECTLESS.includes(outcome) || !partsOf.has(id), `${id} failed as ${outcome} and yet is there`);
      }
    }
  }
}
