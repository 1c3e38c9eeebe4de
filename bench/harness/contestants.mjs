// The names under which scenarios report and targets compare.

export const FOLLOWER = 'Tabularium, follower';
export const LEADER = 'Tabularium, leader';
export const FOUR_TABS = 'Tabularium, four tabs';
export const PGLITE_INSIDE = 'PGlite alone, in its worker';
export const PGLITE_ASKED = 'PGlite alone, asked by its page';
export const PGLITE_WORKER = 'PGliteWorker, follower';
export const PORT_ECHO = 'port echo';
export const SQLOCAL = 'SQLocal, second tab';

export const SQLITE_INSIDE = 'SQLite alone, in its worker';
export const SQLITE_ALONE = 'SQLite alone';
export const SQLITE_REOPENING = 'SQLite alone, opening the store again';

export const TABULARIUM = 'Tabularium';
export const PGLITE_WORKER_WHOLE = 'PGliteWorker';
export const PGLITE_ALONE = 'PGlite alone';
export const PGLITE_REOPENING = 'PGlite alone, opening the store again';
export const HAND_OVER = 'hand-over of a lock';
export const TWO_TABS = 'Tabularium, 2 tabs';
export const SIXTEEN_TABS = 'Tabularium, 16 tabs';
export const ONE_SUBSCRIPTION = 'Tabularium, 1 subscription';
export const HUNDRED_SUBSCRIPTIONS = 'Tabularium, 100 subscriptions';
export const PAGE_SIZE = 'index.js';
export const WORKER_SIZE = 'worker.js';
