import { PageFiles } from '../engine/pageFiles.js';
import { Connection } from './connection.js';
import { PRAGMA_ALLOWED } from './facts.js';
import { installPageVfs } from './pageVfs.js';
import type { Sqlite3Static } from './sqlite3.js';

const NAME = 'rehearsal';
/** What an engine does first when it leads: statements that read and write, kept and not. */
const STATEMENTS = [
  'create table rehearsed (id integer primary key, text text, bytes blob) strict',
  'insert or replace into rehearsed values (?, ?, ?)',
  'begin',
  "insert into rehearsed (id, text) values (?, ?) on conflict do update set text = 'b' returning id, text, ?",
  'select id, text, bytes from rehearsed where id = ? and text <> ? and bytes is not ? order by text',
  'commit',
];
const VALUES = [1, 'a', new Uint8Array(1)];

/**
 * Runs SQLite once, on files of its own that are thrown away. Browsers compile a function of a WebAssembly module when it
 * is first called; what is opened later finds most of them compiled.
 */
export function rehearse(sqlite: Sqlite3Static): Sqlite3Static {
  installPageVfs(sqlite, new PageFiles(), NAME, () => {});
  const connection = new Connection(sqlite, NAME, NAME, () => PRAGMA_ALLOWED);
  for (const sql of STATEMENTS) {
    const prepared = connection.prepare(sql);
    connection.run(prepared, VALUES.slice(0, prepared.names.length));
  }
  connection.close();
  return sqlite;
}
