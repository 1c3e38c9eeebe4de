// A CPU profile as time spent in each function itself, under the names that the source maps of the library know.

import { readFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { basename, join } from 'node:path';
import { DIST } from '../../e2e/harness/paths.mjs';

/** How far into a function its place is looked for. */
const HEAD_LENGTH = 120;
/** How much is shown of a function that has no name. */
const TEXT_LENGTH = 60;
const NOT_WORK = ['(idle)', '(root)'];
/** The head of a method or a function, on the line that ends with its brace. */
const HEAD = /^\s*(?:[\w@<>[\],.?#]+\s+)*#?(\w+)\s*\([^;]*(?:\{|,)\s*$/;
const KEYWORDS = ['if', 'for', 'while', 'switch', 'catch', 'return', 'synchronized', 'new'];

/** The functions of a profile with their milliseconds, the longest first; idle time is left out. */
export async function selfTimes({ nodes, samples, timeDeltas }) {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map();
  for (const [index, id] of samples.entries()) {
    const name = await nameOf(frames.get(id));
    times.set(name, (times.get(name) ?? 0) + timeDeltas[index] / 1000);
  }
  return [...times]
    .filter(([name]) => !NOT_WORK.includes(name))
    .map(([name, ms]) => ({ name, ms }))
    .toSorted((a, b) => b.ms - a.ms);
}

async function nameOf({ functionName, url, lineNumber, columnNumber }) {
  if (url.startsWith('wasm://') || url.endsWith('.wasm')) return 'the engine, in WebAssembly';
  const script = url && basename(new URL(url).pathname);
  const name = functionName || '(anonymous)';
  if (!url.includes('/tabularium/')) return script ? `${name} ${script}` : name;
  const { lines, map } = await scriptOf(script);
  const place = placeOf(lines[lineNumber], map, lineNumber, columnNumber);
  if (place === undefined) {
    const text = lines[lineNumber].slice(columnNumber, columnNumber + TEXT_LENGTH);
    return `${name} ${script}: ${text.replaceAll('|', '¦')}`;
  }
  const { originalSource, originalLine } = place;
  const method = methodAt(map.payload, originalSource, originalLine) ?? name;
  return `${method} ${basename(originalSource)}:${originalLine + 1}`;
}

/**
 * The first place in a function that has one in the sources. Its head may have none, and what a map then finds is
 * the end of the function before it; code that the compilers made up has none at all.
 */
function placeOf(line, map, lineNumber, columnNumber) {
  const body = /\{|=>/g;
  body.lastIndex = columnNumber;
  body.exec(line);
  for (let column = body.lastIndex; column < columnNumber + HEAD_LENGTH; column++) {
    const entry = map.findEntry(lineNumber, column);
    if (entry.originalSource !== undefined && entry.generatedColumn >= columnNumber) return entry;
  }
  return undefined;
}

/** The name of the method whose head is the last one up to a line. */
function methodAt({ sources, sourcesContent }, source, line) {
  const text = sourcesContent?.[sources.indexOf(source)];
  if (!text) return undefined;
  for (const each of text.split('\n').slice(0, line + 1).reverse()) {
    const name = HEAD.exec(each)?.[1];
    if (name !== undefined && !KEYWORDS.includes(name)) return name;
  }
  return undefined;
}

const scripts = new Map();

/** The lines of a script of the library, and its source map. */
async function scriptOf(name) {
  if (!scripts.has(name)) {
    const [text, map] = await Promise.all(['', '.map'].map((end) => readFile(join(DIST, `${name}${end}`), 'utf8')));
    scripts.set(name, { lines: text.split('\n'), map: new SourceMap(JSON.parse(map)) });
  }
  return scripts.get(name);
}
