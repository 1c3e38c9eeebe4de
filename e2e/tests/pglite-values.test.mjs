// What goes in and comes out, compared with PGlite alone: the same calls, the same results, the same errors.

import assert from 'node:assert/strict';
import { openPgliteTabs, pgliteTest } from '../harness/pglite-tabs.mjs';

const SCHEMA = `
  create type mood as enum ('sad', 'ok', 'happy');
  create domain short as varchar(5);
  create table thing (
    id int primary key generated always as identity, name text not null constraint named check (name <> ''),
    feeling mood, feelings mood[], at timestamptz, day date, data jsonb, bytes bytea, price numeric, big int8, tags text[],
    grid int[][], sure bool, of int references thing
  );
  insert into thing (name) values ('todo');
  create function warn() returns int language plpgsql as 'begin raise notice ''one''; raise warning ''two''; return 1; end';
`;

/** What is called, by a name: each gets a PGlite and what it may use. */
const CALLS = {
  types: (pg) =>
    pg.query(`select 1::int2 a, 2::int4 b, 9007199254740993::int8 c, 4::int8 d, 1.5::float8 e, 1.10::numeric f, true g,
      'x'::text h, '2026-01-02'::date i, '2026-01-02 03:04:05+00'::timestamptz j, '{"a":[1]}'::jsonb k,
      '\\x00ff'::bytea l, null::int m, '(1,2)'::point n, '1 day'::interval o, 'a'::"char" p, 5::oid q, 'ok'::mood r,
      'ab'::short s, '{1,NULL,3}'::int[] t, '{{1,2},{3,4}}'::int[][] u, '{"a b",NULL,"c\\"d"}'::text[] v, '{ok,sad}'::mood[] w,
      '{t,f}'::bool[] x, '{2026-01-02}'::date[] y, '{"{\\"a\\":1}"}'::jsonb[] z, '{9007199254740993}'::int8[] aa,
      '{\\\\x01}'::bytea[] ab, '{ab}'::short[] ac, 'NaN'::float8 ad, '2026-01-02 03:04:05'::timestamp ae`),
  parameters: (pg) =>
    pg.query(
      `insert into thing (name, feeling, feelings, at, day, data, bytes, price, big, tags, grid, sure, of)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning *`,
      ['n', 'happy', ['ok', 'sad'], new Date(0), new Date(0), { a: [1, 'x', null] }, new Uint8Array([0, 255]), '1.50',
        9007199254740993n, ['a', 'b "c"', '\\'], [[1, 2], [3, 4]], true, 1],
    ),
  untyped: (pg) => pg.query('select $1 as a, $2::int + 1 as b', ['x', 2]),
  paramTypes: (pg) => pg.query('select $1 as a', [5], { paramTypes: [23] }),
  arrays: (pg) => pg.query('select 1 as a, 2 as a, 3 as b', [], { rowMode: 'array' }),
  duplicates: (pg) => pg.query('select 1 as a, 2 as a'),
  parsers: (pg) => pg.query('select 5::int8 as a, 6 as b', [], { parsers: { 20: (value) => `big ${value}` } }),
  serializers: (pg) =>
    pg.query('select $1::text as a', [{ n: 1 }], { serializers: { 25: (value) => `written ${value.n}` } }),
  empty: (pg) => pg.query(''),
  none: (pg) => pg.query('select 1 where false'),
  noColumns: (pg) => pg.query('select from thing'),
  script: (pg) => pg.exec(`create table s (a int); insert into s values (1), (2); update s set a = 3; select * from s;
    delete from s where a = 3; drop table s`),
  scriptRows: (pg) => pg.exec('select 1 as a; select 2 as b', { rowMode: 'array' }),
  command: (pg) => pg.query('update thing set sure = false'),
  explain: async (pg) => (await pg.query('explain (costs off) select 1')).rows,
  described: async (pg) => {
    const { queryParams, resultFields } = await pg.describeQuery('select id, name, feelings from thing where id = $1');
    const parse = ({ name, dataTypeID, parser }) => [name, dataTypeID, typeof parser];
    return [queryParams.map((one) => [one.dataTypeID, typeof one.serializer]), resultFields.map(parse)];
  },
  sql: (pg) => pg.sql`select ${1}::int as a, ${'x'}::text as b`,
  template: (pg, { template }) =>
    pg.sql`select ${template.identifier`name`} from ${template.raw`thing`} where id = ${1}`,
  query: (pg, { template }) => {
    const { query, params } = template.query`select ${template.sql`${1}::int + ${2}::int`} as a`;
    return pg.query(query, params);
  },
  notices: async (pg) => {
    const seen = [];
    const onNotice = ({ message, severity }) => seen.push([severity, message]);
    await pg.query('select warn()', [], { onNotice });
    await pg.exec('select warn(); drop table if exists nope', { onNotice });
    return seen;
  },
  copyIn: async (pg) => {
    const blob = new Blob(['7,seven\n8,"ei,ght"\n']);
    const { affectedRows } = await pg.query("copy thing (big, name) from '/dev/blob' with (format csv)", [], { blob });
    const { rows } = await pg.query('select big, name from thing where big in (7, 8) order by big');
    return { affectedRows, rows };
  },
  copyOut: async (pg) => {
    const { blob, affectedRows } = await pg.query("copy (select 1, 'ü') to '/dev/blob'");
    return { text: await blob.text(), affectedRows };
  },
  transaction: async (pg) => {
    const seen = [];
    let kept;
    const value = await pg.transaction(async (tx) => {
      kept = tx;
      seen.push((await tx.query('select 1 as a')).rows, (await tx.sql`select ${2}::int as a`).rows);
      seen.push((await tx.exec('select 3 as a'))[0].rows, tx.closed);
      return 'value';
    });
    return { seen, value, isClosed: kept.closed, late: await kept.query('select 1').catch((error) => error.message) };
  },
  rollback: async (pg) => {
    await pg.transaction(async (tx) => {
      await tx.query("insert into thing (name) values ('undone')");
      await tx.rollback();
    });
    return pg.query("select count(*)::int from thing where name = 'undone'");
  },
  syntaxError: (pg) => pg.query('selec 1'),
  uniqueError: (pg) => pg.query('insert into thing (id, name) overriding system value values ($1, $2)', [1, 'x']),
  checkError: (pg) => pg.query("insert into thing (name) values ('')"),
  foreignError: (pg) => pg.query("insert into thing (name, of) values ('x', 99)"),
  nullError: (pg) => pg.sql`insert into thing (name) values (${null})`,
  typeError: (pg) => pg.query('select $1::int', ['abc']),
  scriptError: (pg) => pg.exec('select 1; select 1/0'),
  raisedError: (pg) =>
    pg.exec("do $$ begin raise exception 'no' using errcode = 'P0001', detail = 'd', hint = 'h'; end $$"),
  errorInTransaction: (pg) => pg.transaction((tx) => tx.query('select nope')),
  commitOfFailed: (pg) => pg.transaction((tx) => tx.query('select 1/0').catch(() => {})),
};

