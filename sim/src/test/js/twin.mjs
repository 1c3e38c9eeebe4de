// Plays every story in a folder with the compiled simulator: seed-*.in holds a seed, scenario-*.in a script; each .out gets
// the transcript. Called by TwinTest.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [compiled, folder] = process.argv.slice(2);
const twin = await import(pathToFileURL(resolve(compiled)).href);

for (const name of readdirSync(folder)) {
  if (!name.endsWith('.in')) {
    continue;
  }
  const text = readFileSync(join(folder, name), 'utf8');
  const transcript = name.startsWith('seed-') ? twin.seed(Number(text)) : twin.scenario(text);
  writeFileSync(join(folder, name.slice(0, -'.in'.length) + '.out'), transcript);
}
