import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** The files of src that each file imports, for its types as well. */
async function importGraph() {
  const graph = new Map();
  for (const name of await readdir(SRC, { recursive: true })) {
    if (!name.endsWith('.ts') || name.endsWith('.d.ts')) continue;
    const text = await readFile(join(SRC, name), 'utf8');
    const imports = [...text.matchAll(/from '(\.[^']+)\.js'/g)].map(([, path]) => normalize(`${dirname(name)}/${path}.ts`));
    graph.set(name, imports);
  }
  return graph;
}

function findCircle(graph) {
  const done = new Set();
  const visit = (name, path) => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of graph.get(name) ?? []) {
      const circle = visit(next, [...path, name]);
      if (circle !== undefined) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of graph.keys()) {
    const circle = visit(name, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

test('no import runs in a circle', async () => {
  const graph = await importGraph();
  assert.ok(graph.size > 20 && graph.get('tabularium.ts').length > 5, 'the imports were found');
  assert.equal(findCircle(graph)?.join(' → '), undefined);
});

test('a circle would be found', () => {
  assert.deepEqual(findCircle(new Map([['a', ['b']], ['b', ['c']], ['c', ['b']]])), ['b', 'c', 'b']);
});