/** Runs every call on PGlite alone and on the tab's own, and gives what came of each. */
function compare(tab) {
  const source = Object.entries(CALLS).map(([name, call]) => [name, String(call)]);
  return tab.page.evaluate(
    async ([calls, schema]) => {
      const { PGlite } = await import('/engine/index.js');
      const templates = [await import('/engine/templating.js'), app.template];
      const FIRST_USER_OID = 16384;
      const plain = (value) => {
        if (typeof value === 'bigint') return `${value}n`;
        if (value >= FIRST_USER_OID && value < FIRST_USER_OID + 1000) return 'a type of the user';
        if (value instanceof Date) return `Date ${value.getTime()}`;
        if (value instanceof Uint8Array) return `bytes ${[...value]}`;
        if (Number.isNaN(value)) return 'NaN';
        if (Array.isArray(value)) return value.map(plain);
        if (value === null || typeof value !== 'object') return value;
        const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
        return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner)]));
      };
      const outcome = async (call, pg, template) => {
        try {
          return plain(await call(pg, { template }));
        } catch (error) {
          const { length, outcome, name, ...fields } = error;
          return { error: plain({ ...fields, message: error.message }) };
        }
      };
      const alone = await PGlite.create();
      const outcomes = {};
      for (const pg of [alone, app.pg]) await pg.exec(schema);
      await alone.refreshArrayTypes(); // PGlite alone does not see by itself which types are arrays.
      for (const [name, text] of calls) {
        const call = app.functions[name];
        outcomes[name] = { theirs: await outcome(call, alone, templates[0]), ours: await outcome(call, app.pg, templates[1]) };
      }
      return outcomes;
    },
    [source, SCHEMA],
  );
}

pgliteTest('every call gives what PGlite alone gives', async ({ browser }) => {
  const [, tab] = await openPgliteTabs(browser, 2, { dataDir: 'memory://' });
  const list = Object.entries(CALLS).map(([name, call]) => `${name}: ${call}`);
  // The page's policy forbids eval, so the calls come in as a script of the test's own.
  await tab.page.context().newCDPSession(tab.page).then((devtools) =>
    devtools.send('Runtime.evaluate', { expression: `app.functions = {${list.join(',')}}` }),
  );
  const outcomes = await compare(tab);
  for (const [name, { theirs, ours }] of Object.entries(outcomes)) assert.deepEqual(ours, theirs, name);
});
