// What is measured and what is demanded of it: the one list from which the table is made.
//
// A figure is the median of one contestant's durations. A target compares the figure `of` one contestant with a sum of
// others' in the same run, each of them a name, or a name and how many times it counts:
//   `atMost: 1.3, than: [X, Y]`    it may be at most 1.3 times X + Y
//   `timesFaster: 10, than: [X]`   X must be at least 10 times as long
//   `atMost: 40` alone             the figure itself may be at most 40
// A target whose figures were not measured is printed as such.

import * as names from './harness/contestants.mjs';

const OPFS = ['opfs-ahp'];
const IDB = ['idb'];
const BOTH = [...OPFS, ...IDB];

export const TARGETS = [
  {
    scenario: 'select',
    measure: '`select 1` from a follower',
    of: names.FOLLOWER,
    than: [names.PORT_ECHO, names.PGLITE_INSIDE],
    atMost: 1.3,
    storages: BOTH,
  },
  {
    scenario: 'select',
    measure: '`select 1` from a follower',
    of: names.FOLLOWER,
    than: [names.PGLITE_WORKER],
    timesFaster: { 'opfs-ahp': 10, idb: 300 },
    storages: BOTH,
  },
  {
    scenario: 'select',
    measure: '`select 1` in the leading tab',
    of: names.LEADER,
    than: [names.PGLITE_ASKED],
    atMost: 1.3,
    storages: BOTH,
  },
  {
    scenario: 'rows',
    measure: '1000 rows of 4 columns to a follower',
    of: names.FOLLOWER,
    than: [names.PGLITE_INSIDE],
    atMost: 0.8,
    storages: BOTH,
  },
  {
    scenario: 'burst',
    measure: '1000 inserts begun at once',
    of: names.FOLLOWER,
    than: [names.PGLITE_WORKER],
    timesFaster: { 'opfs-ahp': 30, idb: 500 },
    storages: BOTH,
  },
  {
    scenario: 'burst',
    measure: '1000 inserts begun at once',
    of: names.FOLLOWER,
    than: [names.PGLITE_INSIDE],
    timesFaster: 1.5,
    storages: BOTH,
  },
  {
    scenario: 'burst',
    measure: '250 inserts from each of four tabs',
    of: names.FOUR_TABS,
    than: [names.FOLLOWER],
    timesFaster: 0.8,
    storages: BOTH,
  },
  {
    scenario: 'sequence',
    measure: 'inserts, each awaited, from a follower',
    of: names.FOLLOWER,
    than: [names.PGLITE_WORKER],
    timesFaster: { 'opfs-ahp': 5, idb: 30 },
    storages: BOTH,
  },
  {
    scenario: 'transaction',
    measure: 'transaction of 1000 awaited inserts from a follower',
    of: names.FOLLOWER,
    than: [names.PGLITE_WORKER],
    timesFaster: 10,
    storages: BOTH,
  },
  { scenario: 'size', measure: 'JavaScript of a page, gzip', of: names.PAGE_SIZE, atMost: 40 },
  { scenario: 'size', measure: 'JavaScript of its worker, gzip, without engine', of: names.WORKER_SIZE, atMost: 40 },
];
