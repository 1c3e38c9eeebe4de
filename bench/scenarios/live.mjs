// One insert, until the last subscription of a query shows it: a hundred in four tabs, or a single one.

import * as names from '../harness/contestants.mjs';
import { inTurns } from '../harness/measure.mjs';

export const storages = ['opfs-ahp'];

const TAB_COUNT = 4;
const SUBSCRIPTION_COUNT = 100;
const INSERT_COUNT = 5;

export async function run({ world, storage, isQuick }) {
  const hundred = await world.openGroup('tabularium', world.freshStore(storage), TAB_COUNT);
  const one = await world.openGroup('tabularium', world.freshStore(storage), TAB_COUNT);
  await subscribe(hundred, hundred, SUBSCRIPTION_COUNT / TAB_COUNT);
  await subscribe(one, [one.at(-1)], 1);
  const contestants = {
    [names.HUNDRED_SUBSCRIPTIONS]: changes(hundred[1], hundred),
    [names.ONE_SUBSCRIPTION]: changes(one[1], [one.at(-1)]),
  };
  await inTurns(2, contestants);
  const samples = await inTurns(isQuick ? 4 : 12, contestants);
  for (const tab of [...hundred, ...one].toReversed()) {
    await tab.close();
  }
  return samples;
}

async function subscribe([leader], watchers, count) {
  await leader.run((sql) => app.db.query(sql).then(() => {}), 'create table event (number int not null)');
  for (const tab of watchers) {
    await tab.run((count) => app.startWatch('select count(*)::int as rows from event', count), count);
  }
}

/** Some inserts by one tab, each until all watchers have shown its row. */
function changes(writer, watchers) {
  let rows = 0;
  return async () => {
    const samplesMs = [];
    for (let index = 0; index < INSERT_COUNT; index++) {
      rows++;
      await Promise.all(watchers.map((tab) => tab.run((rows) => app.watch.await(rows), rows)));
      const beganEpochMs = await writer.run(async () => {
        const beganEpochMs = performance.timeOrigin + performance.now();
        await app.db.query('insert into event values (1)');
        return beganEpochMs;
      });
      const epochsMs = await Promise.all(watchers.map((tab) => tab.run(() => app.watch.reached)));
      samplesMs.push(Math.max(...epochsMs) - beganEpochMs);
    }
    return { samplesMs };
  };
}
