import type { PGlite } from '@electric-sql/pglite';

/** Makes what the application needs, before the first tab is served. */
export async function setupDb(client: PGlite): Promise<void> {
  await client.exec(`
    create table if not exists message (
      id integer primary key generated always as identity,
      text varchar(1000) not null,
      synced boolean not null default false
    )
  `);
}
