// What every call of every tab was told, noted outside the tabs because they die; and the judgement against the table.
//
// A call is known by its tab's name and its number there. One row of it is part 0; the two rows of a transaction or a
// script are parts 1 and 2.

import assert from 'node:assert/strict';

const EFFECTLESS = ['notRun', 'rolledBack'];
// How a call may fail although its tab lives, by kind; the others may not. A hasty one has a deadline of milliseconds.
const ALLOWED_CODES = {
  transaction: ['TX_ABORTED_FAILOVER'],
  hasty: ['DEADLINE_EXCEEDED'],
};
const EXAMPLES_SHOWN = 5;

/** What must not happen, in the order it is reported. */
export const BROKEN_PROMISES = {
  missing: 'acknowledged and missing',
  duplicated: 'there more than once',
  torn: 'half of a transaction there',
  unknown: 'rejected with unknown outcome',
  contradicted: 'said to have no effect and yet there',
  refused: 'rejected though the tab lives',
  hung: 'hung',
  unsettled: 'pending and never settled',
  stale: 'a read that missed what its tab had been told',
};

export class Ledger {
  #calls = new Map();
  #tabsThatDied = new Set();
  #stale = [];
  #awaited;
  /** When the youngest of the calls was made that were answered, by tab. */
  #answeredMs = new Map();

  /** Notes what a tab's writer reported. */
  note(tabName, { what, number, ...entry }) {
    if (what === 'sent') {
      const diesWithTab = this.#tabsThatDied.has(tabName);
      this.#calls.set(`${tabName}/${number}`, { tabName, number, diesWithTab, ...entry });
      return;
    }
    const call = this.#calls.get(`${tabName}/${number}`);
    if (what === 'stale') {
      this.#stale.push(`${nameOf(call)}: ${JSON.stringify(entry)}`);
    } else {
      // `ended` or `settled`, each with when and, if it failed, how.
      call[what] = entry;
      if (entry.failure === undefined) {
        this.#countDown(call);
        this.#answeredMs.set(tabName, Math.max(call.sentMs, this.#answeredMs.get(tabName) ?? 0));
      }
    }
  }

  /** What this tab has in flight now or begins later may end either way: it is about to die. */
  died(tabName) {
    this.#tabsThatDied.add(tabName);
    for (const call of this.#callsOf(tabName)) {
      call.diesWithTab = isOpen(call);
    }
  }

  /** Resolves at the moment when this many more writes have been acknowledged. */
  acknowledgements(count) {
    return new Promise((resolve) => {
      this.#awaited = { count, resolve };
    });
  }

