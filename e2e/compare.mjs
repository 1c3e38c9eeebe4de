// Prints how Tabularium and PGliteWorker bear the loss of their leader, as a Markdown table: node compare.mjs
//
// ROUNDS says how many leaders go for each library and store, a closed one and a killed one by turns.

import { Browser } from './harness/browser.mjs';
import { compare, LIBRARIES } from './harness/comparison.mjs';
import { medianAndMax, table } from './harness/figures.mjs';
import { DIST, PAGES, PGLITE } from './harness/paths.mjs';
import { startServer } from './harness/server.mjs';

const ROUND_COUNT = Number(process.env.ROUNDS ?? 20);
const STORAGES = ['opfs-ahp', 'idb'];
// Pairs, because every other round has a transaction in progress: each death comes with and without one.
const DEATHS = ['closed', 'closed', 'killed', 'killed'];

const LINES = {
  'leaders gone': ({ rounds }) => rounds,
  'calls made': ({ sent }) => sent,
  'writes acknowledged': ({ acknowledged }) => acknowledged,
  'calls that never ended': ({ hung, unsettled }) => hung + unsettled,
  'rejected, outcome unknown': ({ unknown }) => unknown,
  'acknowledged and lost': ({ missing }) => missing,
  'done twice': ({ duplicated }) => duplicated,
  'half of a transaction in the table': ({ torn, transactionsTorn }) => torn + transactionsTorn,
  'transactions open at the death: never ended · reported as committed, but only half in the table · in all': (figures) =>
    `${figures.transactionsHung} · ${figures.transactionsToldWrong} · ${figures.transactions}`,
  'live queries dead afterwards': ({ liveQueries, liveQueriesDead }) => `${liveQueriesDead} of ${liveQueries}`,
  'new tab did not open afterwards': ({ rounds, tabsRefused }) => `${tabsRefused} of ${rounds}`,
  'next write acknowledged after, median · longest': ({ failoversMs }) => medianAndMax(failoversMs),
};

const server = await startServer({ mounts: { '/': PAGES, '/tabularium/': DIST, '/pglite/': `${PGLITE}/` } });
const columns = [];
try {
  for (const storage of STORAGES) {
    for (const library of Object.keys(LIBRARIES)) {
      const browser = await Browser.launch({ url: server.url });
      try {
        const deaths = Array.from({ length: ROUND_COUNT }, (_, index) => DEATHS[index % DEATHS.length]);
        columns.push([`${library}, ${storage}`, await compare(browser, library, storage, deaths)]);
        console.error(columns.at(-1)[0], JSON.stringify(columns.at(-1)[1]));
      } finally {
        await browser.close();
      }
    }
  }
} finally {
  await server.close();
}
const rows = Object.entries(LINES).map(([line, cell]) => [line, ...columns.map(([, figures]) => cell(figures))]);
console.log(table(['', ...columns.map(([heading]) => heading)], rows));
