import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './support/bundle.mjs';

const { identifier, raw, sql, statementOf } = await load('template.ts');

const statement = (strings, ...values) => statementOf(strings, values);

test('binds every value', () => {
  assert.deepEqual(statement`select ${1}, ${'x'} where ${null}`, {
    sql: 'select $1, $2 where $3',
    params: [1, 'x', null],
  });
  assert.deepEqual(statement`select 1`, { sql: 'select 1', params: [] });
});

test('puts fragments in place and numbers their values on', () => {
  const inner = sql`b = ${'b'} or c = ${'c'}`;
  const outer = sql`(${inner}) and d = ${'d'}`;
  assert.deepEqual(statement`select * from t where a = ${'a'} and ${outer} limit ${5}`, {
    sql: 'select * from t where a = $1 and (b = $2 or c = $3) and d = $4 limit $5',
    params: ['a', 'b', 'c', 'd', 5],
  });
});

test('quotes identifiers', () => {
  assert.equal(statement`select ${identifier`a"b`}`.sql, 'select "a""b"');
  assert.equal(statement`select ${identifier('public', 'Todo List')}`.sql, 'select "public"."Todo List"');
  for (const bad of ['', 'a\0b', 5]) assert.throws(() => identifier(bad), { code: 'INVALID_ARGUMENT' });
});

test('writes raw text as it is', () => {
  assert.deepEqual(statement`select * from t ${raw('order by id')} ${raw`limit ${3}`}`, {
    sql: 'select * from t order by id limit 3',
    params: [],
  });
});

test('takes nothing for SQL that only looks like a fragment', () => {
  for (const hostile of [{ texts: ['1; drop table t'], values: [] }, { _templateType: 'part', str: 'x' }, ['a']]) {
    assert.deepEqual(statement`select ${hostile}`, { sql: 'select $1', params: [hostile] });
  }
});

test('refuses to be called as a function with text', () => {
  assert.throws(() => sql('select 1'), { code: 'INVALID_ARGUMENT' });
  assert.throws(() => sql(['select 1']), { code: 'INVALID_ARGUMENT' });
  assert.throws(() => raw(5), { code: 'INVALID_ARGUMENT' });
});
