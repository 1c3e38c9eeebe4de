import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { load } from './support/bundle.mjs';

const { ERROR_CODES, errorOf, TabulariumError } = await load('errors.ts');

const ERROR_CODE_JAVA = new URL('../../../core/src/main/java/org/tabularium/base/ErrorCode.java', import.meta.url);

test('lists the codes that the core has, in its order', async () => {
  const java = (await readFile(ERROR_CODE_JAVA, 'utf8')).replace(/\/\*.*?\*\//gs, '');
  const body = /enum ErrorCode \{([^;}]*)/.exec(java)[1];
  const names = body
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  assert.ok(names.length > 20);
  assert.deepEqual([...ERROR_CODES], names);
});

test('documents every code', async () => {
  const source = await readFile(new URL('../src/errors.ts', import.meta.url), 'utf8');
  const documented = [...source.matchAll(/^ \* - `([A-Z_]+)`:/gm)].map(([, code]) => code);
  assert.deepEqual(documented, [...ERROR_CODES]);
});

test('carries all that the engine said', () => {
  const error = errorOf(
    {
      code: 'SQL_ERROR',
      message: 'duplicate key value',
      outcome: 'ROLLED_BACK',
      detail: {
        severity: 'ERROR',
        code: '23505',
        detail: 'Key (id)=(1)',
        constraint: 'todo_pkey',
        position: '15',
        hint: null,
      },
    },
    { statement: { sql: 'insert', params: [1] } },
  );
  assert.ok(error instanceof TabulariumError && error instanceof Error);
  assert.deepEqual(
    { ...error },
    {
      name: 'TabulariumError',
      code: 'SQL_ERROR',
      outcome: 'rolledBack',
      sqlState: '23505',
      severity: 'ERROR',
      detail: 'Key (id)=(1)',
      hint: undefined,
      position: 15,
      schema: undefined,
      table: undefined,
      column: undefined,
      dataType: undefined,
      constraint: 'todo_pkey',
      where: undefined,
      routine: undefined,
      query: 'insert',
      params: [1],
      batchIndex: undefined,
      settled: undefined,
    },
  );
  assert.equal(error.message, 'duplicate key value');
});
