// Makes the file that every new database begins as: PGlite's initdb runs once, here, and not in each browser, and so does
// what makes the schema that this library keeps its own things in.

import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { createEngine } from '../../browser/target/js/pglite.js';

/** PostgreSQL's page: copies of a file differ by pages. */
const PAGE_BYTES = 8192;
const FOLDER_BIT = 0o040000;

/** The packed data directory of a new database that was shut down in good order; `src/engine/blankData.ts` unpacks it. */
export async function makeBlankDatabase() {
  const folder = await mkdtemp(join(tmpdir(), 'tabularium-'));
  try {
    const data = join(folder, 'data');
    const pg = await PGlite.create(data);
    await makeOwnSchema(pg);
    await pg.close();
    return gzipSync(await pack(data), { level: 9 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Has our own engine open the database once. The first leader's term will be 1 all the same. */
async function makeOwnSchema(pg) {
  const exec = (message) => {
    const parts = [];
    pg.execProtocolRawStream(message, { syncToFs: false, onRawData: (bytes) => parts.push(bytes.slice()) });
    return new Uint8Array(Buffer.concat(parts));
  };
  const handle = { isFresh: true, storage: 'memory', flushesAside: false, epoch: 0, exec, execPart: exec };
  const openPglite = async () => ({ ...handle, flush: async () => {}, close: async () => {} });
  const options = { dataDir: 'memory://blank', debug: false, session: 'build', convert: false };
  const engine = createEngine(openPglite, options);
  await new Promise((resolve, reject) => {
    engine.open(0, false, resolve, (failure) => reject(new Error(failure.message)));
  });
  await pg.exec('unlisten *; update tabularium.state set term = 0');
}

/**
 * Writes a folder's files with each page once: a new database has three copies of most of them. First the length of a
 * list, then the list, as JSON, then the pages. An entry is `[path, mode]` for a folder and `[path, mode, sizeBytes,
 * runs]` for a file; a run is `[first, count]` of the pages that follow the list, or `[-1, count]` of pages of zeros.
 */
async function pack(folder) {
  const numbers = new Map();
  const pages = [];
  const numberOf = (page) => {
    if (page.every((byte) => byte === 0)) return -1;
    const hash = createHash('sha256').update(page).digest('hex');
    if (!numbers.has(hash)) numbers.set(hash, pages.push(page) - 1);
    return numbers.get(hash);
  };
  const entries = [];
  for (const path of await pathsIn(folder)) {
    const { mode, size } = await stat(join(folder, path));
    const isFolder = (mode & FOLDER_BIT) !== 0;
    entries.push(isFolder ? [path, mode] : [path, mode, size, runsOf((await pagesOf(join(folder, path))).map(numberOf))]);
  }
  const list = Buffer.from(JSON.stringify(entries));
  const listBytes = Buffer.alloc(Uint32Array.BYTES_PER_ELEMENT);
  listBytes.writeUInt32LE(list.length);
  return Buffer.concat([listBytes, list, ...pages]);
}

/** The paths of all files and folders in a folder; a folder comes before what is in it. */
async function pathsIn(folder) {
  const entries = await readdir(folder, { recursive: true });
  return entries.sort();
}

/** A file's pages, the last one filled up with zeros. */
async function pagesOf(file) {
  const bytes = await readFile(file);
  const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & (PAGE_BYTES - 1))]);
  return Array.from({ length: padded.length / PAGE_BYTES }, (_, i) => padded.subarray(i * PAGE_BYTES, (i + 1) * PAGE_BYTES));
}

/** Numbers as runs of numbers that follow each other, or of -1. */
function runsOf(numbers) {
  const runs = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && number === (last[0] === -1 ? -1 : last[0] + last[1])) last[1] += 1;
    else runs.push([number, 1]);
  }
  return runs;
}
