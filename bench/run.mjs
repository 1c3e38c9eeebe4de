// Measures Tabularium and others side by side: node run.mjs [scenario …] [--storage idb] [--quick] [--json file]

import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { figuresTable, targetsTable } from './harness/report.mjs';
import { summary } from './harness/statistics.mjs';
import { verdictsOf } from './harness/verdicts.mjs';
import { World } from './harness/world.mjs';
import { TARGETS } from './targets.mjs';

const SCENARIOS = [...new Set(TARGETS.map(({ scenario }) => scenario))];
const DEFAULT_UNIT = 'ms';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' }, storage: { type: 'string' } },
});
const unknown = positionals.filter((name) => !SCENARIOS.includes(name));
if (unknown.length > 0) {
  console.error(`no scenario ${unknown.join(', ')}; there are ${SCENARIOS.join(', ')}`);
  process.exit(2);
}

const chosen = positionals.length > 0 ? positionals : SCENARIOS;
const scenarios = {};
for (const name of chosen) {
  scenarios[name] = await import(`./scenarios/${name}.mjs`);
}
const unitOf = (name) => scenarios[name].unit ?? DEFAULT_UNIT;
const started = { at: new Date().toISOString(), load: loadavg() };
const figures = await measureAll();
const verdicts = verdictsOf(TARGETS, figures);
const result = { machine: await machine(), isQuick: options.quick, figures, verdicts };
if (options.json) {
  await writeFile(options.json, `${JSON.stringify(result, null, 2)}\n`);
}
console.log(targetsTable(verdicts, unitOf));
console.log(`\n${figuresTable(figures, unitOf)}`);
console.log(`\n${result.machine.summary}`);

/** Each scenario has a browser of its own. One that fails, because a peer hangs for one, leaves the others as they are. */
async function measureAll() {
  const all = {};
  for (const name of chosen) {
    const { storages = ['none'] } = scenarios[name];
    all[name] = {};
    for (const storage of storages.filter((each) => (options.storage ?? each) === each)) {
      const figures = await measureOne(name, storage);
      if (figures === undefined) process.exitCode = 1;
      else all[name][storage] = figures;
    }
  }
  return all;
}

async function measureOne(name, storage) {
  const startMs = performance.now();
  const world = await World.start();
  try {
    const samples = await scenarios[name].run({ world, storage, isQuick: options.quick });
    return Object.fromEntries(Object.entries(samples).map(([who, each]) => [who, summary(each)]));
  } catch (error) {
    console.error(await world.describe());
    console.error(error);
    return undefined;
  } finally {
    await world.close();
    const seconds = Math.round((performance.now() - startMs) / 1000);
    console.error(`${name}, ${storage}: ${seconds} s, load ${loadavg()[0].toFixed(1)}`);
  }
}

async function machine() {
  const { devDependencies } = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8'));
  const cores = cpus();
  const load = { before: started.load, after: loadavg() };
  const shown = (averages) => averages.map((each) => each.toFixed(1)).join(' ');
  return {
    startedAt: started.at,
    cores: cores.length,
    model: cores[0].model,
    load,
    packages: devDependencies,
    summary:
      `${started.at}, ${cores.length} × ${cores[0].model}, ` +
      `load ${shown(load.before)} before and ${shown(load.after)} after`,
  };
}
