// The leading tab of a database of SQLite is closed while another one writes; see failover.mjs.

import * as names from '../harness/contestants.mjs';
import { failovers, handOvers, inTurnsToTheEnd, reopenings } from './failover.mjs';

export const storages = ['sqlite'];

export async function run({ world, storage, isQuick }) {
  return inTurnsToTheEnd(isQuick ? 2 : 12, {
    [names.TABULARIUM]: await failovers(world, 'tabularium', storage),
    [names.SQLITE_REOPENING]: await reopenings(world, 'sqlite-alone', storage),
    [names.HAND_OVER]: await handOvers(world),
  });
}
