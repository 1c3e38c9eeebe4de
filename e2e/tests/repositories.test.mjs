// The architecture with a database client and repositories (S1), line by line: its own code with nothing but the
// imports changed, in tabs. docs/compat.md has the list.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { browserTest } from '../harness/browser-test.mjs';
import { viteApp } from '../harness/built-app.mjs';
import { until } from '../harness/wait.mjs';

const pathOf = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const run = promisify(execFile);

const EXAMPLE = pathOf('../../examples/repositories');
const DOCUMENTS = pathOf('../documents-app');
const COMMAND = pathOf('../../npm/tabularium/bin/tabularium.mjs');

/** How soon a change is seen in another tab after it was acknowledged: the median, and the slowest of all. */
const LATENCY_MEDIAN_MS_MAX = 100;
const LATENCY_MS_MAX = 1000;
const CHANGES = 40;

const app = viteApp(DOCUMENTS);
const options = { mounts: { '/documents/': `${app.outDir}/` } };

async function opened(browser) {
  await app.build();
  const tab = await browser.openTab('/documents/?document=architecture');
  await isLoaded(tab);
  return tab;
}

const isLoaded = (tab) =>
  until('the page is there', () => tab.page.evaluate(() => globalThis.app?.isLoaded === true));

/** Declares parts of a test that go on in the same tabs; the first that fails ends the test. */
function partsOf(t) {
  return async (name, body) => {
    let failure;
    await t.test(name, async () => {
      try {
        await body();
      } catch (error) {
        failure = error;
        throw error;
      }
    });
    if (failure !== undefined) throw failure;
  };
}

function programOf(folder) {
  const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), ts.sys.readFile);
  const { fileNames, options: settings } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  return ts.createProgram(fileNames, settings);
}

function faultsOf(program) {
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
}

test('S1-01: the layout of files', () => {
  const files = [
    'workers/pglite.worker.ts', 'db/schema.ts', 'db/client.ts', 'db/index.ts',
    'db/repositories/index.ts', 'db/repositories/todos.ts', 'main.ts',
  ];
  assert.deepEqual(files.filter((file) => !existsSync(join(EXAMPLE, 'src', file))), []);
});

test("S1-13: a schema of Drizzle's gives the types of rows", () => {
  const program = programOf(EXAMPLE);
  const checker = program.getTypeChecker();
  const schema = checker.getSymbolAtLocation(program.getSourceFile(join(EXAMPLE, 'src/db/schema.ts')));
  const user = checker.getExportsOfModule(schema).find(({ name }) => name === 'User');
  const written = checker.typeToString(checker.getDeclaredTypeOfSymbol(user), undefined, ts.TypeFormatFlags.InTypeAlias);
  assert.equal(written, '{ id: number; name: string; email: string; }');
});

test("S1-18: the document's code and the example compile under strict", () => {
  for (const folder of [EXAMPLE, DOCUMENTS]) {
    const program = programOf(folder);
    assert.equal(program.getCompilerOptions().strict, true);
    assert.deepEqual(faultsOf(program), []);
  }
});

