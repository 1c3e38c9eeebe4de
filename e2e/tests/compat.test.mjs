// docs/compat.md names a test for every line of the documents; here it is held to that.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (relative) => readFileSync(new URL(relative, import.meta.url), 'utf8');
const FOLDERS = ['./', '../../npm/tabularium/test/'];
const COUNTS = { S0: 35, S1: 18, S2: 46 };

const lines = [...read('../../docs/compat.md').matchAll(/^\| (S\d|W)-?(\d+) \| (.+?) \| `([\w.-]+)`: (.+?) \|$/gm)].map(
  ([, document, number, promise, file, title]) => ({ document, number: Number(number), promise, file, title }),
);

/** The text of a test file, in whichever folder it is. */
function sourceOf(file) {
  for (const folder of FOLDERS) {
    try {
      return read(folder + file);
    } catch {
      // It is in the other one.
    }
  }
  return undefined;
}

for (const [document, count] of Object.entries(COUNTS)) {
  test(`every line of ${document} has a test`, () => {
    const numbers = lines.filter((line) => line.document === document).map(({ number }) => number);
    assert.deepEqual(numbers, Array.from({ length: count }, (_, i) => i + 1));
  });
}

test('every defect of the coordination guide has a test', () => {
  const numbers = lines.filter(({ document }) => document === 'W').map(({ number }) => number);
  assert.deepEqual(numbers, Array.from({ length: 13 }, (_, i) => 22 + i));
});

test('every test that is named exists', () => {
  const missing = lines.filter(({ file, title }) => !sourceOf(file)?.includes(title));
  assert.deepEqual(missing.map(({ file, title }) => `${file}: ${title}`), []);
});
