// Makes dist/ from the TypeScript in src/ and the JavaScript that TeaVM compiled in browser/target/js. Fails when a
// type is wrong or when a script that every tab loads has grown beyond its budget.

import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules, createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { minify } from 'terser';
import { makeBlankDatabase } from './blankDatabase.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const REPOSITORY = join(HERE, '../..');
const COMPILED = join(REPOSITORY, 'browser/target/js');
const JAVA_SOURCES = ['browser', 'core'].map((module) => join(REPOSITORY, module, 'src/main/java'));
const GENERATED = join(HERE, 'src/generated');
const DIST = join(HERE, 'dist');

/** What a tab downloads before it can ask anything; the engine is loaded by the leader's worker only. */
const BUDGETS = [
  { script: 'index.js', gzipBytesMax: 40 * 1024 },
  { script: 'worker.js', gzipBytesMax: 40 * 1024 },
  { script: 'broker.js' },
  { script: 'engine.js' },
  { script: 'sqlite-engine.js' },
  { script: 'sqlite-decode.js' },
  { script: 'coordination.js' },
  { script: 'pglite.js' },
  { script: 'pglite-worker.js' },
];

const require = createRequire(import.meta.url);
const run = promisify(execFile);

await Promise.all([rm(GENERATED, { recursive: true, force: true }), rm(DIST, { recursive: true, force: true })]);
await takeCompiledJava();
await Promise.all([checkTypesAndEmit(), bundle(), copyEngineFiles()]);
await Promise.all(BUDGETS.filter(({ gzipBytesMax }) => gzipBytesMax).map(({ script }) => shrink(script)));
await writeFile(join(DIST, 'blank.data'), await makeBlankDatabase());
await reportSizes();

/** Copies what TeaVM made, with the Java sources put into its source maps so that they need no files beside them. */
async function takeCompiledJava() {
  await mkdir(GENERATED, { recursive: true });
  for (const name of ['page', 'worker', 'broker', 'pglite', 'sqlite', 'overlay']) {
    const script = join(COMPILED, `${name}.js`);
    const code = await readFile(script).catch(() => {
      throw new Error(`${script} is missing: run "mvn package" first`);
    });
    const map = JSON.parse(await readFile(`${script}.map`, 'utf8'));
    map.sourcesContent = await Promise.all(map.sources.map(javaSource));
    await writeFile(join(GENERATED, `${name}.js`), code);
    await writeFile(join(GENERATED, `${name}.js.map`), JSON.stringify(map));
  }
}

/** The text of one of our own classes; null for those of the Java library. */
async function javaSource(path) {
  for (const root of JAVA_SOURCES) {
    const text = await readFile(join(root, path), 'utf8').catch(() => null);
    if (text !== null) {
      return text;
    }
  }
  return null;
}

async function checkTypesAndEmit() {
  const compiler = require.resolve('typescript/bin/tsc');
  for (const project of ['tsconfig.json', 'tsconfig.types.json']) {
    await run(process.execPath, [compiler, '--project', join(HERE, project)]).catch((error) => {
      throw new Error(`${project}: types are wrong\n${error.stdout}${error.stderr}`);
    });
  }
}

