// Drizzle's migrations where there is no folder to read them from: what drizzle-kit has written is put into the bundle.

import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import journal from './drizzle/meta/_journal.json';

const files = import.meta.glob<string>('./drizzle/*.sql', { query: '?raw', import: 'default', eager: true });

interface Migration {
  sql: string[];
  folderMillis: number;
  hash: string;
  bps: boolean;
}

/** What Drizzle's own migrators call, and leave out of its types. */
interface Migrates {
  readonly dialect: { migrate(migrations: Migration[], session: unknown, config: object): Promise<void> };
  readonly session: unknown;
}

/** Runs the migrations that have not been run. */
export async function migrate(db: PgDatabase<PgQueryResultHKT, Record<string, unknown>>): Promise<void> {
  const { dialect, session } = db as unknown as Migrates;
  await dialect.migrate(await Promise.all(journal.entries.map(read)), session, {});
}

async function read({ tag, when, breakpoints }: (typeof journal.entries)[number]): Promise<Migration> {
  const text = files[`./drizzle/${tag}.sql`];
  if (text === undefined) throw new Error(`There is no file ${tag}.sql.`);
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return {
    sql: text.split('--> statement-breakpoint'),
    folderMillis: when,
    hash: Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    bps: breakpoints,
  };
}
