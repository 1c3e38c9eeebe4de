// The texts of a repository.

export const client = `import { DatabaseClient } from 'tabularium/client';
import { PGliteWorker } from 'tabularium/pglite';

export type { DatabaseClient };

export const db = new DatabaseClient(
  () =>
    new PGliteWorker(
      () => new Worker(new URL('../workers/pglite.worker.ts', import.meta.url), { type: 'module', name: 'pglite-worker' }),
      { dataDir: 'idb://my-db' },
    ),
);
`;

export const worker = `import { PGlite } from '@electric-sql/pglite';
import { worker } from 'tabularium/pglite';

worker({
  async init(options) {
    const pg = await PGlite.create({ dataDir: options.dataDir ?? 'idb://my-db' });
    return pg;
  },
});
`;

export const indexHead = `export { db } from './client';
`;

/** The types of a row, and the table for a repository, in the library's own words. */
export const schema = ({ table, row, columns, property }) => `
export interface ${row} {
  id: number;
${columns.map((one) => `  ${one.property}: ${one.type}${one.isOptional ? ' | null' : ''};`).join('\n')}
}

/** What is known of one that is not in the table yet. */
export type New${row} = ${newRow(row, columns)};

export const ${property}Table = table<${row}, New${row}>({
  name: '${table}',
  columns: {
${columns.reduce((lines, one) => `${lines}\n    ${one.property}: '${one.name}',`, "    id: 'id',")}
  },
});
`;

function newRow(row, columns) {
  const optional = columns.filter((one) => one.isOptional).map((one) => `'${one.property}'`);
  if (optional.length === 0) return `Omit<${row}, 'id'>`;
  return `Omit<${row}, 'id' | ${optional.join(' | ')}> & Partial<Pick<${row}, ${optional.join(' | ')}>>`;
}

/** The same in Drizzle's words. */
export const drizzleSchema = ({ table, row, columns, property }) => `
export const ${property}Table = pgTable('${table}', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
${columns.map((one) => `  ${one.property}: ${drizzleColumn(one)},`).join('\n')}
});

export type ${row} = typeof ${property}Table.$inferSelect;
/** What is known of one that is not in the table yet. */
export type New${row} = typeof ${property}Table.$inferInsert;
`;

function drizzleColumn({ name, builder, options, isArray, isOptional }) {
  const told = options.map(([option, value]) => `${option}: ${value}`).join(', ');
  const column = `${builder}('${name}'${told === '' ? '' : `, { ${told} }`})`;
  return `${column}${isArray ? '.array()' : ''}${isOptional ? '' : '.notNull()'}`;
}

/** What Drizzle's words are imported as. */
export const drizzleImports = ({ columns }) => [
  ...new Set(['integer', 'pgTable', ...columns.map(({ builder }) => builder)]),
];

export const repository = ({ table, row, property }) => `import { Repository } from 'tabularium/client';
import type { DatabaseClient } from '../client';
import { ${property}Table } from '../schema';

/** The rows of ${table}: getAll, getById, add, update, delete, subscribe, and what is added here. */
export class ${row}Repository extends Repository<typeof ${property}Table> {
  constructor(db: DatabaseClient) {
    super(db, ${property}Table);
  }
}
`;

export const repositories = ({ row, property }) => `
export const ${property} = new ${row}Repository(db);

export { ${row}Repository };
`;

export const index = ({ row, property }, types) => `export { ${property}, ${row}Repository } from './repositories';
export type { ${types.join(', ')} } from './schema';
`;

/** The lines of the statement that makes the table, on the PGlite in a variable. */
export const createTable = ({ table, columns }) => (pg) => [
  `await ${pg}.exec(\``,
  `  create table if not exists ${table} (`,
  ['    id integer primary key generated always as identity', ...columns.map(columnOf)].join(',\n'),
  '  );',
  '`);',
].flatMap((lines) => lines.split('\n'));

function columnOf({ name, sql, isOptional }) {
  return `    ${name} ${sql}${isOptional ? '' : ' not null'}`;
}

export const test = (names, sampleOf) => `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import { live } from '@electric-sql/pglite/live';
import { DatabaseClient } from 'tabularium/client';
import { ${names.row}Repository } from './${names.table}';

test('${names.table} are added, changed, followed and deleted', async (t) => {
  const db = new DatabaseClient(async () => {
    const pg = await PGlite.create({ extensions: { live } });
${createTable(names)('pg').map((line) => `    ${line}`).join('\n')}
    return pg;
  });
  t.after(() => db.close());
  const ${names.property} = new ${names.row}Repository(db);
  const seen: number[] = [];
  const end = await ${names.property}.subscribe((rows) => seen.push(rows.length));

  const added = await ${names.property}.add({
${names.columns.map((one) => `    ${one.property}: ${sampleOf(one)},`).join('\n')}
  });
  assert.equal(added.id, 1);
  assert.deepEqual(await ${names.property}.getAll(), [added]);
  assert.deepEqual(await ${names.property}.getById(1), added);
  assert.deepEqual(await ${names.property}.update(1, { ${names.columns[0].property}: added.${names.columns[0].property} }), added);
  while (seen.at(-1) !== 1) await new Promise((resolve) => setTimeout(resolve, 10));
  end();

  assert.equal(await ${names.property}.delete(1), true);
  assert.equal(await ${names.property}.delete(1), false);
  assert.equal(await ${names.property}.getById(1), undefined);
});
`;
