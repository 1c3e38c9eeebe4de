// The command that adds a repository: what it makes compiles, and its test runs on a real PGlite.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { build } from 'esbuild';
import ts from 'typescript';
import { RESERVED_IN_SQL } from '../bin/names.mjs';

const PACKAGE = join(dirname(fileURLToPath(import.meta.url)), '..');
const EXAMPLE = join(PACKAGE, '../../examples/repositories');
const COMMAND = join(PACKAGE, 'bin/tabularium.mjs');
const run = promisify(execFile);

/** A folder inside the package, so that what is made there finds the packages it imports. */
const place = mkdtempSync(join(PACKAGE, '.test-'));
after(() => rmSync(place, { recursive: true, force: true }));

/** Columns of every type that is known. */
const COLUMNS = [
  'title:text', 'tags:text[]', 'nick?:varchar(10)', 'code:char(3)', 'key:uuid', 'small:smallint', 'size:bigint',
  'sizes:bigint[]', 'ratio:real', 'exact:double precision', 'price:numeric(10, 2)', 'is_open:boolean', 'day:date',
  'seen_at?:timestamptz', 'at:timestamp(3) with time zone', 'local:timestamp', 'noon:time(0)', 'span:interval',
  'data?:jsonb', 'more:json', 'host:inet', 'net:cidr', 'card:macaddr', 'amount:INTEGER',
];

let last = 0;

/** A folder for an application, empty or with the sources of the example. */
function newApp(source) {
  const app = join(place, `app-${++last}`);
  mkdirSync(app);
  if (source !== undefined) cpSync(join(source, 'src'), join(app, 'src'), { recursive: true });
  return app;
}

const make = async (app, ...args) =>
  (await run(process.execPath, [COMMAND, 'new-repository', ...args], { cwd: app })).stdout;
const refusalOf = (app, ...args) =>
  make(app, ...args).then(
    () => 'none',
    ({ code, stderr }) => (code === 1 ? stderr.trim() : `exit code ${code}`),
  );
const read = (app, file) => readFileSync(join(app, 'src', file), 'utf8');

