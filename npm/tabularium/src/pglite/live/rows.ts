import type { FollowedResult } from './result.js';
import { textsOf } from './result.js';

/** One row of a keyed result. */
export interface KeyedRow {
  readonly row: Record<string, unknown>;
  /** The values as PostgreSQL wrote them, in the order of the columns. */
  readonly texts: readonly (string | null)[];
  /** The key of the row before it, or null for the first one. */
  readonly after: unknown;
  readonly afterText: string | null;
}

/** The rows of a result by the text of their key, in their order. Throws where there is no such key. */
export function keyedRows(result: FollowedResult, key: string): Map<string, KeyedRow> {
  const at = result.fields.findIndex(({ name }) => name === key);
  if (at < 0) throw new Error(`column "${key}" does not exist in the result, and cannot be its key`);
  const texts = textsOf(result);
  const keyed = new Map<string, KeyedRow>();
  let after: unknown = null;
  let afterText: string | null = null;
  result.rows.forEach((row, i) => {
    const text = texts[i]![at]!;
    if (text === null) throw new Error(`the key column "${key}" is null in a row, which cannot be told from others then`);
    if (keyed.has(text)) throw new Error(`the key column "${key}" is ${text} in several rows, so it is no key`);
    keyed.set(text, { row, texts: texts[i]!, after, afterText });
    after = row[key];
    afterText = text;
  });
  return keyed;
}

/** Whether columns have the same names and types, without which equal texts are not equal values. */
export function areSameColumns(some: FollowedResult['fields'], others: FollowedResult['fields']): boolean {
  const isSame = ({ name, dataTypeID }: FollowedResult['fields'][number], i: number) =>
    name === others[i]!.name && dataTypeID === others[i]!.dataTypeID;
  return some.length === others.length && some.every(isSame);
}
