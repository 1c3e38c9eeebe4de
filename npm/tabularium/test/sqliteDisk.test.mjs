import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Death, FakeDisk } from './support/fakeDisk.mjs';
import { Prng } from './support/prng.mjs';
import { connectorTo, module, modules, run } from './support/sqlite.mjs';

const { PAGE_BYTES, PageDisk } = modules;
const LOG_BYTES = 8 * PAGE_BYTES;
const RESIDENT_PAGES = 4;
const SEED_COUNT = 25;
const LIFE_COUNT = 8;

/** A database and what is noted of it in another one, on a disk that may lose what was not flushed. */
class Store {
  #disk;
  #user;
  #own;

  constructor(disk) {
    const files = { log: disk.open('log'), pages: disk.open('pages'), maps: [disk.open('map 0'), disk.open('map 1')] };
    this.#disk = new PageDisk(files, LOG_BYTES, RESIDENT_PAGES);
    const connect = connectorTo(this.#disk.files);
    this.#user = connect('database');
    this.#own = connect('tabularium');
    run(this.#user, 'create table if not exists kept (id integer primary key, filling text, number int)');
    run(this.#user, 'create index if not exists by_filling on kept (filling)');
    run(this.#own, 'create table if not exists journal (slot integer primary key, number int)');
  }

  /** Changes something, and notes that as this request. */
  change(prng, number) {
    const id = prng.below(60);
    const filling = 'x'.repeat(prng.below(3000)) + id;
    const upsert = () => run(this.#user, 'insert or replace into kept values (?, ?, ?)', [id, filling, number]);
    switch (prng.below(9)) {
      case 0:
        run(this.#user, 'delete from kept where id > ?', [id]);
        break;
      case 1:
        run(this.#user, 'vacuum');
        break;
      case 2:
        run(this.#user, 'begin');
        for (let i = 0; i < 5; i++) upsert();
        run(this.#user, prng.below(2) === 0 ? 'commit' : 'rollback');
        break;
      case 3:
        run(this.#user, 'drop index by_filling');
        run(this.#user, 'create index by_filling on kept (filling, number)');
        break;
      default:
        upsert();
    }
    run(this.#own, 'insert or replace into journal values (?, ?)', [number % 16, number]);
  }

  /** Leaves a transaction open: nothing of it may be kept. */
  begin(number) {
    run(this.#user, 'begin');
    run(this.#user, 'insert or replace into kept values (1000, ?, ?)', ['open'.repeat(5000), number]);
  }

  rollBack() {
    run(this.#user, 'rollback');
  }

  /** All that is committed, and the request that was noted last. */
  content() {
    const { rows } = run(this.#user, 'select id, filling, number from kept order by id');
    return JSON.stringify([rows, run(this.#own, 'select max(number) as number from journal').rows]);
  }

  flush(level) {
    this.#disk.flush(level);
  }

  check() {
    for (const connection of [this.#user, this.#own]) {
      assert.deepEqual(run(connection, 'pragma integrity_check').rows, [{ integrity_check: 'ok' }]);
    }
  }
}

for (let seed = 1; seed <= SEED_COUNT; seed++) {
  test(`a death at any moment leaves a whole database and its journal as they were at one flush: seed ${seed}`, () => {
    const prng = new Prng(seed);
    const disk = new FakeDisk();
    let store = new Store(disk);
    store.flush('disk');
    let afterProcess = [store.content()];
    let afterMachine = [...afterProcess];
    let number = 0;
    for (let life = 0; life < LIFE_COUNT; life++) {
      disk.operationsUntilDeath = 10 + prng.below(60);
      try {
        for (;;) {
          for (let i = 1 + prng.below(4); i > 0; i--) store.change(prng, ++number);
          const content = store.content();
          const isOpen = prng.below(3) === 0;
          if (isOpen) store.begin(number);
          const level = prng.below(3) === 0 ? 'memory' : 'disk';
          afterProcess.push(content);
          afterMachine.push(content);
          disk.sizeLimit = prng.below(8) === 0 ? 0 : Infinity;
          try {
            store.flush(level);
            afterProcess = [content];
            if (level === 'disk') afterMachine = [content];
          } catch (error) {
            if (error instanceof Death) throw error;
            assert.equal(error.name, 'QuotaExceededError');
          }
          if (isOpen) store.rollBack();
          assert.equal(store.content(), content, 'the engine goes on with what it had');
        }
      } catch (error) {
        if (!(error instanceof Death)) throw error;
      }
      disk.revive();
      const isPowerLost = prng.below(2) === 0;
      if (isPowerLost) disk.loseUnflushed(prng);
      store = new Store(disk);
      store.check();
      const found = store.content();
      assert.ok((isPowerLost ? afterMachine : afterProcess).includes(found), `life ${life}: found what never was, or is over`);
      afterProcess = [found];
      if (isPowerLost) afterMachine = [found];
    }
  });
}

/** SQLite as a leader's worker has it, on page files. */
async function openEngine(files, functions = {}) {
  const flushes = [];
  const store = { storage: 'opfs', flush: async (level) => void flushes.push(level), close: async () => {} };
  const urls = { sqliteWasm: 'the test has it' };
  modules.offerModule(urls.sqliteWasm, Promise.resolve(module));
  const options = { dataDir: 'sqlite:app', urls, store: Promise.resolve({ store, files }), functions };
  return { handle: await modules.openSqlite(options, () => 0), flushes };
}

test('half of a commit that could not be written, nor taken back, is never flushed', async () => {
  const files = new modules.PageFiles();
  const { handle, flushes } = await openEngine(files);
  run(handle.user, 'create table kept (id integer primary key, number int, filling text)');
  const many = 'with recursive n(i) as (values (1) union all select i + 1 from n where i < 50)';
  run(handle.user, `${many} insert into kept select i, 0, hex(zeroblob(1000)) from n`);
  await handle.flush('disk');
  const write = files.write.bind(files);
  let count = 0;
  files.write = (...values) => {
    if (count++ > 0) throw new RangeError('no memory');
    write(...values);
  };
  assert.throws(() => run(handle.user, 'update kept set number = 1'), { name: 'SQLITE_IOERR_WRITE' });
  await assert.rejects(handle.flush('disk'), { code: 'ENGINE_DIED' });
  await handle.close();
  assert.deepEqual(flushes, ['disk']);
});

test('a database whose checks call functions of the application is imported', async () => {
  const functions = { half: { run: (value) => value / 2, isDeterministic: true } };
  const { handle } = await openEngine(new modules.PageFiles(), functions);
  run(handle.user, 'create table kept (a int check (half(a) < 10))');
  run(handle.user, 'insert into kept values (4)');
  const bytes = handle.export();
  assert.equal(handle.import(bytes), null);
  assert.deepEqual(run(handle.user, 'select a from kept').rows, [{ a: 4 }]);
});