/** Every file of an application with its text. */
function filesOf(app) {
  const files = readdirSync(app, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  return Object.fromEntries(files.map(({ parentPath, path, name }) => {
    const file = join(parentPath ?? path, name);
    return [file, readFileSync(file, 'utf8')];
  }));
}

function faultsOf(app, files) {
  const program = ts.createProgram(files.map((file) => join(app, 'src', file)), {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: ['node'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map((found) => `${found.file?.fileName}: ${ts.flattenDiagnosticMessageText(found.messageText, ' ')}`);
}

async function passes(app, table) {
  const outfile = join(app, `${table}.test.mjs`);
  await build({
    entryPoints: [join(app, 'src/db/repositories', `${table}.test.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  });
  // The test runner runs no tests inside of tests, unless it does not know.
  const { NODE_TEST_CONTEXT: _context, ...env } = process.env;
  const { stdout } = await run(process.execPath, ['--test', outfile], { env });
  assert.match(stdout, /pass 1\b/);
}

const EVERYTHING = ['db/index.ts', 'db/client.ts', 'workers/pglite.worker.ts'];

test('what is made compiles, and its test passes', async () => {
  const app = newApp();
  const told = await make(app, 'users', 'name:varchar(255)', 'email:varchar(255)');
  assert.deepEqual(told.trim().split('\n'), [
    'made     src/db/schema.ts',
    'made     src/db/repositories/users.ts',
    'made     src/db/repositories/users.test.ts',
    'made     src/db/client.ts',
    'made     src/db/repositories/index.ts',
    'made     src/db/index.ts',
    'made     src/workers/pglite.worker.ts',
  ]);
  assert.match(await make(app, 'blog_entries', ...COLUMNS, 'raw?:bytea'), /added to src\/db\/index\.ts/);
  const tests = ['users', 'blog_entries'].map((table) => `db/repositories/${table}.test.ts`);
  assert.deepEqual(faultsOf(app, [...EVERYTHING, ...tests]), []);
  for (const table of ['users', 'blog_entries']) await passes(app, table);
});

test('an application with a schema of Drizzle gets its tables, repositories and migrations in its own files', async () => {
  const app = newApp(EXAMPLE);
  const told = await make(app, 'tags', 'label:varchar(255)', 'color?:text');
  assert.match(told, /added to src\/workers\/pglite\.worker\.ts/);
  const schema = read(app, 'db/schema.ts');
  assert.match(schema, /import \{ boolean, integer, pgTable, text, varchar \} from 'drizzle-orm\/pg-core'/);
  assert.match(schema, /label: varchar\('label', \{ length: 255 \}\)\.notNull\(\),\n {2}color: text\('color'\),/);
  assert.match(read(app, 'workers/pglite.worker.ts'), /create table if not exists tags \([^]*\n {4}return pg as/);
  await make(app, 'blog_entries', ...COLUMNS);
  const tests = ['tags', 'blog_entries'].map((table) => `db/repositories/${table}.test.ts`);
  assert.deepEqual(faultsOf(app, ['main.ts', ...EVERYTHING, ...tests]), []);
  for (const table of ['tags', 'blog_entries']) await passes(app, table);
});

test('package.json says that a schema is to be for Drizzle', async () => {
  const app = newApp();
  writeFileSync(join(app, 'package.json'), '{ "devDependencies": { "drizzle-orm": "0.45.4" } }');
  await make(app, 'users', 'name:text');
  assert.match(read(app, 'db/schema.ts'), /^import \{ integer, pgTable, text \} from 'drizzle-orm\/pg-core';\n\nexport const/);
  assert.deepEqual(faultsOf(app, EVERYTHING), []);
});

test('what the application has done by hand is kept, and only the rest is added', async () => {
  const app = newApp(EXAMPLE);
  const before = filesOf(app);
  rmSync(join(app, 'src/db/repositories/users.ts'));
  const told = await make(app, 'users', 'name:varchar(255)', 'email:varchar(255)');
  assert.deepEqual(told.trim().split('\n'), [
    'made     src/db/repositories/users.ts',
    'made     src/db/repositories/users.test.ts',
  ]);
  const after = filesOf(app);
  for (const file of Object.keys(before).filter((name) => !name.endsWith('users.ts'))) {
    assert.equal(after[file], before[file]);
  }
  assert.deepEqual(faultsOf(app, [...EVERYTHING, 'db/repositories/users.test.ts']), []);
  await passes(app, 'users');
});

test('nothing that is there is overwritten', async () => {
  for (const file of ['users.ts', 'users.test.ts']) {
    const app = newApp();
    mkdirSync(join(app, 'src/db/repositories'), { recursive: true });
    writeFileSync(join(app, 'src/db/repositories', file), '// mine\n');
    const before = filesOf(app);
    assert.match(await refusalOf(app, 'users', 'name:text'), new RegExp(`${file} is there already; nothing was changed`));
    assert.deepEqual(filesOf(app), before);
  }
});

test('a type of the same name is not taken for that of the row', async () => {
  const app = newApp(EXAMPLE);
  const before = filesOf(app);
  assert.match(await refusalOf(app, 'todo', 'name:text'), /schema\.ts has another Todo; name a row otherwise, by --row/);
  assert.deepEqual(filesOf(app), before);
  await make(app, 'todo', 'name:text', '--row', 'Plan');
  assert.deepEqual(faultsOf(app, EVERYTHING), []);
});

test('a worker that cannot be read is left alone, and what to add is said', async () => {
  const app = newApp();
  mkdirSync(join(app, 'src/workers'), { recursive: true });
  const path = join(app, 'src/workers/pglite.worker.ts');
  writeFileSync(path, '// mine\n');
  const told = await make(app, 'users', 'name:text');
  assert.equal(readFileSync(path, 'utf8'), '// mine\n');
  assert.match(told, /Add this to the init of src\/workers\/pglite\.worker\.ts:[^]*create table if not exists users/);
});

test('--src and --row say where and how', async () => {
  const app = newApp();
  await make(app, 'people', 'name:text', '--row', 'Person', '--src', 'app');
  assert.match(readFileSync(join(app, 'app/db/repositories/people.ts'), 'utf8'), /class PersonRepository/);
  for (const [table, row] of [['addresses', 'Address'], ['boxes', 'Box'], ['entries', 'Entry'], ['status', 'Status']]) {
    await make(app, table, 'name:text');
    assert.match(read(app, `db/repositories/${table}.ts`), new RegExp(`class ${row}Repository`));
  }
});

test('what makes no sense is refused with a reason, and nothing is made', async () => {
  const app = newApp();
  for (const [args, reason] of [
    [[], /Name the table/],
    [['Users', 'name:text'], /Name the table/],
    [['users; drop', 'name:text'], /Name the table/],
    [['../users', 'name:text'], /Name the table/],
    [['order', 'name:text'], /order is a word of SQL/],
    [['index', 'name:text'], /index is reserved/],
    [['db', 'name:text'], /db is reserved/],
    [['class', 'name:text'], /class is reserved/],
    [['dates', 'name:text'], /Date is reserved.*--row/],
    [['u'.repeat(64), 'name:text'], /more than 63 characters/],
    [['users'], /at least one column/],
    [['users', 'name'], /is no column/],
    [['users', 'na me:text'], /is no column/],
    [['users', 'group:text'], /group is a word of SQL/],
    [['users', 'xmin:text'], /column xmin of its own/],
    [['users', 'name:text) ; drop table x; --'], /is no type of SQL/],
    [['users', 'name:nosuchtype'], /nosuchtype is no type of SQL that this knows. It knows smallint/],
    [['users', 'name:text(3)'], /text does not take \(3\)/],
    [['users', 'name:varchar(1,2)'], /varchar does not take \(1,2\)/],
    [['users', 'name:text', 'name:text'], /The column name is there already/],
    [['users', 'a_b:text', 'a__b:text'], /The column a__b is there already/],
    [['users', 'id:int'], /The column id is there already/],
    [['users', 'name:text', '--row', 'user'], /--row must be/],
    [['users', 'name:text', '--force'], /There is no option --force/],
    [['users', 'name:text', '--src'], /--src needs a value/],
  ]) {
    assert.match(await refusalOf(app, ...args), reason);
  }
  assert.deepEqual(filesOf(app), {});
  await assert.rejects(run(process.execPath, [COMMAND, 'nothing'], { cwd: app }), /There is no command nothing/);
  for (const args of [['--help'], ['new-repository', '--help'], []]) {
    const { stdout } = await run(process.execPath, [COMMAND, ...args]);
    assert.match(stdout, /new-repository <table>/);
  }
});

test("the words of SQL are PostgreSQL's own", async () => {
  const pg = await PGlite.create();
  const { rows } = await pg.query("select word from pg_get_keywords() where catcode in ('R', 'T')");
  await pg.close();
  assert.deepEqual([...RESERVED_IN_SQL].sort(), rows.map(({ word }) => word).sort());
});
