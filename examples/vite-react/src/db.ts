import { Tabularium } from 'tabularium';

/** One database for all tabs; the promise is made once, when the page is loaded. */
export const opening = open();

export interface Todo {
  readonly id: number;
  readonly title: string;
  readonly done: boolean;
}

async function open(): Promise<Tabularium> {
  const db = await Tabularium.open('idb://vite-react');
  await db.exec(`
    create table if not exists todo (
      id integer primary key generated always as identity,
      title text not null check (title <> ''),
      done boolean not null default false
    )
  `);
  return db;
}
