export type { ChangeType } from './changes.js';
export type { CoordinationFigures } from './coordinationMetrics.js';
export { Database, type DatabaseOptions, type LeaderInfo } from './database.js';
export { MultiTabDatabase, type DatabaseClass, type MultiTabOptions } from './multiTabDatabase.js';
export type { EndedWrite, PendingListener, PendingWrite } from './pendingWrites.js';
export { pendingOf, type OverlaidOptions, type OverlaidQuery, type OverlaidResult } from '../overlay/liveOverlay.js';
export type { Patch, PatchedQuery, PatchOptions } from '../overlay/patch.js';
export type { QueryResult } from './queryResult.js';

/** Makes the library ready. There is nothing to do: what a database needs is loaded when one is opened. */
export async function init(): Promise<void> {}

export default init;
