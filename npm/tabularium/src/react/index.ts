export type { SharedDatabase } from '../hooks/database.js';
export { TabulariumProvider, type TabulariumProviderProps } from './provider.js';
export type { DatabaseStatus } from '../hooks/status.js';
export { useDatabase } from './useDatabase.js';
export { type LiveQueryState, useLiveQuery } from './useLiveQuery.js';
export { WorkerStatus, type WorkerStatusProps } from './workerStatus.js';
