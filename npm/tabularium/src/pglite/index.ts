export { TabulariumError, type Outcome, type TabulariumErrorCode } from '../errors.js';
export { DatabaseError, LeaderChangedError } from './databaseError.js';
export type { PGliteWorkerOptions } from './options.js';
export { PGliteWorker, type PgliteMode } from './pgliteWorker.js';
export { worker, type InitOptions, type WorkerOptions } from './worker.js';
