// Files that are no database, or one that this SQLite cannot write: a typed error, and nothing is changed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectorTo, run } from '../../../../../../npm/tabularium/test/support/sqlite.mjs';
import { onSqlite } from '../engines.mjs';
import { SqliteStore } from '../sqliteDriver.mjs';

const bytesOf = (text) => new TextEncoder().encode(text);

onSqlite('files', "create table item (id integer primary key); insert into item values (1), (2)", (_driver, world) => {
  const exported = async () => (await world.engine.special({ dump: true })).result.slice();

  const DAMAGES = {
    'no database': () => bytesOf('this is a letter, and no database at all'.repeat(100)),
    'too short': (bytes) => bytes.slice(0, 50),
    'cut off': (bytes) => bytes.slice(0, bytes.length - 100),
    'without its last page': (bytes) => bytes.slice(0, bytes.length / 2),
    'newer, for readers': (bytes) => withByte(bytes, 19, 3),
    'newer, for writers': (bytes) => withByte(bytes, 18, 3),
    'of a newer schema': (bytes) => withByte(bytes, 47, 9),
    'overwritten in the midst': (bytes) => filled(bytes, 100, 200),
    'overwritten at its end': (bytes) => filled(bytes, bytes.length / 2, bytes.length),
  };

  function withByte(bytes, at, value) {
    const copy = bytes.slice();
    copy[at] = value;
    return copy;
  }

  function filled(bytes, from, to) {
    return bytes.slice().fill(0x5a, from, to);
  }

  for (const [name, damage] of Object.entries(DAMAGES)) {
    test(`a file to import that is ${name} is refused`, async () => {
      await world.engine.watch('select * from item');
      const before = await exported();
      const note = world.engine.newNote();
      const ran = await world.engine.special({ file: damage(before) }, note);
      assert.deepEqual([ran.failure?.code, ran.failure?.outcome, ran.hasWritten], ['INVALID_ARGUMENT', 'NOT_RUN', false]);
      assert.match(ran.failure.message, /^The file cannot be imported: .+\. Nothing was changed\.$/s);
      assert.deepEqual([ran.tables, ran.schemaChanged], [[], false]);
      assert.equal((await world.engine.recall(note)).failure.code, 'PROTOCOL_ERROR');
      assert.deepEqual(await exported(), before);
      assert.deepEqual(await world.engine.rows('select id from item'), [[1], [2]]);
      await world.engine.unwatch();
    });
  }

  test('a file whose texts are in UTF-16 is refused for that', async () => {
    for (const encoding of [2, 3]) {
      const ran = await world.engine.special({ file: withByte(await exported(), 59, encoding) });
      assert.deepEqual([ran.failure?.code, ran.failure?.outcome], ['INVALID_ARGUMENT', 'NOT_RUN']);
      assert.match(ran.failure.message, /UTF-16, which is not supported; .* UTF-8/);
    }
  });

  test('a whole file is imported, told and written down', async () => {
    const before = await exported();
    await world.engine.run('delete from item');
    await world.engine.watch('select * from item');
    const note = world.engine.newNote();
    const ran = await world.engine.special({ file: before }, note);
    assert.deepEqual([ran.failure, ran.hasWritten, ran.schemaChanged, ran.tables], [null, true, true, ['item']]);
    assert.equal((await world.engine.recall(note)).failure, null);
    assert.deepEqual(await world.engine.rows('select id from item'), [[1], [2]]);
    await world.engine.unwatch();
  });

  test('a file with rows that break a check is none that is damaged', async () => {
    const before = await exported();
    await world.engine.run('pragma ignore_check_constraints = on');
    await world.engine.run('create table grade (points integer check (points > 0)); insert into grade values (-1)');
    await world.engine.run('pragma ignore_check_constraints = off');
    assert.equal((await world.engine.special({ file: await exported() })).failure, null);
    assert.deepEqual(await world.engine.rows('select points from grade'), [[-1]]);
    assert.equal((await world.engine.query('insert into grade values (-2)')).failure.detail.code, '23514');
    assert.equal((await world.engine.special({ file: before })).failure, null);
  });

  test('a file for which there is no memory is refused, in and out, and the engine goes on', async () => {
    const store = new SqliteStore();
    const disk = store.openDisk();
    store.openDisk = () => disk;
    const engine = store.newEngine();
    await engine.open();
    await engine.run('create table item (id integer primary key)');
    const { root } = disk.files;
    const file = root.children.get('database');
    const { sizeBytes } = file;

    file.sizeBytes = Number.MAX_SAFE_INTEGER;
    const { failure } = await engine.special({ dump: true });
    assert.deepEqual([failure.code, failure.outcome], ['UNSUPPORTED', 'NOT_RUN']);
    assert.match(failure.message, /^The database cannot be handed out as a file: .*length/);
    file.sizeBytes = sizeBytes;

    const bytes = (await engine.special({ dump: true })).result;
    disk.files.write = () => {
      throw new RangeError('no memory');
    };
    const refused = await engine.special({ file: bytes });
    assert.deepEqual([refused.failure.code, refused.failure.outcome], ['INVALID_ARGUMENT', 'NOT_RUN']);
    assert.match(refused.failure.message, /no memory\. Nothing was changed/);
    delete disk.files.write;
    assert.deepEqual([...root.children.keys()], ['database', 'tabularium']);
    assert.equal((await engine.special({ file: bytes })).failure, null);
    assert.deepEqual(await engine.rows('select * from item'), []);
  });

  test('a SQLite that stops while it takes a file over has died, and writes nothing more', async () => {
    const store = new SqliteStore();
    const disk = store.openDisk();
    store.openDisk = () => disk;
    const engine = store.newEngine();
    await engine.open();
    const bytes = (await engine.special({ dump: true })).result;
    disk.files.write = () => {
      throw new WebAssembly.RuntimeError('unreachable');
    };
    assert.equal((await engine.special({ file: bytes })).code, 'ENGINE_DIED');
    assert.equal((await engine.flush()).code, 'ENGINE_DIED');
    delete disk.files.write;
    store.flushLevels = [];
    await engine.close();
    assert.deepEqual(store.flushLevels, []);
  });

  for (const file of ['database', 'tabularium']) {
    for (const [name, damage] of Object.entries(DAMAGES)) {
      if (name.startsWith('without') || name.startsWith('cut') || name.endsWith('end')) continue; // Met by the statement that reads the page.
      test(`a store whose file "${file}" is ${name} is not opened, and is left as it is`, async () => {
        const store = new SqliteStore();
        const engine = store.newEngine();
        await engine.open();
        await engine.run('create table item (id integer primary key); insert into item values (1)');
        await engine.flush();
        await damaged(store, file, damage);
        const before = contentOf(store);
        store.flushLevels = [];
        const failure = await store.newEngine().open();
        assert.deepEqual([failure.code, failure.outcome], ['STORAGE_UNAVAILABLE', 'NOT_RUN'], JSON.stringify(failure));
        assert.deepEqual([store.isClosed, store.flushLevels], [true, []]);
        assert.deepEqual(contentOf(store), before);
      });
    }
  }

  /** Changes the bytes of a file in a store. */
  async function damaged(store, name, damage) {
    const disk = store.openDisk();
    const file = disk.files.root.children.get(name);
    const bytes = new Uint8Array(file.sizeBytes);
    disk.files.read(file, bytes, 0);
    const changed = damage(bytes);
    disk.files.resize(file, changed.length);
    disk.files.write(file, changed, 0);
    disk.flush('disk');
  }

  function contentOf(store) {
    return ['log', 'pages', 'map 0', 'map 1'].map((name) => Buffer.from(store.disk.bytesOf(name)).toString('base64'));
  }

  test('a store of a newer format is not opened, and is left as it is', async () => {
    const store = new SqliteStore();
    await store.newEngine().open();
    const disk = store.openDisk();
    const own = connectorTo(disk.files)('tabularium');
    run(own, 'update state set format = 99');
    own.close();
    disk.flush('disk');
    const before = contentOf(store);
    const failure = await store.newEngine().open();
    assert.deepEqual([failure.code, failure.outcome], ['STORAGE_UNAVAILABLE', 'NOT_RUN']);
    assert.match(failure.message, /format 99/);
    assert.deepEqual(contentOf(store), before);
  });

  test('a page that is damaged fails the statements that read it, and the engine goes on', async () => {
    const store = new SqliteStore();
    let engine = store.newEngine();
    await engine.open();
    await engine.run('create table item (id integer primary key); insert into item values (1); create table whole (id integer); insert into whole values (7)');
    await engine.flush();
    await damaged(store, 'database', (bytes) => filled(bytes, 8192, 16384));
    engine = store.newEngine();
    assert.equal((await engine.open()).message, undefined);
    const ran = await engine.query('select * from item');
    assert.deepEqual([ran.failure.code, ran.failure.detail.sqliteCode.slice(0, 14)], ['SQL_ERROR', 'SQLITE_CORRUPT']);
    assert.deepEqual(await engine.rows('select * from whole'), [[7]]);
  });
});
