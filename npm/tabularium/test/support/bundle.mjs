import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { after } from 'node:test';
import { build } from 'esbuild';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/**
 * Bundles one TypeScript module of src and imports it. The compiled page module is replaced by a door to a fake; PGlite
 * stays outside.
 */
export async function load(module) {
  const outdir = await mkdtemp(join(tmpdir(), 'tabularium-test-'));
  after(() => rm(outdir, { recursive: true, force: true }));
  const outfile = join(outdir, 'module.mjs');
  await build({
    entryPoints: [join(SRC, module)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    logLevel: 'warning',
    plugins: [fakePageModule, packagesOutside],
  });
  return import(pathToFileURL(outfile).href);
}

const fakePageModule = {
  name: 'fake-page-module',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/generated\/page\.js$/ }, () => ({ path: 'page', namespace: 'fake' }));
    onLoad({ filter: /.*/, namespace: 'fake' }, () => ({
      contents: 'export const openClient = (config, host) => globalThis.openFakePage(config, host);',
    }));
  },
};

const packagesOutside = {
  name: 'packages-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^@electric-sql\// }, ({ path }) => ({ path: import.meta.resolve(path), external: true }));
  },
};
