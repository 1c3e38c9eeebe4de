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
const SQLITE = ['sqlite'];

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
  {
    scenario: 'failover',
    measure: 'leader closed to the first acknowledged write',
    of: names.TABULARIUM,
    than: [names.HAND_OVER, [names.PGLITE_REOPENING, 1.3]],
    atMost: 1,
    storages: BOTH,
  },
  {
    scenario: 'failover',
    measure: 'leader closed to the first acknowledged write',
    of: names.TABULARIUM,
    than: [names.PGLITE_WORKER_WHOLE],
    atMost: 0.6,
    storages: BOTH,
  },
  {
    scenario: 'second-tab',
    measure: 'second tab, navigation to the first result',
    of: names.TABULARIUM,
    than: [names.PGLITE_WORKER_WHOLE],
    atMost: 1,
    storages: BOTH,
  },
  {
    scenario: 'cold-start',
    measure: 'first tab of a new store, navigation to the first result',
    of: names.TABULARIUM,
    than: [names.PGLITE_ALONE],
    atMost: 1.15,
    storages: BOTH,
  },
  {
    scenario: 'cold-start',
    measure: 'the same, because the data directory is shipped',
    of: names.TABULARIUM,
    than: [names.PGLITE_ALONE],
    atMost: 0.5,
    storages: BOTH,
  },
  {
    scenario: 'many-tabs',
    measure: '`select 1` from a follower of 16 tabs',
    of: names.SIXTEEN_TABS,
    than: [names.TWO_TABS],
    atMost: 1.2,
    storages: OPFS,
  },
  {
    scenario: 'live',
    measure: 'insert to the last callback of 100 subscriptions in 4 tabs',
    of: names.HUNDRED_SUBSCRIPTIONS,
    than: [names.ONE_SUBSCRIPTION],
    atMost: 2,
    storages: OPFS,
  },
  {
    scenario: 'sqlite-select',
    measure: '`select 1` from a follower, SQLite',
    of: names.FOLLOWER,
    than: [names.PORT_ECHO, names.SQLITE_INSIDE],
    atMost: 1.5,
    storages: SQLITE,
  },
  {
    scenario: 'sqlite-select',
    measure: '`select 1` from a follower, SQLite',
    of: names.FOLLOWER,
    than: [names.SQLOCAL],
    atMost: 0.6,
    storages: SQLITE,
  },
  {
    scenario: 'sqlite-burst',
    measure: '1000 inserts begun at once, SQLite',
    of: names.FOLLOWER,
    than: [names.SQLITE_INSIDE],
    timesFaster: 5,
    storages: SQLITE,
  },
  {
    scenario: 'sqlite-burst',
    measure: '1000 inserts begun at once, SQLite',
    of: names.FOLLOWER,
    than: [names.SQLOCAL],
    timesFaster: 50,
    storages: SQLITE,
  },
  {
    scenario: 'sqlite-failover',
    measure: 'leader closed to the first acknowledged write, SQLite',
    of: names.TABULARIUM,
    than: [names.HAND_OVER, [names.SQLITE_REOPENING, 1.3]],
    atMost: 1,
    storages: SQLITE,
  },
  {
    scenario: 'sqlite-cold-start',
    measure: 'first tab of a new store, navigation to the first result, SQLite',
    of: names.TABULARIUM,
    than: [names.SQLITE_ALONE],
    atMost: 1.2,
    storages: SQLITE,
  },
  { scenario: 'size', measure: 'JavaScript of a page, gzip', of: names.PAGE_SIZE, atMost: 40 },
  { scenario: 'size', measure: 'JavaScript of its worker, gzip, without engine', of: names.WORKER_SIZE, atMost: 40 },
];
