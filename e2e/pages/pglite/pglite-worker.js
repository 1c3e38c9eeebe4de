import { worker } from '/engine/worker/index.js';
import { init } from '/pglite/init.js';

worker({ init });
