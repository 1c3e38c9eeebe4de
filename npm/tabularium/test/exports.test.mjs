// The declarations and the code come from different tools: what the ones promise the other must have, and no more.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';

const pathOf = (relative) => fileURLToPath(new URL(relative, import.meta.url));

const DECLARATIONS = pathOf('../dist/index.d.ts');

test('index.js exports the values that index.d.ts declares, and no others', async () => {
  const declared = declaredValues(readDeclarations());
  const exported = Object.keys(await import('../dist/index.js'));
  assert.notEqual(declared.length, 0);
  assert.deepEqual(exported.sort(), declared.sort());
});

test('index.d.ts is complete: no name and no file is missing in it', () => {
  const errors = ts.getPreEmitDiagnostics(readDeclarations());
  assert.deepEqual(errors.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')), []);
});

test('each entry of the package has its code and its declarations', () => {
  const { exports } = JSON.parse(readFileSync(pathOf('../package.json'), 'utf8'));
  for (const [entry, files] of Object.entries(exports)) {
    assert.deepEqual(Object.keys(files), ['types', 'default'], entry);
    for (const file of Object.values(files)) assert.ok(existsSync(pathOf(`../${file}`)), `${entry}: ${file} is missing`);
  }
});

test('the compiled PageClient has the methods that its declaration has, and no others', async () => {
  const declared = declaredMethods(pathOf('../src/page.ts'), 'PageClient');
  const { PageClient } = await bundled('../src/generated/page.js');
  const compiled = Object.getOwnPropertyNames(PageClient.prototype).filter((name) => !isOfEveryJavaObject(name));
  assert.notEqual(declared.length, 0);
  assert.deepEqual(compiled.sort(), declared.sort());
});

test('index.js names the other files word for word as bundlers look for them, and they are there', () => {
  const code = readFileSync(pathOf('../dist/index.js'), 'utf8');
  const named = [...code.matchAll(/new URL\("\.\/([^"]+)",import\.meta\.url\)/g)].map(([, name]) => name);
  assert.deepEqual(
    [...new Set(named)].sort(),
    [
      'blank.data',
      'broker.js',
      'engine.js',
      'pglite.data',
      'pglite.wasm',
      'sqlite-engine.js',
      'sqlite.js',
      'sqlite3.wasm',
      'worker.js',
    ],
  );
  for (const name of named) {
    assert.ok(existsSync(pathOf(`../dist/${name}`)), `dist/${name} is missing`);
  }
});

/** What a compiled module exports, together with the TypeScript that it imports. */
async function bundled(relative) {
  const { outputFiles } = await build({ entryPoints: [pathOf(relative)], bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

/** The declarations as an application's compiler reads them that checks libraries too. */
function readDeclarations() {
  return ts.createProgram([DECLARATIONS], {
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    noEmit: true,
    strict: true,
    types: [],
  });
}

function declaredValues(program) {
  const checker = program.getTypeChecker();
  const index = checker.getSymbolAtLocation(program.getSourceFile(DECLARATIONS));
  return checker
    .getExportsOfModule(index)
    .filter(({ declarations }) => !declarations.some(ts.isTypeOnlyImportOrExportDeclaration))
    .filter((symbol) => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      return target.flags & ts.SymbolFlags.Value;
    })
    .map(({ name }) => name);
}

function declaredMethods(file, interfaceName) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  const declaration = source.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === interfaceName,
  );
  return declaration.members.filter(ts.isMethodSignature).map(({ name }) => name.text);
}

function isOfEveryJavaObject(name) {
  return ['constructor', 'toString', 'valueOf', '__teavm_class__'].includes(name) || name.startsWith('$');
}
