import { worker } from '/tabularium/pglite-worker.js';
import { init } from '/pglite/init.js';

// To wait for what hangs; what only takes long on a busy machine has more time.
worker({ init, initTimeoutMs: 5000 });
