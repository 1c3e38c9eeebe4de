// Makes a repository: the files it needs, and the lines in files that are there.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readArguments } from './arguments.mjs';
import { withEnd, withImport, withMigration } from './edits.mjs';
import * as templates from './templates.mjs';
import { UsageError } from './usageError.mjs';

const DRIZZLE = 'drizzle-orm/pg-core';

/** Does what the arguments say. Returns what to tell. Throws UsageError, with nothing done, where that cannot be done. */
export function newRepository(args) {
  const { src, ...names } = readArguments(args);
  const sources = new Sources(src);
  const { table, row, property } = names;
  for (const file of [`db/repositories/${table}.ts`, `db/repositories/${table}.test.ts`]) {
    if (sources.has(file)) throw new UsageError(`${sources.pathOf(file)} is there already; nothing was changed.`);
  }
  const isDrizzle = usesDrizzle(sources);
  const types = addSchema(sources, names, isDrizzle);
  sources.write(`db/repositories/${table}.ts`, templates.repository(names));
  const sampleOf = (column) => (isDrizzle ? column.drizzleSample : column.sample);
  sources.write(`db/repositories/${table}.test.ts`, templates.test(names, sampleOf));
  if (!sources.has('db/client.ts')) sources.write('db/client.ts', templates.client);
  sources.edit('db/repositories/index.ts', '', (text) => {
    if (text.includes(`new ${row}Repository(`)) return text;
    const imported = withImport(withImport(text, ['db'], '../client'), [`${row}Repository`], `./${table}`);
    return withEnd(imported, templates.repositories(names));
  });
  sources.edit('db/index.ts', templates.indexHead, (text) =>
    new RegExp(`\\b${row}Repository\\b`).test(text) ? text : withEnd(text, templates.index({ row, property }, types)),
  );
  const advice = addMigration(sources, names);
  return [...sources.save(), ...advice];
}

/** An application that describes its tables for Drizzle goes on to do so. */
function usesDrizzle(sources) {
  if (sources.has('db/schema.ts')) return sources.read('db/schema.ts').includes(DRIZZLE);
  if (!existsSync('package.json')) return false;
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync('package.json', 'utf8'));
  return 'drizzle-orm' in { ...dependencies, ...devDependencies };
}

/** Adds what is not there, and returns the types that are there then. */
function addSchema(sources, names, isDrizzle) {
  const { row, property, columns } = names;
  const path = sources.pathOf('db/schema.ts');
  const text = sources.read('db/schema.ts', '');
  const has = (name) => new RegExp(`\\b(?:interface|type|class|const) ${name}\\b`).test(text);
  const all = [row, `New${row}`, `${property}Table`].filter(has);
  if (all.includes(row) && all.includes(`${property}Table`)) return all.filter((name) => name !== `${property}Table`);
  if (all.length > 0) {
    throw new UsageError(`${path} has another ${all[0]}; name a row otherwise, by --row. Nothing was changed.`);
  }
  const unknown = isDrizzle ? columns.find(({ builder }) => builder === undefined) : undefined;
  if (unknown !== undefined) throw new UsageError(`Drizzle has no column of type ${unknown.sql}; nothing was changed.`);
  sources.edit('db/schema.ts', '', (before) =>
    isDrizzle
      ? withEnd(withImport(before, templates.drizzleImports(names), DRIZZLE), templates.drizzleSchema(names))
      : withEnd(withImport(before, ['table'], 'tabularium/client'), templates.schema(names)),
  );
  return [row, `New${row}`];
}

/** The table is made where init returns its PGlite; where that cannot be told, it is for the application to do. */
function addMigration(sources, names) {
  const file = 'workers/pglite.worker.ts';
  const create = templates.createTable(names);
  const isThere = new RegExp(`create\\s+table\\s+(if\\s+not\\s+exists\\s+)?"?${names.table}\\b`, 'i');
  const before = sources.read(file, templates.worker);
  if (isThere.test(before)) return [];
  const after = withMigration(before, create);
  if (after === undefined) {
    return ['', `Add this to the init of ${sources.pathOf(file)}:`, '', ...create('pg').map((line) => `    ${line}`)];
  }
  sources.edit(file, templates.worker, () => after);
  return [];
}

/** The sources of an application. Nothing is written before all is known. */
class Sources {
  #folder;
  #changed = new Map();

  constructor(folder) {
    this.#folder = folder;
  }

  pathOf(file) {
    return join(this.#folder, file);
  }

  has(file) {
    return existsSync(this.pathOf(file));
  }

  /** The text of a file, or what stands for one that is missing. */
  read(file, otherwise) {
    return this.has(file) ? readFileSync(this.pathOf(file), 'utf8') : otherwise;
  }

  /** Makes a file. */
  write(file, text) {
    this.#changed.set(file, text);
  }

  /** Changes a file; one that is missing is made of `initial` first. */
  edit(file, initial, change) {
    const before = this.read(file, initial);
    const after = change(before);
    if (after !== before || !this.has(file)) this.write(file, after);
  }

  /** Writes what has changed. Returns what to tell. */
  save() {
    return Array.from(this.#changed, ([file, text]) => {
      const isNew = !this.has(file);
      mkdirSync(dirname(this.pathOf(file)), { recursive: true });
      writeFileSync(this.pathOf(file), text, { flag: isNew ? 'wx' : 'w' });
      return `${isNew ? 'made    ' : 'added to'} ${this.pathOf(file)}`;
    });
  }
}
