import type { CallOptions, WriteOptions } from '../calls.js';
import { type Tabularium, TabulariumError } from '../index.js';

/**
 * The database as the bytes of a file that every SQLite can open, as it is when the call's turn comes: after the writes that
 * were begun before, and after a transaction that is open. Nothing of this library is in it.
 *
 * @example
 * ```ts
 * const bytes = await exportFile(db);
 * link.href = URL.createObjectURL(new Blob([bytes], { type: 'application/vnd.sqlite3' }));
 * ```
 */
export async function exportFile(db: Tabularium, options: CallOptions = {}): Promise<Uint8Array> {
  checkIsSqlite(db);
  return db.start('query', { sql: '', dump: 'none' }, options, ({ payload }) => payload ?? new Uint8Array());
}

/**
 * Puts the database of a file in the place of this one, in all tabs, all or nothing: what was there before is gone. A file
 * that is no database, is damaged, or was written by a newer SQLite is refused with `INVALID_ARGUMENT`, and nothing is
 * changed. It waits for its turn as any call. What lies in a WAL beside the file is not in its bytes.
 *
 * @example
 * ```ts
 * await importFile(db, new Uint8Array(await file.arrayBuffer()));
 * ```
 */
export async function importFile(db: Tabularium, bytes: Uint8Array, options: WriteOptions = {}): Promise<void> {
  checkIsSqlite(db);
  if (!(bytes instanceof Uint8Array)) throw refused('INVALID_ARGUMENT', 'importFile() takes the bytes of a file as a Uint8Array.');
  // A view of a part would be sent with the whole buffer behind it.
  const file = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
  await db.start('query', { sql: '', file }, options, () => {});
}

function checkIsSqlite(db: Tabularium): void {
  if (!db.mode.engine.startsWith('sqlite ')) throw refused('UNSUPPORTED', 'Only a database opened by sqlite:… has a file.');
}

function refused(code: 'INVALID_ARGUMENT' | 'UNSUPPORTED', message: string): TabulariumError {
  return new TabulariumError({ code, message, outcome: 'notRun' });
}
