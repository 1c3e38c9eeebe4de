// Prints what SQLite's settings cost: node sqlite-settings.mjs [--quick]
//
// By what docs/sqlite.md decides: the journal modes of SQLite's own file system for workers, measured in its worker, beside
// Tabularium from another tab, and Tabularium's databases with pages of other sizes. As JSON, in milliseconds a row.

import { parseArgs } from 'node:util';
import { inTurns, measure, measureInside } from './harness/measure.mjs';
import { Notes } from './harness/notes.mjs';
import { summary } from './harness/statistics.mjs';
import { World } from './harness/world.mjs';

const ROW_COUNT = 1000;
const PAGE_SIZES = [4096, 8192, 16384];
const JOURNALS = {
  'its defaults': [],
  'journal_mode = truncate, exclusive': ['pragma locking_mode = exclusive', 'pragma journal_mode = truncate'],
  'wal, exclusive, synchronous = full': ['pragma locking_mode = exclusive', 'pragma journal_mode = wal', 'pragma synchronous = full'],
  'wal, exclusive, synchronous = normal': ['pragma locking_mode = exclusive', 'pragma journal_mode = wal', 'pragma synchronous = normal'],
};

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const roundCount = options.quick ? 1 : 4;

const world = await World.start();
try {
  const alone = await Promise.all(Object.keys(JOURNALS).map((name, i) => aloneWith(name, i)));
  const paged = [];
  for (const sizeBytes of PAGE_SIZES) paged.push(await pagesOf(sizeBytes));
  const results = {
    'begun at once, each on the disk': await figuresOf('burst', { count: ROW_COUNT }, [...alone, ...paged]),
    'each awaited': await figuresOf('sequence', { count: 200, budgetMs: 1500 }, paged),
  };
  console.log(JSON.stringify({ startedAt: new Date().toISOString(), unit: 'ms a row', results }, null, 2));
} finally {
  await world.close();
}

/** SQLite alone in a worker, on `opfs-sahpool`. */
async function aloneWith(name, number) {
  const tab = await world.openTab('sqlite-alone', `sqlite:journal-${number}`, { leads: true });
  for (const sql of JOURNALS[name]) await tab.run((text) => app.db.query(text).then(() => {}), sql);
  return { name: `opfs-sahpool, ${name}`, tab, notes: await Notes.create(tab), run: measureInside };
}

/** A follower of a database whose pages have this size. */
async function pagesOf(sizeBytes) {
  const dataDir = `sqlite:pages-${sizeBytes}`;
  const leader = await world.openTab('tabularium', dataDir, { leads: true });
  const found = await leader.run(importEmpty, { dataDir, sizeBytes });
  if (found !== sizeBytes) throw new Error(`the pages of ${dataDir} have ${found} bytes`);
  const tab = await world.openTab('tabularium', dataDir);
  return { name: `Tabularium, pages of ${sizeBytes} bytes`, tab, notes: await Notes.create(tab), run: measure };
}

async function figuresOf(loop, loopOptions, contestants) {
  const turns = Object.fromEntries(
    contestants.map(({ name, tab, notes, run }) => [name, () => notes.insert(tab, loop, loopOptions, run)]),
  );
  await inTurns(1, turns);
  const samples = await inTurns(roundCount, turns);
  return Object.fromEntries(Object.entries(samples).map(([name, each]) => [name, summary(each)]));
}

/** Runs in a page: puts an empty database in the place of the one at this path, and gives the size of its pages. */
async function importEmpty({ dataDir, sizeBytes }) {
  const [{ default: initSqlite }, { Tabularium }, { importFile }] = await Promise.all(
    ['/sqlite/index.mjs', '/tabularium/index.js', '/tabularium/sqlite-page.js'].map((path) => import(path)),
  );
  const sqlite = await initSqlite();
  const made = new sqlite.oo1.DB(':memory:');
  made.exec(`pragma page_size = ${sizeBytes}; create table placeholder (a)`);
  const db = await Tabularium.open(dataDir);
  await importFile(db, sqlite.capi.sqlite3_js_db_export(made));
  const { rows } = await db.query('pragma page_size');
  await db.close();
  return rows[0].page_size;
}