browserTest('S1: the client and the repositories in two tabs', options, async ({ browser, t }) => {
  const part = partsOf(t);
  const first = await opened(browser);
  const second = await opened(browser);

  await part('S1-02: the client works over PGliteWorker, on the one PGlite of all tabs', async () => {
    const leaders = await Promise.all([first, second].map((tab) => tab.run(() => app.db instanceof app.DatabaseClient)));
    assert.deepEqual(leaders, [true, true]);
    const stores = await second.run(async () => (await indexedDB.databases()).map(({ name }) => name));
    assert.ok(stores.includes('/pglite/my-db'), stores.join());
  });

  await part('S1-03: init() again is no other database', async () => {
    const workers = first.page.workers().length;
    await first.run(() => Promise.all([app.db.init(), app.db.init(), app.db.init()]));
    assert.equal(first.page.workers().length, workers);
  });

  await part('S1-04: query gives rows', async () => {
    assert.deepEqual(await first.run(() => app.users), []);
    const rows = await second.run(() => app.db.query('SELECT n, $1::text AS text FROM generate_series(1, 2) n', ['a']));
    assert.deepEqual(rows, [{ n: 1, text: 'a' }, { n: 2, text: 'a' }]);
  });

  await part('S1-05: queryOne gives a row, or undefined', async () => {
    assert.equal(await first.run(() => app.user === undefined), true);
    assert.deepEqual(await second.run(() => app.db.queryOne('SELECT $1::int AS id', [1])), { id: 1 });
  });

  await part('S1-08: a repository adds, toggles, deletes, gives and follows todos; add gives the row', async () => {
    const crud = await second.run(async () => {
      const { allTodos, newTodo, unsubscribe } = await app.crud();
      unsubscribe();
      return { allTodos, newTodo, left: await app.repositories.todos.getAll() };
    });
    assert.deepEqual(crud, { allTodos: [], newTodo: { id: 1, title: 'Learn PGlite', done: false }, left: [] });
    const toggled = await second.run(async () => {
      const { id } = await app.repositories.todos.add('toggled');
      await app.repositories.todos.toggle(id);
      const all = await app.repositories.todos.getAll();
      await app.repositories.todos.delete(id);
      return all;
    });
    assert.deepEqual(toggled, [{ id: 2, title: 'toggled', done: true }]);
  });

  await part('S1-06: liveQuery calls back with rows, in every tab, until what it returned is called', async () => {
    await first.run(() => app.repositories.todos.add('one'));
    for (const tab of [first, second]) {
      await until(`${tab.name} shows it`, () => tab.run(() => app.shown.at(-1)[0]?.title === 'one'));
    }
    await second.run(() => app.unsubscribe());
    const before = await second.run(() => app.shown.length);
    await second.run(() => app.repositories.todos.add('two'));
    await until('the first shows it', () => first.run(() => app.shown.at(-1)[0].title === 'two'));
    assert.deepEqual(await first.run(() => app.shown.at(-1).map(({ id }) => id)), [4, 3]);
    assert.equal(await second.run(() => app.shown.length), before);
  });

  await part('S1-09: a repository by hand takes the client, adds, orders by name and follows', async () => {
    const seen = await second.run(async () => {
      const users = new app.repositories.UserRepository(app.db);
      const names = [];
      const end = await users.subscribe((all) => names.push(all.map(({ name }) => name).join()));
      const added = await users.add('Grace', 'grace@example.org');
      await app.repositories.users.add('Ada', 'ada@example.org');
      while (names.at(-1) !== 'Ada,Grace') await new Promise((resolve) => setTimeout(resolve, 10));
      end();
      return { added, all: await users.getAll() };
    });
    assert.deepEqual(seen.added, { id: 1, name: 'Grace', email: 'grace@example.org' });
    assert.deepEqual(seen.all, [{ id: 2, name: 'Ada', email: 'ada@example.org' }, seen.added]);
  });

  await part('S1-10: instances and classes are exported', async () => {
    const exported = await first.run(() => Object.keys(app.repositories).sort());
    assert.deepEqual(exported, ['TodoRepository', 'UserRepository', 'db', 'todos', 'users']);
  });

  await part("S1-14: identity, lengths, RETURNING and order are PostgreSQL's", async () => {
    const codeOf = (sql) => first.run((text) => app.db.query(text).then(() => 'none', ({ code }) => code), sql);
    assert.equal(await codeOf("INSERT INTO users (id, name, email) VALUES (9, 'a', 'b')"), '428C9');
    assert.equal(await codeOf("INSERT INTO users (name, email) VALUES (repeat('x', 256), 'b')"), '22001');
    const rows = await first.run(() => app.db.query("INSERT INTO users (name, email) VALUES ('Zoe', 'z') RETURNING *"));
    assert.deepEqual(rows.map(({ name }) => name), ['Zoe']);
    const ordered = await first.run(() => app.db.query('SELECT id FROM users ORDER BY id DESC'));
    assert.deepEqual(ordered.map(({ id }) => id), [rows[0].id, 2, 1]);
  });

  await part('S1-07: close ends what the tab follows and refuses calls; other tabs go on', async () => {
    const closed = await second.run(async () => {
      await app.repositories.todos.subscribe((all) => app.shown.push(all));
      const before = app.shown.length;
      await app.db[Symbol.asyncDispose]();
      const code = await app.db.query('SELECT 1').catch((error) => error.code);
      return { code, before };
    });
    assert.equal(closed.code, 'CLOSED');
    await first.run(() => app.repositories.todos.add('after the close'));
    await until('the first shows it', () => first.run(() => app.shown.at(-1)[0].title === 'after the close'));
    assert.equal(await second.run(() => app.shown.length), closed.before);
    assert.equal(await second.run(async () => (await app.db.init(), app.repositories.todos.getAll())).then((all) => all.length), 3);
  });
});

