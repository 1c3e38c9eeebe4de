// A tab that comes second: from the beginning of its navigation to its first result.

import * as names from '../harness/contestants.mjs';
import { inTurns } from '../harness/measure.mjs';

export const storages = ['opfs-ahp', 'idb'];

export async function run({ world, storage, isQuick }) {
  const contestants = {
    [names.TABULARIUM]: await arrivals(world, 'tabularium', storage),
    [names.PGLITE_WORKER_WHOLE]: await arrivals(world, 'pglite-worker', storage),
    ...(storage === 'opfs-ahp' && { [names.SQLOCAL]: await arrivals(world, 'sqlocal', storage) }),
  };
  await inTurns(1, contestants);
  return inTurns(isQuick ? 4 : 12, contestants);
}

async function arrivals(world, adapter, storage) {
  await world.tabs(adapter, storage, 1);
  return async () => {
    const tab = await world.openTab(adapter, world.sharedStore(adapter, storage));
    const firstResultMs = await tab.run(() => app.firstResultMs);
    await tab.close();
    return { samplesMs: [firstResultMs] };
  };
}
