// PGlite alone in a worker, for one tab: asked from the page by one message each way, or measured where it is.

import { askingWorker } from './asking-worker.js';

export const open = ({ dataDir }) => askingWorker('/workers/pglite-alone.js', dataDir);
