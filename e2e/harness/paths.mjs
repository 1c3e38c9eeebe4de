// Where things are in this repository.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const pathOf = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** The built library, as it is published. */
export const DIST = pathOf('../../npm/tabularium/dist');
/** PGlite as it is published, for the comparison. */
export const PGLITE = dirname(fileURLToPath(import.meta.resolve('@electric-sql/pglite')));
export const PAGES = pathOf('../pages');

/** The path of a script that a server puts in front of another or a tab runs first. */
export const prelude = (name) => pathOf(`../pages/preludes/${name}.js`);
