import type { Change } from '@electric-sql/pglite/live';
import type { KeyedRow } from './rows.js';

type Rows = ReadonlyMap<string, KeyedRow>;

/**
 * What leads from one state of a keyed result to the next, as PGlite tells it: rows that are new, rows that are gone,
 * then rows that are different, of which what has changed is given and everything else is null.
 */
export function changesBetween<T>(before: Rows, now: Rows, columns: readonly string[], key: string): Change<T>[] {
  const inserts: unknown[] = [];
  const deletes: unknown[] = [];
  const updates: unknown[] = [];
  for (const [text, { row, after }] of now) {
    if (!before.has(text)) inserts.push({ __op__: 'INSERT', ...row, __after__: after, __changed_columns__: [] });
  }
  const nulls = Object.fromEntries(columns.map((name) => [name, null]));
  for (const [text, { row }] of before) {
    if (now.has(text)) continue;
    deletes.push({ __op__: 'DELETE', ...nulls, [key]: row[key], __after__: null, __changed_columns__: [] });
  }
  for (const [text, next] of now) {
    const last = before.get(text);
    if (last === undefined) continue;
    const changed = columns.filter((name, i) => name !== key && last.texts[i] !== next.texts[i]);
    const values = Object.fromEntries(changed.map((name) => [name, next.row[name]]));
    const hasMoved = last.afterText !== next.afterText;
    if (hasMoved) changed.push('__after__');
    if (changed.length === 0) continue;
    updates.push({
      __op__: 'UPDATE',
      ...nulls,
      ...values,
      [key]: next.row[key],
      __after__: hasMoved ? next.after : null,
      __changed_columns__: changed,
    });
  }
  return [...inserts, ...deletes, ...updates] as Change<T>[];
}
