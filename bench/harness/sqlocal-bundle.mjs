// SQLocal as one folder of scripts: it is published for bundlers only, with bare names in its imports.

import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const pathOf = (specifier) => fileURLToPath(import.meta.resolve(specifier));

/** Makes the folder and gives its path. */
export async function bundleSqlocal() {
  const sqlocal = dirname(pathOf('sqlocal'));
  const folder = await mkdtemp(join(tmpdir(), 'tabularium-bench-'));
  await build({
    entryPoints: { index: join(sqlocal, 'index.js'), worker: join(sqlocal, 'worker.js') },
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    logLevel: 'error',
  });
  const sqlite = join(dirname(pathOf('@sqlite.org/sqlite-wasm')), 'sqlite-wasm/jswasm');
  for (const file of ['sqlite3.wasm', 'sqlite3-opfs-async-proxy.js']) {
    await cp(join(sqlite, file), join(folder, file));
  }
  return folder;
}
