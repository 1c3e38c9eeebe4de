// Code that was written for PGlite's types compiles against ours.

import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const HERE = dirname(fileURLToPath(import.meta.url));
const OURS = {
  '@electric-sql/pglite/worker': [join(HERE, '../dist/pglite/index.d.ts')],
  '@electric-sql/pglite/template': [join(HERE, '../dist/pglite/template.d.ts')],
};

/** What the compiler finds wrong with a file. */
function faults(file, paths) {
  const program = ts.createProgram([join(HERE, 'types', file)], {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.esnext.disposable.d.ts'],
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    noEmit: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    ...(paths === undefined ? {} : { paths }),
  });
  return ts.getPreEmitDiagnostics(program).map((found) => {
    const line = found.file?.getLineAndCharacterOfPosition(found.start).line ?? -1;
    return `${line + 1}: ${ts.flattenDiagnosticMessageText(found.messageText, ' ')}`;
  });
}

test("an application written for PGlite's worker compiles against its types", () => {
  assert.deepEqual(faults('app.ts'), []);
});

test('the same application compiles against ours', () => {
  assert.deepEqual(faults('app.ts', OURS), []);
});

test('parameters are of one type wherever a call takes some', () => {
  assert.deepEqual(faults('params.ts'), []);
});

test('rows, keys and what is inserted have the types of their tables', () => {
  assert.deepEqual(faults('client.ts'), []);
});
