// What a tab loads of Tabularium's own JavaScript before it can ask anything, in KB after gzip.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DIST } from '../../e2e/harness/paths.mjs';
import * as names from '../harness/contestants.mjs';

export const unit = 'KB';

export async function run() {
  const figures = {};
  for (const script of [names.PAGE_SIZE, names.WORKER_SIZE]) {
    figures[script] = [gzipSync(await readFile(join(DIST, script)), { level: 9 }).length / 1024];
  }
  return figures;
}
