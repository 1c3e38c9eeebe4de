// Three leaders in a row are closed and three are killed while all tabs write 50 times a second.

import { browserTest } from '../harness/browser-test.mjs';
import { survivesLeaders } from '../harness/failover-run.mjs';

const ROUND_COUNT = process.env.LONG ? 5 : 1;
const ROUND = ['close', 'close', 'close', 'crash', 'crash', 'crash'];
const ENDS = Array.from({ length: ROUND_COUNT }, () => ROUND).flat();

for (const dataDir of ['idb://failover', 'opfs-ahp://failover']) {
  browserTest(
    `${dataDir}: ${ENDS.length} leaders go, nothing hangs, nothing acknowledged is lost, nothing is done twice`,
    { timeoutMs: 60_000 + ENDS.length * 25_000 },
    async ({ browser, t }) => {
      const numbers = await survivesLeaders(browser, dataDir, ENDS);
      t.diagnostic(`${dataDir}: ${JSON.stringify(numbers)}`);
    },
  );
}
