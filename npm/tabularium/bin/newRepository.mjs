// Makes a repository: the files it needs, and the lines in files that are there.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as templates from './templates.mjs';

/** What is wrong with the command. */
export class UsageError extends Error {
  name = 'UsageError';
}

const NAME = /^[a-z][a-z0-9_]*$/;
const TYPE = /^[a-z][a-z0-9 ]*(\(\d+(,\d+)?\))?(\[\])?$/;
const ROW = /^[A-Z][A-Za-z0-9]*$/;

const TYPES = [
  [/^(smallint|integer|int\d?|serial|smallserial|real|double precision|float\d?)$/, 'number'],
  [/^(bigint|bigserial)$/, 'number | bigint'],
  [/^(text|varchar|char|character|character varying|uuid|numeric|decimal|time|interval)(\(|$)/, 'string'],
  [/^bool(ean)?$/, 'boolean'],
  [/^(date|timestamp|timestamptz)/, 'Date'],
  [/^jsonb?$/, 'unknown'],
  [/^bytea$/, 'Uint8Array'],
];

/** Does what the arguments say. Returns what to tell. Throws UsageError, with nothing done, where they make no sense. */
export function newRepository(args) {
  const { table, columns, row, src } = read(args);
  const names = { table, row, columns, property: camel(table) };
  const at = (path) => join(src, path);
  const repository = at(`db/repositories/${table}.ts`);
  if (existsSync(repository)) throw new UsageError(`${repository} is there already; nothing was changed.`);

  const told = [];
  const write = (path, text) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    told.push(`made     ${path}`);
  };
  const add = (path, initial, lines, isThere) => {
    if (!existsSync(path)) write(path, initial);
    const before = readFileSync(path, 'utf8');
    if (isThere(before)) return;
    writeFileSync(path, `${before.trimEnd()}\n${lines}`);
    told.push(`added to ${path}`);
  };
  if (!existsSync(at('db/client.ts'))) write(at('db/client.ts'), templates.client);
  add(at('db/schema.ts'), templates.schemaHead, templates.schema(names), (text) => text.includes(`interface ${row} `));
  write(repository, templates.repository(names));
  write(at(`db/repositories/${table}.test.ts`), templates.test(names));
  const exported = (text) => text.includes(`${row}Repository`);
  add(at('db/repositories/index.ts'), templates.repositoriesHead, templates.repositories(names), exported);
  add(at('db/index.ts'), templates.indexHead, templates.index(names), exported);
  told.push(...addMigration(at('workers/pglite.worker.ts'), names, write));
  return told;
}

/** The table is made where the worker says that such things go; elsewhere it is for the application to say. */
function addMigration(path, names, write) {
  const create = templates.createTable(names);
  if (!existsSync(path)) write(path, templates.worker);
  const before = readFileSync(path, 'utf8');
  if (before.includes(templates.migrationsMark)) {
    writeFileSync(path, before.replace(templates.migrationsMark, `${create}\n    ${templates.migrationsMark}`));
    return [`added to ${path}`];
  }
  return [`${path} has no line "${templates.migrationsMark}". Add this to its init:\n\n    ${create}`];
}

function read(args) {
  const positional = [];
  const options = { src: 'src' };
  for (let i = 0; i < args.length; i++) {
    if (!args[i].startsWith('--')) positional.push(args[i]);
    else if (!['--row', '--src'].includes(args[i])) throw new UsageError(`There is no option ${args[i]}.`);
    else if (args[i + 1] === undefined) throw new UsageError(`${args[i]} needs a value.`);
    else options[args[i].slice(2)] = args[++i];
  }
  const [table, ...specs] = positional;
  if (!NAME.test(table ?? '')) {
    throw new UsageError('Name the table in lower case, with letters, digits and _: users');
  }
  const { row = singular(table), src } = options;
  if (!ROW.test(row)) throw new UsageError('--row must be the name of a type: User');
  if (specs.length === 0) throw new UsageError(`Name at least one column: ${table} name:text`);
  const columns = specs.map(readColumn);
  const double = columns.find(({ name }, i) => name === 'id' || columns.findIndex((one) => one.name === name) < i);
  if (double !== undefined) throw new UsageError(`The column ${double.name} is there already.`);
  return { table, columns, row, src };
}

function readColumn(spec) {
  const [, name, isOptional, sqlType] = /^([^:?]+)(\?)?:(.+)$/.exec(spec) ?? [];
  if (!NAME.test(name ?? '')) throw new UsageError(`${spec} is no column; write name:text, in lower case.`);
  const type = sqlType.toLowerCase();
  if (!TYPE.test(type)) throw new UsageError(`${sqlType} is no type of SQL that this understands; write name:text.`);
  const isArray = type.endsWith('[]');
  const scalar = isArray ? type.slice(0, -2) : type;
  const typeScript = TYPES.find(([pattern]) => pattern.test(scalar))?.[1] ?? 'unknown';
  return {
    name,
    property: camel(name),
    sqlType: type,
    type: isArray ? `(${typeScript})[]` : typeScript,
    isOptional: isOptional !== undefined,
  };
}

function camel(name) {
  return name.replace(/_+([a-z0-9])/g, (_match, letter) => letter.toUpperCase());
}

function singular(table) {
  const name = camel(table);
  const one = name.endsWith('ies') ? `${name.slice(0, -3)}y` : name.endsWith('ss') ? name : name.replace(/s$/, '');
  return one[0].toUpperCase() + one.slice(1);
}
