// Where things are in this repository.

import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const pathOf = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** The built library, as it is published. */
export const DIST = pathOf('../../npm/tabularium/dist');
/** PGlite as it is published, for the comparison. */
export const PGLITE = dirname(fileURLToPath(import.meta.resolve('@electric-sql/pglite')));
/** The library that the coordination guide was written for, as it is published, for the comparison. */
export const ABSURDER = dirname(fileURLToPath(import.meta.resolve('@npiesco/absurder-sql')));
/** SQLite as the library is built with; other packages here want another version of it. */
export const SQLITE = dirname(
  createRequire(pathOf('../../npm/tabularium/package.json')).resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm'),
);
export const PAGES = pathOf('../pages');

/** The path of a script that a server puts in front of another or a tab runs first. */
export const prelude = (name) => pathOf(`../pages/preludes/${name}.js`);
