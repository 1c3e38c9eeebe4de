// SQLite under the contract, on a disk that keeps what was flushed.
import { FakeDisk } from '../../../../../npm/tabularium/test/support/fakeDisk.mjs';
import { module, modules } from '../../../../../npm/tabularium/test/support/sqlite.mjs';
import { createEngine } from '../../../../target/js/sqlite.js';
import { EngineUnderTest } from './engineUnderTest.mjs';

const URLS = { sqliteEngine: 'none', sqliteWasm: 'contract.wasm' };
modules.offerModule(URLS.sqliteWasm, Promise.resolve(module));

/** A store on a fake disk. */
export class SqliteStore {
  disk = new FakeDisk();
  flushLevels = [];
  isClosed = false;

  /** The page store on the disk. */
  openDisk() {
    const open = (name) => this.disk.open(name);
    return new modules.PageDisk({ log: open('log'), pages: open('pages'), maps: [open('map 0'), open('map 1')] });
  }

  /** A new engine on it. */
  newEngine() {
    const disk = this.openDisk();
    this.isClosed = false;
    const store = {
      storage: 'memory',
      isFresh: !disk.isWhole,
      epoch: 0,
      flush: async (level) => {
        this.flushLevels.push(level);
        disk.flush(level);
      },
      close: () => {
        this.isClosed = true;
      },
    };
    const opening = Promise.resolve({ store, files: disk.files });
    const options = { dataDir: 'sqlite:contract', urls: URLS, store: opening, functions: {} };
    return new EngineUnderTest(createEngine(modules.openSqlite, options), modules.decodeSqliteResults);
  }

  /** The store as the next leader finds it when this one has died: as it was at its last flush. */
  async afterDeath() {
    return this;
  }

  end() {}
}

/** SQLite, and what its SQL says otherwise. */
export const sqlite = {
  name: 'SQLite',
  version: /^sqlite 3\.\d+\.\d+$/,
  sharedStore: async () => new SqliteStore(),
  newStore: async () => new SqliteStore(),
  idOf: async (_engine, table) => table.toLowerCase(),
  failsOn: (column) => `abs(${column})`,
  failingValue: '-9223372036854775808',
  isFailedTransactionOver: false,
  /** Where an error is is told in UTF-16 code units, and not in characters. */
  countsInUnits: true,
  text: (length) => `printf('%.*c', ${length}, 'x')`,
  numbers: (count) => `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count}) select i from n`,
  cascade: 'references item on delete cascade',
  deferred: 'references item deferrable initially deferred',
  blob: 'blob',
  integer64: 'integer',
  beforeCascades: 'pragma foreign_keys = on',
  newTrigger: (name, table, body) => `create trigger ${name} after insert on ${table} begin ${body}; end`,
};
