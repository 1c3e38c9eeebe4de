import { PGlite } from '@electric-sql/pglite';
import type { OpenStore } from './store.js';

/**
 * How PostgreSQL is started. Its files are in memory, or within reach of a synchronous read, so a larger cache of them
 * would only be a second copy, and memory that each start has to touch. It writes its log with each commit where that
 * is to memory; elsewhere whoever flushes has it written first, for all commits at once.
 */
export function startParameters({ writesThrough }: Pick<OpenStore, 'writesThrough'>): string[] {
  const synchronousCommit = writesThrough ? 'off' : 'on';
  return [...PGlite.defaultStartParams, '-c', `synchronous_commit=${synchronousCommit}`, '-c', 'shared_buffers=32MB'];
}