  /** When a write made after `sinceMs` was first acknowledged, in ms since then; undefined when none was. */
  firstAnswerAfterMs(sinceMs) {
    const isLater = (call) => call.kind !== 'read' && call.sentMs >= sinceMs && isAcknowledged(call);
    const answers = [...this.#calls.values()].filter(isLater).map((call) => call.ended.atMs);
    return answers.length === 0 ? undefined : Math.min(...answers) - sinceMs;
  }

  /** Whether a call that this tab made after `sinceMs` was answered. */
  hasAnswer(tabName, sinceMs) {
    return this.#answeredMs.get(tabName) >= sinceMs;
  }

  /** How many calls of this tab have no end yet, late outcomes included. */
  openCount(tabName) {
    return this.#callsOf(tabName).filter(isOpen).length;
  }

  /**
   * Compares what was told with what is there.
   *
   * @param {{ tab: string, number: number, part: number, copies: number }[]} rows
   * @returns counts worth printing and, under `broken`, the calls for which a promise does not hold
   */
  judge(rows) {
    const partsOf = new Map();
    const broken = Object.fromEntries(Object.keys(BROKEN_PROMISES).map((promise) => [promise, []]));
    for (const { tab, number, part, copies } of rows) {
      const id = `${tab}/${number}`;
      partsOf.set(id, [...(partsOf.get(id) ?? []), part]);
      if (copies > 1) {
        broken.duplicated.push(`${id} part ${part} is there ${copies} times`);
      }
    }
    for (const [id, parts] of partsOf) {
      if (!['0', '1,2'].includes(parts.sort().join())) {
        broken.torn.push(`${id} is there as parts ${parts}`);
      }
    }
    for (const [id, call] of this.#calls) {
      this.#judgeCall(call, partsOf.has(id), broken);
    }
    broken.stale.push(...this.#stale);
    return { ...this.#counts(), rows: rows.length, broken };
  }

  #judgeCall(call, isThere, broken) {
    const { ended, settled, diesWithTab } = call;
    if (ended === undefined) {
      if (!diesWithTab) broken.hung.push(nameOf(call));
      return;
    }
    const failure = settled === undefined ? ended.failure : settled.failure;
    if (failure === undefined) {
      if (call.kind !== 'read' && !isThere) broken.missing.push(nameOf(call));
    } else if (EFFECTLESS.includes(failure.outcome) && isThere) {
      broken.contradicted.push(nameOf(call));
    }
    if (ended.failure === undefined || diesWithTab) {
      return;
    }
    if (isUnsettled(call)) {
      broken.unsettled.push(nameOf(call));
    } else if (failure !== undefined && !EFFECTLESS.includes(failure.outcome)) {
      broken.unknown.push(nameOf(call));
    } else if (!ALLOWED_CODES[call.kind]?.includes(ended.failure.code)) {
      broken.refused.push(nameOf(call));
    }
  }

  #counts() {
    const counts = { sent: 0, acknowledged: 0, reads: 0, pending: 0, diedWithTheirTab: 0, rejected: {}, levels: {} };
    for (const { kind, ended, diesWithTab } of this.#calls.values()) {
      counts.sent++;
      const failure = ended?.failure;
      if (ended !== undefined && failure === undefined) {
        counts[kind === 'read' ? 'reads' : 'acknowledged']++;
        if (ended.level !== undefined) addOne(counts.levels, ended.level);
      } else if (diesWithTab) {
        counts.diedWithTheirTab++;
      } else if (failure?.outcome === 'pending') {
        counts.pending++;
      } else if (failure !== undefined) {
        addOne(counts.rejected, failure.code);
      }
    }
    return counts;
  }

  #callsOf(tabName) {
    return [...this.#calls.values()].filter((call) => call.tabName === tabName);
  }

  #countDown({ kind }) {
    if (this.#awaited !== undefined && kind !== 'read' && --this.#awaited.count === 0) {
      this.#awaited.resolve();
      this.#awaited = undefined;
    }
  }
}

/** Fails with examples when anything in a judgement is broken. */
export function assertNothingIsBroken({ broken }) {
  const found = Object.entries(broken).filter(([, calls]) => calls.length > 0);
  const lines = found.map(
    ([promise, calls]) => `${BROKEN_PROMISES[promise]}, ${calls.length}: ${calls.slice(0, EXAMPLES_SHOWN).join('; ')}`,
  );
  assert.equal(lines.length, 0, lines.join('\n'));
}

const isAcknowledged = (call) => call.ended !== undefined && call.ended.failure === undefined;
const addOne = (counts, key) => (counts[key] = (counts[key] ?? 0) + 1);
const isUnsettled = ({ ended, settled }) => ended?.failure?.outcome === 'pending' && settled === undefined;
const isOpen = (call) => call.ended === undefined || isUnsettled(call);

/** A call as it is shown to people: which it is and what it was told, with times in ms since it was made. */
function nameOf({ tabName, number, kind, sentMs, ended, settled }) {
  const told = [ended, settled].filter((entry) => entry !== undefined);
  const words = told.map(({ atMs, failure }) => {
    const how = failure === undefined ? 'done' : `${failure.code} ${failure.outcome} (${failure.message})`;
    return `${how} after ${Math.round(atMs - sentMs)} ms`;
  });
  return `${kind} ${tabName}/${number}: ${words.join(', then ') || 'no end'}`;
}
