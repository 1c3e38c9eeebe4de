import { worker } from '/tabularium/pglite-worker.js';
import { init } from '/pglite/init.js';

worker({ init });
