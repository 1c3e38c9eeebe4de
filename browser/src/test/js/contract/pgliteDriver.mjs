// PGlite under the contract.
import { modules } from '../../../../../npm/tabularium/test/support/sqlite.mjs';
import { createEngineOn, newStore } from '../pglite.mjs';
import { EngineUnderTest } from './engineUnderTest.mjs';

/** A store in memory, of which a copy is kept at each flush where that is asked for: it takes time. */
class PgliteStore {
  #store;
  #isKept;
  #kept;

  constructor(store, isKept) {
    this.#store = store;
    this.#isKept = isKept;
    store.onFlush = async () => {
      if (this.#isKept) this.#kept = await store.pg.dumpDataDir('none');
    };
  }

  /** A new engine on it. */
  newEngine() {
    return new EngineUnderTest(createEngineOn(this.#store), modules.decodeResults);
  }

  /** The store as the next leader finds it when this one has died: as it was at its last flush. */
  async afterDeath() {
    const next = await newStore({ loadDataDir: this.#kept });
    await this.end();
    return new PgliteStore(next, true);
  }

  // An idle PGlite has a timer, which would keep the process.
  end() {
    return this.#store.pg.close();
  }
}

let shared;

/** One PGlite for all who need no store of their own, emptied: to start one takes seconds. */
async function sharedStore() {
  shared ??= await newStore();
  await shared.pg.exec('drop schema if exists tabularium cascade; drop schema public cascade; create schema public');
  return new PgliteStore(shared, false);
}

/** PGlite, and what its SQL says otherwise. */
export const pglite = {
  name: 'PGlite',
  version: /^pglite 0\.5\.16$/,
  sharedStore,
  endShared: () => shared?.pg.close(),
  /** A new store; one that is kept is there again, after its leader's death, as it was at its last flush. */
  newStore: async ({ isKept = false } = {}) => new PgliteStore(await newStore(), isKept),
  /** How `readSet` and `tables` name a table. */
  idOf: async (engine, table) => String((await engine.rows(`select '${table}'::regclass::oid`))[0][0]),
  /** A statement that fails where it stands on a row with this number. */
  failsOn: (column) => `1 / ${column}`,
  failingValue: 0,
  /** A statement that fails inside a transaction ends what can be done in it. */
  isFailedTransactionOver: true,
  text: (length) => `repeat('x', ${length})`,
  numbers: (count) => `select i from generate_series(1, ${count}) i`,
  cascade: 'references item on delete cascade',
  deferred: 'references item deferrable initially deferred',
  blob: 'bytea',
  integer64: 'bigint',
  beforeCascades: '',
  newTrigger: (name, table, body) =>
    `create function ${name}() returns trigger language plpgsql as $$ begin ${body}; return null; end $$;` +
    ` create trigger ${name} after insert on ${table} for each row execute function ${name}()`,
};
