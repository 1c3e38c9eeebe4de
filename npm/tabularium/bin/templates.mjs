// The texts of a repository.

export const migrationsMark = '// tabularium: new tables go above this line';

export const client = `import { DatabaseClient } from 'tabularium/client';
import { PGliteWorker } from 'tabularium/pglite';

export type { DatabaseClient };

export const db = new DatabaseClient(
  () =>
    new PGliteWorker(() => new Worker(new URL('../workers/pglite.worker.ts', import.meta.url), { type: 'module' }), {
      dataDir: 'idb://my-db',
    }),
);
`;

export const worker = `import { PGlite } from '@electric-sql/pglite';
import { worker } from 'tabularium/pglite';

worker({
  async init(options) {
    const pg = await PGlite.create({ dataDir: options.dataDir ?? 'idb://my-db' });
    ${migrationsMark}
    return pg;
  },
});
`;

export const schemaHead = `import { table } from 'tabularium/client';
`;

export const schema = ({ table, row, columns, property }) => `
export interface ${row} {
  id: number;
${columns.map((one) => `  ${one.property}: ${one.type}${one.isOptional ? ' | null' : ''};`).join('\n')}
}

/** What is known of one that is not in the table yet. */
export type New${row} = ${newRow(row, columns)};

export const ${property}Table = table<${row}, New${row}>({
  name: '${table}',
  columns: { id: 'id', ${columns.map((one) => `${one.property}: '${one.name}'`).join(', ')} },
});
`;

function newRow(row, columns) {
  const optional = columns.filter((one) => one.isOptional).map((one) => `'${one.property}'`);
  if (optional.length === 0) return `Omit<${row}, 'id'>`;
  return `Omit<${row}, 'id' | ${optional.join(' | ')}> & Partial<Pick<${row}, ${optional.join(' | ')}>>`;
}

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

export const repositoriesHead = `import { db } from '../client';
`;

export const repositories = ({ table, row, property }) => `
import { ${row}Repository } from './${table}';
export const ${property} = new ${row}Repository(db);
export { ${row}Repository };
`;

export const indexHead = `export { db } from './client';
`;

export const index = ({ row, property }) => `export { ${property}, ${row}Repository } from './repositories';
export type { ${row}, New${row} } from './schema';
`;

export const createTable = ({ table, columns }) =>
  [
    'await pg.exec(`',
    `      create table if not exists ${table} (`,
    '        id integer primary key generated always as identity,',
    columns.map((one) => `        ${one.name} ${one.sqlType}${one.isOptional ? '' : ' not null'}`).join(',\n'),
    '      )',
    '    `);',
  ].join('\n');

export const test = (names) => `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PGlite } from '@electric-sql/pglite';
import { live } from '@electric-sql/pglite/live';
import { DatabaseClient } from 'tabularium/client';
import { ${names.row}Repository } from './${names.table}';

test('${names.table} are added, changed, followed and deleted', async () => {
  await using db = new DatabaseClient(async () => {
    const pg = await PGlite.create({ extensions: { live } });
    ${createTable(names)}
    return pg;
  });
  const ${names.property} = new ${names.row}Repository(db);
  const seen: number[] = [];
  const end = await ${names.property}.subscribe((rows) => seen.push(rows.length));

  const added = await ${names.property}.add({ ${samples(names.columns)} });
  assert.equal(added.id, 1);
  assert.deepEqual(await ${names.property}.getAll(), [added]);
  assert.deepEqual(await ${names.property}.getById(1), added);
  assert.deepEqual(await ${names.property}.update(1, { ${sample(names.columns[0])} }), added);
  while (seen.at(-1) !== 1) await new Promise((resolve) => setTimeout(resolve, 10));
  end();

  assert.equal(await ${names.property}.delete(1), true);
  assert.equal(await ${names.property}.delete(1), false);
  assert.equal(await ${names.property}.getById(1), undefined);
});
`;

const SAMPLES = {
  number: '1',
  'number | bigint': '1',
  string: "'1'",
  boolean: 'true',
  Date: 'new Date(0)',
  unknown: '{}',
  Uint8Array: 'new Uint8Array([1])',
};

function sample(column) {
  const scalar = /^\((.*)\)\[\]$/.exec(column.type)?.[1];
  if (scalar !== undefined) return `${column.property}: [${SAMPLES[scalar]}]`;
  if (column.sqlType === 'uuid') return `${column.property}: '00000000-0000-0000-0000-000000000001'`;
  return `${column.property}: ${SAMPLES[column.type]}`;
}

function samples(columns) {
  return columns.map(sample).join(', ');
}
