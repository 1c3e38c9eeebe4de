import { PGlite } from '@electric-sql/pglite';

/**
 * How PostgreSQL is started. Whoever flushes has the log of all commits written first, at once. The files are in memory,
 * or within reach of a synchronous read, so a larger cache of them would only be a second copy, and memory that each
 * start has to touch.
 */
export const START_PARAMETERS = [
  ...PGlite.defaultStartParams,
  '-c',
  'synchronous_commit=off',
  '-c',
  'shared_buffers=32MB',
];
