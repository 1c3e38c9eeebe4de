// The demo's tables. Every tab runs this when it opens, and a new leader again: each statement may run any number of
// times.

export const SCHEMA = `
  create table if not exists todo (
    id integer generated always as identity primary key,
    title text not null constraint todo_title_length check (char_length(title) between 1 and 120),
    done boolean not null default false,
    tab integer not null
  );
  create table if not exists tab (number integer generated always as identity primary key);
  create table if not exists reign (
    term integer primary key,
    tab integer not null,
    began timestamptz not null default now()
  );
  create table if not exists tick (
    tab integer primary key,
    count integer not null,
    written timestamptz not null default now()
  );
`;
