// A worker with a PGlite in it that answers one page.

import { PGlite } from '/pglite/index.js';
import { answer } from './answer.js';

answer((dataDir) => PGlite.create({ dataDir }));
