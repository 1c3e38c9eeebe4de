// The parts of SQLite's engine as one module, so that they share what they share in a worker.
export { PageDisk } from '../../src/engine/pageDisk.js';
export { PAGE_BYTES, PageFiles } from '../../src/engine/pageFiles.js';
export { decodeResults } from '../../src/payload/decode.js';
export { decodeSqliteResults } from '../../src/payload/sqliteDecode.js';
export { offerModule } from '../../src/sqlite/ahead.js';
export { Connection } from '../../src/sqlite/connection.js';
export { openSqlite } from '../../src/sqlite/openSqlite.js';
export { installPageVfs } from '../../src/sqlite/pageVfs.js';
export { results } from '../../src/sqlite/results.js';
export { startSqlite } from '../../src/sqlite/sqlite3.js';
