// The ledger sees each kind of broken promise; else the storms would prove nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertNothingIsBroken, BROKEN_PROMISES, Ledger } from '../harness/ledger.mjs';

const TAB = 'tab 1';
const row = (part, copies = 1) => ({ tab: TAB, number: 1, part, copies });
const sent = (kind = 'write') => ({ what: 'sent', number: 1, kind, sentMs: 1000 });
const ended = (code, outcome) => end('ended', code, outcome);
const settled = (code, outcome) => end('settled', code, outcome);

function end(what, code, outcome) {
  return { what, number: 1, atMs: 1020, ...(code && { failure: { code, outcome, message: '…' } }) };
}

/** The promises broken when these entries were noted and these rows are there. */
function brokenBy(entries, rows) {
  const ledger = new Ledger();
  for (const entry of entries) {
    if (entry === 'died') ledger.died(TAB);
    else ledger.note(TAB, entry);
  }
  const figures = ledger.judge(rows);
  const broken = Object.keys(BROKEN_PROMISES).filter((promise) => figures.broken[promise].length > 0);
  if (broken.length === 0) assertNothingIsBroken(figures);
  else assert.throws(() => assertNothingIsBroken(figures), { name: 'AssertionError' });
  return broken.join();
}

const ABORTED = ['TX_ABORTED_FAILOVER', 'rolledBack'];
const LATE = ['DEADLINE_EXCEEDED', 'pending'];
const CASES = [
  ['', 'done and there', [sent(), ended()], [row(0)]],
  ['', 'an aborted transaction that is not there', [sent('transaction'), ended(...ABORTED)], []],
  ['', 'in flight when its tab died, and there', [sent(), 'died'], [row(0)]],
  ['', 'in flight when its tab died, and not there', [sent(), 'died'], []],
  ['', 'made after its tab was given up', ['died', sent()], []],
  ['', 'pending, then done', [sent('hasty'), ended(...LATE), settled()], [row(0)]],
  ['', 'pending, then not run', [sent('hasty'), ended(...LATE), settled('CLOSED', 'notRun')], []],
  ['missing', 'done and not there', [sent(), ended()], []],
  ['missing', 'done before its tab died, and not there', [sent(), ended(), 'died'], []],
  ['missing', 'pending, then done, and not there', [sent('hasty'), ended(...LATE), settled()], []],
  ['duplicated', 'there twice', [sent(), ended()], [row(0, 2)]],
  ['duplicated', 'there twice after its tab died', [sent(), 'died'], [row(0, 2)]],
  ['torn', 'half there', [sent('transaction'), ended()], [row(1)]],
  ['torn', 'half there after its tab died', [sent('transaction'), 'died'], [row(2)]],
  ['unknown', 'rejected without a known outcome', [sent(), ended('SQL_ERROR', 'unknown')], []],
  ['unknown', 'pending, then unknown', [sent('hasty'), ended(...LATE), settled('CLOSED', 'unknown')], []],
  ['contradicted', 'aborted and there', [sent('transaction'), ended(...ABORTED)], [row(1), row(2)]],
  ['refused', 'aborted though it was to be repeated', [sent('repeated'), ended(...ABORTED)], []],
  ['refused', 'late though it had time', [sent(), ended('DEADLINE_EXCEEDED', 'notRun')], []],
  ['hung', 'without an end', [sent()], []],
  ['unsettled', 'pending for good', [sent('hasty'), ended(...LATE)], [row(0)]],
  [
    'stale',
    'a read that missed something',
    [sent('read'), ended(), { what: 'stale', number: 1, told: 2, seen: 1 }],
    [],
  ],
];

for (const [expected, what, entries, rows] of CASES) {
  test(`${what}: ${expected || 'as it should be'}`, () => assert.equal(brokenBy(entries, rows), expected));
}
