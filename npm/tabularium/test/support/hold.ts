// A hold and the calls beneath it as one module, so that they share the class of errors.
export { Calls } from '../../src/calls.js';
export { Hold } from '../../src/pglite/hold.js';