browserTest('S1: one tab has the database', { ...options, isLong: true }, async ({ browser, t }) => {
  const part = partsOf(t);
  const first = await opened(browser);
  const second = await opened(browser);

  await part('S1-11, S1-12: the worker makes the database and its tables before any tab is served', async () => {
    // The pages make no table; what they ask first is answered by what init made.
    assert.deepEqual(await second.run(() => app.db.query("SELECT to_regclass('todos')::text t, to_regclass('users')::text u")), [
      { t: 'todos', u: 'users' },
    ]);
  });

  await part('S1-16: a change is seen in the other tab at once, from the leader and from the follower', async () => {
    for (const [writer, reader] of [[first, second], [second, first]]) {
      await reader.run(() => {
        app.seenMs = new Map();
        return app.repositories.todos.subscribe((all) => {
          for (const { title } of all) if (!app.seenMs.has(title)) app.seenMs.set(title, Date.now());
        });
      });
      const written = await writer.run(async ([name, count]) => {
        const acknowledged = [];
        for (let i = 0; i < count; i++) {
          await app.repositories.todos.add(`${name} ${i}`);
          acknowledged.push([`${name} ${i}`, Date.now()]);
        }
        return acknowledged;
      }, [writer.name, CHANGES]);
      await until('the last one is seen', () => reader.run((title) => app.seenMs.has(title), written.at(-1)[0]));
      const seen = new Map(await reader.run(() => [...app.seenMs]));
      const latenciesMs = written.map(([title, ms]) => seen.get(title) - ms).sort((a, b) => a - b);
      const [median, slowest] = [latenciesMs[CHANGES / 2], latenciesMs.at(-1)];
      t.diagnostic(`${writer.name} to ${reader.name}: median ${median} ms, slowest ${slowest} ms`);
      assert.ok(median <= LATENCY_MEDIAN_MS_MAX && slowest <= LATENCY_MS_MAX, `${median} ms, ${slowest} ms`);
    }
  });

  await part('S1-18: tabs that write at once do not conflict', async () => {
    const addMany = (tab) =>
      tab.run((name) => Promise.all(Array.from({ length: 20 }, (_, i) => app.repositories.users.add(name, `${i}`))), tab.name);
    const ids = (await Promise.all([first, second].map(addMany))).flat().map(({ id }) => id);
    assert.equal(new Set(ids).size, 40);
    assert.equal((await first.run(() => app.repositories.users.getAll())).length, 40);
  });

  await part('S1-16: when the leader closes, the other tab goes on, and follows on', async () => {
    await first.close();
    await second.run(() => app.repositories.todos.add('after the leader'));
    await until('it is followed', () => second.run(() => app.shown.at(-1)[0].title === 'after the leader'));
  });

  await part('S1-18: what was acknowledged is kept in IndexedDB, over a crash of the browser', async () => {
    await browser.kill();
    await browser.start();
    const third = await opened(browser);
    assert.equal(await third.run(() => app.repositories.users.getAll().then((all) => all.length)), 40);
    assert.equal(await third.run(() => app.shown.at(-1)[0].title), 'after the leader');
  });
});

browserTest('S1-17: a client without options works in every tab', { ...options, isLong: true }, async ({ browser }) => {
  const tabs = [await opened(browser), await opened(browser)];
  for (const tab of tabs) {
    await tab.run(async () => {
      app.plain = new app.DatabaseClient();
      await app.plain.query('create table if not exists visit (tab int)');
      await app.plain.liveQuery('select count(*)::int as n from visit', [], ([{ n }]) => (app.visits = n));
    });
  }
  for (const tab of tabs) await tab.run(() => app.plain.query('insert into visit values (1)'));
  for (const tab of tabs) await until(`${tab.name} sees both`, () => tab.run(() => app.visits === 2));
});

/** A copy of the example inside this folder, so that it finds the packages it imports. */
const copy = mkdtempSync(pathOf('../.made-'));
after(() => rmSync(copy, { recursive: true, force: true }));
const made = viteApp(copy);

const PAGE = `
import * as db from './db';

Object.assign(window, {
  app: {
    ...db,
    attempt: async (run: (argument: unknown) => unknown, argument: unknown) => ({ value: await run(argument) }),
    summary: () => ({}),
    isLoaded: true,
  },
});
`;

browserTest(
  'S1-15: what the command adds to the example compiles, and works in every tab',
  { mounts: { '/made/': `${made.outDir}/` }, isLong: true },
  async ({ browser }) => {
    for (const name of ['src', 'index.html', 'package.json', 'tsconfig.json']) {
      cpSync(join(EXAMPLE, name), join(copy, name), { recursive: true });
    }
    const args = ['new-repository', 'tags', 'label:varchar(255)', 'seen_at?:timestamptz'];
    const { stdout } = await run(process.execPath, [COMMAND, ...args], { cwd: copy });
    assert.equal(stdout.trim().split('\n').length, 6);
    assert.deepEqual(faultsOf(programOf(copy)), []);
    writeFileSync(join(copy, 'src/main.ts'), PAGE);
    await made.build();
    const tabs = [];
    for (let i = 0; i < 2; i++) {
      tabs.push(await browser.openTab('/made/'));
      await isLoaded(tabs[i]);
    }
    const [first, second] = tabs;
    await first.run(() => app.tags.subscribe((all) => (app.seen = all.map(({ label }) => label).join())));
    const added = await second.run(async () => {
      const tag = await app.tags.add({ label: 'a', seenAt: new Date(0) });
      return { ...tag, isDate: tag.seenAt instanceof Date };
    });
    assert.deepEqual(added, { id: 1, label: 'a', seenAt: new Date(0), isDate: true });
    await until('the first tab sees it', () => first.run(() => app.seen === 'a'));
    await first.close();
    assert.equal(await second.run(async () => (await app.tags.update(1, { label: 'b' })).label), 'b');
    assert.equal(await second.run(() => app.tags.delete(1)), true);
    assert.deepEqual(await second.run(() => app.tags.getAll()), []);
  },
);
