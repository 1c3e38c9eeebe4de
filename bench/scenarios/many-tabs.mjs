// The smallest query from a follower of two tabs and from one of sixteen.

import * as names from '../harness/contestants.mjs';
import { inTurns, measure } from '../harness/measure.mjs';

export const storages = ['opfs-ahp'];

const MANY = 16;

export async function run({ world, storage, isQuick }) {
  const [, ofTwo] = await world.tabs('tabularium', storage, 2);
  const many = await world.openGroup('tabularium', world.freshStore(storage), MANY);
  const options = { sql: 'select 1', count: 30, budgetMs: isQuick ? 200 : 600 };
  const contestants = {
    [names.TWO_TABS]: () => measure(ofTwo, 'roundTrips', options),
    [names.SIXTEEN_TABS]: () => measure(many.at(-1), 'roundTrips', options),
  };
  await inTurns(6, contestants);
  const samples = await inTurns(isQuick ? 8 : 20, contestants);
  for (const tab of many.toReversed()) {
    await tab.close();
  }
  return samples;
}
