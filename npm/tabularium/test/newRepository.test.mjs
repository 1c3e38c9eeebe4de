// The command that adds a repository: what it makes compiles, and its test runs on a real PGlite.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import ts from 'typescript';

const PACKAGE = join(dirname(fileURLToPath(import.meta.url)), '..');
const COMMAND = join(PACKAGE, 'bin/tabularium.mjs');
const run = promisify(execFile);

/** A folder inside the package, so that what is made there finds the packages it imports. */
const place = mkdtempSync(join(PACKAGE, '.test-'));
after(() => rmSync(place, { recursive: true, force: true }));

let last = 0;

function newApp() {
  const app = join(place, `app-${++last}`);
  mkdirSync(app);
  return app;
}

const make = (app, ...args) => run(process.execPath, [COMMAND, 'new-repository', ...args], { cwd: app });
const refusalOf = (app, ...args) => make(app, ...args).then(() => 'none', (error) => error.stderr.trim());

function compile(app, files) {
  const program = ts.createProgram(files.map((file) => join(app, 'src', file)), {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.esnext.disposable.d.ts'],
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

test('what is made compiles, and its test passes', async () => {
  const app = newApp();
  await make(app, 'users', 'name:varchar(255)', 'email:varchar(255)');
  const { stdout } = await make(app, 'blog_entries', 'title:text', 'tags:text[]', 'seen_at?:timestamptz', 'size:bigint',
    'key:uuid', 'data?:jsonb', 'raw?:bytea', 'is_open:boolean', 'price:numeric(10,2)');
  assert.match(stdout, /made +src\/db\/repositories\/blog_entries\.ts/);
  assert.match(stdout, /added to src\/db\/index\.ts/);
  const tests = ['db/repositories/users.test.ts', 'db/repositories/blog_entries.test.ts'];
  assert.deepEqual(compile(app, ['db/index.ts', 'workers/pglite.worker.ts', ...tests]), []);
  for (const file of tests) {
    const outfile = join(app, file.replaceAll('/', '-').replace('.ts', '.mjs'));
    await build({
      entryPoints: [join(app, 'src', file)],
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
    const { stdout: report } = await run(process.execPath, ['--test', outfile], { env });
    assert.match(report, /pass 1\b/);
  }
});

test('nothing that is there is overwritten', async () => {
  const app = newApp();
  await make(app, 'users', 'name:text');
  const before = readFileSync(join(app, 'src/db/index.ts'), 'utf8');
  assert.match(await refusalOf(app, 'users', 'name:text'), /is there already; nothing was changed/);
  assert.equal(readFileSync(join(app, 'src/db/index.ts'), 'utf8'), before);
});

test("an application's own worker is left alone, and what to add is said", async () => {
  const app = newApp();
  mkdirSync(join(app, 'src/workers'), { recursive: true });
  const path = join(app, 'src/workers/pglite.worker.ts');
  writeFileSync(path, '// mine\n');
  const { stdout } = await make(app, 'users', 'name:text');
  assert.equal(readFileSync(path, 'utf8'), '// mine\n');
  assert.match(stdout, /Add this to its init:[^]*create table if not exists users/);
});

test('what makes no sense is refused with a reason, and nothing is made', async () => {
  const app = newApp();
  for (const [args, reason] of [
    [[], /Name the table/],
    [['Users', 'name:text'], /Name the table/],
    [['users; drop', 'name:text'], /Name the table/],
    [['users'], /at least one column/],
    [['users', 'name'], /is no column/],
    [['users', 'na me:text'], /is no column/],
    [['users', "name:text) ; drop table x; --"], /is no type/],
    [['users', 'name:text', 'name:text'], /The column name is there already/],
    [['users', 'id:int'], /The column id is there already/],
    [['users', 'name:text', '--row', 'user'], /--row must be/],
    [['users', 'name:text', '--force'], /There is no option --force/],
    [['users', 'name:text', '--src'], /--src needs a value/],
  ]) {
    assert.match(await refusalOf(app, ...args), reason);
  }
  await assert.rejects(run(process.execPath, [COMMAND, 'nothing'], { cwd: app }), /There is no command nothing/);
  const { stdout } = await run(process.execPath, [COMMAND, '--help']);
  assert.match(stdout, /new-repository <table>/);
});
