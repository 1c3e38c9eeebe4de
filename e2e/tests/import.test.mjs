// Server-side rendering imports the library where there is no browser.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { DIST } from '../harness/paths.mjs';

const run = promisify(execFile);

test('importing the library without a browser does nothing; opening says what is missing', async () => {
  const library = pathToFileURL(join(process.env.TABULARIUM_DIST ?? DIST, 'index.js')).href;
  const script = `
    const before = Object.keys(globalThis).join();
    const { Tabularium } = await import(${JSON.stringify(library)});
    console.log(before === Object.keys(globalThis).join());
    await Tabularium.open('idb://app').catch((error) => console.log(error.code));`;
  // It must also end by itself: nothing that was imported keeps the process alive.
  const flags = ['--input-type=module', '--eval', script];
  const { stdout, stderr } = await run(process.execPath, flags, { timeout: 20_000 });
  assert.equal(stderr, '');
  assert.deepEqual(stdout.trim().split('\n'), ['true', 'ENVIRONMENT_UNSUPPORTED']);
});
