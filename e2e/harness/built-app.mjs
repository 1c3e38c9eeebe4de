// Applications that are built by their own tool, for the tests that open them.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { build } from 'vite';

/** Returns what builds an application with Vite, once; its settings are the application's own. */
export function viteApp(root) {
  const outDir = mkdtempSync(join(tmpdir(), 'tabularium-built-'));
  after(() => rmSync(outDir, { recursive: true, force: true }));
  let building;
  return {
    /** Where it is built, to be mounted. */
    outDir,
    build() {
      building ??= build({
        root,
        base: './',
        logLevel: 'error',
        build: { outDir, emptyOutDir: true, target: 'es2022' },
      });
      return building;
    },
  };
}
