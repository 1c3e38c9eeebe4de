// The first tab of a store of SQLite that does not exist yet: from the beginning of its navigation to its first result.

import * as names from '../harness/contestants.mjs';
import { inTurns } from '../harness/measure.mjs';
import { start } from './cold-start.mjs';

export const storages = ['sqlite'];

export async function run({ world, storage, isQuick }) {
  return inTurns(isQuick ? 3 : 12, {
    [names.TABULARIUM]: () => start(world, 'tabularium', storage),
    [names.SQLITE_ALONE]: () => start(world, 'sqlite-alone', storage),
    [names.SQLOCAL]: () => start(world, 'sqlocal', storage),
  });
}
