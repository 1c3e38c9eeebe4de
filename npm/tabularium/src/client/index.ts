export { type ClientDatabase, type ClientTransaction, DatabaseClient } from './databaseClient.js';
export { Repository } from './repository.js';
export { type AnyTable, type DrizzleTable, type InsertOf, type RowOf, type Table, table } from './table.js';
