// What the command was told.

import { camel, checkColumn, checkRow, checkTable, rowOf } from './names.mjs';
import { readSqlType } from './sqlTypes.mjs';
import { UsageError } from './usageError.mjs';

const OPTIONS = ['--row', '--src'];

/** Reads the arguments of new-repository. Throws UsageError where they make no sense. */
export function readArguments(args) {
  const positional = [];
  const options = { src: 'src' };
  for (let i = 0; i < args.length; i++) {
    if (!args[i].startsWith('--')) positional.push(args[i]);
    else if (!OPTIONS.includes(args[i])) throw new UsageError(`There is no option ${args[i]}.`);
    else if (args[i + 1] === undefined) throw new UsageError(`${args[i]} needs a value.`);
    else options[args[i].slice(2)] = args[++i];
  }
  const [table, ...specs] = positional;
  checkTable(table);
  const { row = rowOf(table), src } = options;
  checkRow(row);
  if (specs.length === 0) throw new UsageError(`Name at least one column: ${table} name:text`);
  const columns = specs.map(readColumn);
  const properties = ['id', ...columns.map(({ property }) => property)];
  const double = columns.find(({ property }, i) => properties.indexOf(property) <= i);
  if (double !== undefined) throw new UsageError(`The column ${double.name} is there already.`);
  return { table, property: camel(table), row, columns, src };
}

function readColumn(spec) {
  const [, name, isOptional, sqlType] = /^([^:?]+)(\?)?:(.+)$/.exec(spec) ?? [];
  checkColumn(name, spec);
  return { ...readSqlType(sqlType), name, property: camel(name), isOptional: isOptional !== undefined };
}
