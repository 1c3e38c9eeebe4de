// PGliteWorker's worker, set up as its documentation says.

import { PGlite } from '/pglite/index.js';
import { worker } from '/pglite/worker/index.js';

worker({ init: ({ dataDir }) => PGlite.create({ dataDir }) });
