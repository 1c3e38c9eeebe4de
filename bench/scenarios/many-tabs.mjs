// The smallest query from a follower of two tabs and from one of sixteen.

import * as names from '../harness/contestants.mjs';
import { inTurns, measure } from '../harness/measure.mjs';

export const storages = ['opfs-ahp'];

const MANY = 16;
const WARM_UP = { sql: 'select 1', count: 3000, budgetMs: 1500 };

export async function run({ world, storage, isQuick }) {
  const two = await world.openGroup('tabularium', world.freshStore(storage), 2);
  const many = await world.openGroup('tabularium', world.freshStore(storage), MANY);
  const contestantsWith = (options) => ({
    [names.TWO_TABS]: () => measure(two.at(-1), 'roundTrips', options),
    [names.SIXTEEN_TABS]: () => measure(many.at(-1), 'roundTrips', options),
  });
  await inTurns(1, contestantsWith(WARM_UP));
  const samples = await inTurns(isQuick ? 10 : 20, contestantsWith({ sql: 'select 1', count: 30, budgetMs: 600 }));
  for (const tab of [...two, ...many].toReversed()) {
    await tab.close();
  }
  return samples;
}
