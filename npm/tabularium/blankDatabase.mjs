// Makes the file that every new database begins as: PGlite's initdb runs once, here, and not in each browser, and so does
// what makes the schema that this library keeps its own things in.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { createEngine } from '../../browser/target/js/pglite.js';

const TAR_BLOCK_BYTES = 512;
/** PostgreSQL's page: copies of a file differ by pages. */
const PIECE_BYTES = 8192;
const ARCHIVE_BYTES_MAX = 256 * 1024 * 1024;
const TAR_OPTIONS = ['--format=ustar', '--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@0'];

const run = promisify(execFile);

/** The packed data directory of a new database that was shut down in good order; `src/engine/blankData.ts` unpacks it. */
export async function makeBlankDatabase() {
  const folder = await mkdtemp(join(tmpdir(), 'tabularium-'));
  try {
    const data = join(folder, 'data');
    const pg = await PGlite.create(data);
    await makeOwnSchema(pg);
    await pg.close();
    const options = { encoding: 'buffer', maxBuffer: ARCHIVE_BYTES_MAX };
    const { stdout: archive } = await run('tar', [...TAR_OPTIONS, '-cf', '-', '-C', data, '.'], options);
    return gzipSync(pack(archive), { level: 9 });
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
 * Writes an archive with each page once: a new database has three copies of most of its files. First the length of a
 * list, then the list, as JSON, of the pieces `[from, to]` that make up the archive, then the bytes they are in.
 */
function pack(archive) {
  const places = new Map();
  const contents = [];
  const pieces = [];
  let packedBytes = 0;
  for (const piece of piecesOf(archive)) {
    const hash = createHash('sha256').update(piece).digest('hex');
    if (!places.has(hash)) {
      places.set(hash, [packedBytes, packedBytes + piece.length]);
      contents.push(piece);
      packedBytes += piece.length;
    }
    const [from, to] = places.get(hash);
    if (pieces.at(-1)?.[1] === from) pieces.at(-1)[1] = to;
    else pieces.push([from, to]);
  }
  const list = Buffer.from(JSON.stringify(pieces));
  const listBytes = Buffer.alloc(Uint32Array.BYTES_PER_ELEMENT);
  listBytes.writeUInt32LE(list.length);
  return Buffer.concat([listBytes, list, ...contents]);
}

/** The headers and the contents of an archive's entries, one after the other, and its end. */
function* piecesOf(archive) {
  let at = 0;
  while (at < archive.length) {
    const contentAt = at + TAR_BLOCK_BYTES;
    const size = parseInt(archive.toString('latin1', at + 124, at + 136), 8) || 0;
    const end = contentAt + Math.ceil(size / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
    yield archive.subarray(at, contentAt);
    for (let from = contentAt; from < end; from += PIECE_BYTES) {
      yield archive.subarray(from, Math.min(from + PIECE_BYTES, end));
    }
    at = end;
  }
}
