export {
  type ClientDatabase,
  type ClientTransaction,
  type ClientTransactionOptions,
  DatabaseClient,
} from './databaseClient.js';
export type { DrizzleTable } from './drizzleTable.js';
export { Repository } from './repository.js';
export { type AnyTable, type InsertOf, type KeyOf, type RowOf, type Table, table } from './table.js';
