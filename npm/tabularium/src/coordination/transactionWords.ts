import { checkSql } from '../overlay/wrong.js';

const COMMENTS = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;
const BEGINS = /^\s*begin(?:\s+(?:deferred|immediate|exclusive))?(?:\s+transaction)?[\s;]*$/i;
const COMMITS = /^\s*(?:commit|end)(?:\s+transaction)?[\s;]*$/i;
const ROLLS_BACK = /^\s*rollback(?:\s+transaction)?[\s;]*$/i;

/** What a statement does to the transaction that it is in, or would begin. */
export type TransactionWord = 'begin' | 'commit' | 'rollback';

/**
 * Whether a statement does nothing but begin or end a transaction. It is read from its text, because the answer decides where
 * it is sent; whether a statement may write, SQLite alone decides. Where anything follows, SQLite is to see all of it.
 */
export function transactionWordOf(sql: string): TransactionWord | undefined {
  checkSql(sql);
  const statement = sql.replace(COMMENTS, ' ');
  if (BEGINS.test(statement)) return 'begin';
  if (COMMITS.test(statement)) return 'commit';
  return ROLLS_BACK.test(statement) ? 'rollback' : undefined;
}
