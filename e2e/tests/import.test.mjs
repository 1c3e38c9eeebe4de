// Server-side rendering imports the library where there is no browser.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);

test('importing the library without a browser does nothing; opening says what is missing', async () => {
  const script = `
    const before = Object.keys(globalThis).join();
    const { Tabularium } = await import('tabularium');
    console.log(before === Object.keys(globalThis).join());
    await Tabularium.open('idb://app').catch((error) => console.log(error.code));`;
  // It must also end by itself: nothing that was imported keeps the process alive.
  const flags = ['--input-type=module', '--eval', script];
  const { stdout, stderr } = await run(process.execPath, flags, { cwd: import.meta.dirname, timeout: 20_000 });
  assert.equal(stderr, '');
  assert.deepEqual(stdout.trim().split('\n'), ['true', 'ENVIRONMENT_UNSUPPORTED']);
});
