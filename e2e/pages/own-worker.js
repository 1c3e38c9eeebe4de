// The smallest worker of an application's own.
import '/tabularium/worker.js';
