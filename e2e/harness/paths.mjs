// Where things are in this repository.

import { fileURLToPath } from 'node:url';

const pathOf = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** The built library, as it is published. */
export const DIST = pathOf('../../npm/tabularium/dist');
export const PAGES = pathOf('../pages');

/** The path of a script that a server puts in front of another or a tab runs first. */
export const prelude = (name) => pathOf(`../pages/preludes/${name}.js`);