async function bundle() {
  // What a tab asks for seldom, and by a promise, is loaded when it does.
  const seldom = ['metrics', 'storage'].map((name) => apart(new RegExp(`^\\./${name}\\.js$`), 'src/tabularium.ts', `./${name}.js`));
  const sqliteApart = apart(/^\.\/payload\/sqliteDecode\.js$/, 'dialects.ts', './sqlite-decode.js');
  const common = {
    absWorkingDir: HERE,
    outdir: DIST,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    sourcemap: true,
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [withoutNodeModules()],
  };
  await Promise.all([
    build({
      ...common,
      entryPoints: {
        index: 'src/index.ts',
        worker: 'src/worker.ts',
        broker: 'src/broker.ts',
        engine: 'src/engine/pglite.ts',
        sqlite: 'src/sqlite/index.ts',
        'sqlite-engine': 'src/sqlite/engine.ts',
        'sqlite-worker': 'src/sqlite/worker.ts',
        'sqlite-page': 'src/sqlitePage/index.ts',
        metrics: 'src/metrics.ts',
        storage: 'src/storage.ts',
        'sqlite-decode': 'src/payload/sqliteDecode.ts',
        'pglite-worker': 'src/pglite/worker.ts',
      },
      plugins: [...common.plugins, sqliteApart, ...seldom, apart(/^\.\.\/index\.js$/, 'sqlitePage/file.ts', './index.js')],
    }),
    build({
      ...common,
      entryPoints: {
        'pglite-opfs-ahp': 'src/pglite/opfsAhp.ts',
        react: 'src/react/index.ts',
        vue: 'src/vue/index.ts',
        client: 'src/client/index.ts',
        coordination: 'src/coordination/index.ts',
        kysely: 'src/kysely/index.ts',
      },
      external: ['react', 'vue', 'kysely', '@electric-sql/pglite/opfs-ahp'],
      plugins: [
        ...common.plugins,
        apart(/^\.\.\/index\.js$/, 'client/databaseClient.ts', './index.js'),
        apart(/^\.\.\/index\.js$/, 'coordination/database.ts', './index.js'),
        apart(/^\.\.\/index\.js$/, 'coordination/errors.ts', './index.js'),
        apart(/^\.\.\/index\.js$/, 'overlay/wrong.ts', './index.js'),
      ],
    }),
    // They share classes, by which a piece of SQL is told from a value.
    build({
      ...common,
      entryPoints: { pglite: 'src/pglite/index.ts', 'pglite-template': 'src/pglite/template.ts' },
      splitting: true,
      chunkNames: 'pglite-[hash]',
      plugins: [...common.plugins, sqliteApart, ...seldom, apart(/^\.\/worker\.js$/, 'pglite/index.ts', './pglite-worker.js')],
    }),
  ]);
}

/** Makes a script that every tab loads smaller than esbuild can, which looks at each expression by itself. */
async function shrink(script) {
  const path = join(DIST, script);
  const [code, map] = await Promise.all([readFile(path, 'utf8'), readFile(`${path}.map`, 'utf8')]);
  const shrunk = await minify(code, {
    module: true,
    ecma: 2022,
    compress: { passes: 3, hoist_funs: true },
    sourceMap: { content: map, filename: script, url: `${script}.map` },
  });
  await Promise.all([writeFile(path, shrunk.code), writeFile(`${path}.map`, shrunk.map)]);
}

/** What one module imports stays in a file of its own: a worker's code is left out of the page, the core is loaded once. */
function apart(filter, importer, path) {
  return {
    name: 'apart',
    setup({ onResolve }) {
      onResolve({ filter }, (imported) =>
        imported.importer.endsWith(importer) ? { path, external: true } : undefined,
      );
    },
  };
}

/**
 * Keeps Node's own modules out of the scripts. PGlite asks for them in branches that only Node enters: an import()
 * there stays as it is, but an import statement would be hoisted to the top of the bundle and stop it in a browser.
 */
function withoutNodeModules() {
  const names = builtinModules.filter((name) => !name.startsWith('_')).join('|');
  return {
    name: 'without-node-modules',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^(node:.*|${names})$`) }, ({ path, kind }) =>
        kind === 'dynamic-import' ? { path, external: true } : { path, namespace: 'absent-in-browsers' },
      );
      onLoad({ filter: /.*/, namespace: 'absent-in-browsers' }, () => ({ contents: 'module.exports = {};' }));
    },
  };
}

async function copyEngineFiles() {
  const engine = dirname(require.resolve('@electric-sql/pglite'));
  await mkdir(DIST, { recursive: true });
  for (const name of ['pglite.wasm', 'pglite.data']) {
    await cp(join(engine, name), join(DIST, name));
  }
  await cp(join(engine, '../LICENSE'), join(DIST, 'pglite.LICENSE'));
  await cp(require.resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm'), join(DIST, 'sqlite3.wasm'));
  await cp(join(HERE, '../../LICENSE'), join(HERE, 'LICENSE'));
}

async function reportSizes() {
  const tooLarge = [];
  for (const { script, gzipBytesMax } of BUDGETS) {
    const code = await readFile(join(DIST, script));
    const gzipBytes = gzipSync(code, { level: 9 }).length;
    const budget = gzipBytesMax === undefined ? '' : ` of at most ${kilobytes(gzipBytesMax)}`;
    console.log(`${script.padEnd(10)} ${kilobytes(code.length)}, gzip ${kilobytes(gzipBytes)}${budget}`);
    if (gzipBytes > gzipBytesMax) {
      tooLarge.push(script);
    }
  }
  if (tooLarge.length > 0) {
    throw new Error(`larger than the budget: ${tooLarge.join(', ')}`);
  }
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`.padStart(9);
}
