// The first tab of a store that does not exist yet: from the beginning of its navigation to its first result.

import * as names from '../harness/contestants.mjs';
import { inTurns } from '../harness/measure.mjs';

export const storages = ['opfs-ahp', 'idb'];

export async function run({ world, storage, isQuick }) {
  const contestants = {
    [names.TABULARIUM]: () => start(world, 'tabularium', storage),
    [names.PGLITE_ALONE]: () => start(world, 'pglite', storage),
    [names.PGLITE_WORKER_WHOLE]: () => start(world, 'pglite-worker', storage),
    ...(storage === 'opfs-ahp' && { [names.SQLOCAL]: () => start(world, 'sqlocal', storage) }),
  };
  return inTurns(isQuick ? 1 : 6, contestants);
}

/** Opens a tab of a new store, and closes it. */
export async function start(world, adapter, storage) {
  const tab = await world.openTab(adapter, world.freshStore(storage), { leads: true });
  const firstResultMs = await tab.run(() => app.firstResultMs);
  await tab.close();
  return { samplesMs: [firstResultMs] };
}
