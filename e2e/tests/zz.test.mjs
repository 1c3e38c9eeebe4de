import assert from 'node:assert/strict';
import { browserTest } from '../harness/browser-test.mjs';
browserTest('sqlite try', {}, async ({ browser }) => {
  const open = async () => { const tab = await browser.openTab('/index.html'); return tab; };
  const a = await open();
  console.log(JSON.stringify(await a.run(async () => {
    const { Tabularium } = await import('/tabularium/index.js');
    const t0 = performance.now();
    const db = (globalThis.db = await Tabularium.open('sqlite:app'));
    const t1 = performance.now();
    await db.exec('create table todo (id integer primary key, title text not null unique, done int default 0); pragma foreign_keys = on');
    const r = await db.query('insert into todo (title) values ($1) returning id', ['a']);
    const n = await db.query('insert into todo (title) values (:title)', {title: 'b'});
    const e = await db.query('insert into todo (title) values (?)', ['b']).catch((e) => ({code: e.code, outcome: e.outcome, m: e.message, s: e.sqlState, col: e.column, ee: e.engineError}));
    const b = await db.batch(['select 1 as x', {sql: 'update todo set done = ?', params: [1]}]);
    const tx = await db.transaction(async (tx) => { await tx.query("insert into todo(title) values ('t')"); return (await tx.query('select * from todo')).rows; });
    const all = await db.query('select * from todo');
    const fk = await db.query('pragma foreign_keys');
    const errs = [];
    for (const q of ["attach 'x' as y", 'begin', 'vacuum', "vacuum into 'q'", 'pragma journal_mode=wal', 'create temp table q(x)', 'selec', 'select 1; select 2', '', 'commit']) errs.push([q, await db.query(q).then((r) => r.rows.length, (e) => e.code + ' ' + e.outcome + ' ' + e.message)]);
    const live = []; const sub = await db.live.query('select count(*) as n from todo', [], (r) => live.push(r.rows[0].n));
    await db.query("insert into todo(title) values ('live')");
    await new Promise((r) => setTimeout(r, 200));
    return { mode: db.mode, openMs: t1 - t0, r, n, e, b, tx, all: all.rows, fk: fk.rows, errs, live };
  }), null, 1));
});
