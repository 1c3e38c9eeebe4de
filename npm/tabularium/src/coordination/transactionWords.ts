const SPACES_AND_COMMENTS = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$))*/;
const BEGINS = /^begin\b/i;
const COMMITS = /^(?:commit|end)\b/i;
const ROLLS_BACK = /^rollback\b(?!\s+(?:transaction\s+)?to\b)/i;

/** What a statement does to the transaction that it is in, or would begin. */
export type TransactionWord = 'begin' | 'commit' | 'rollback';

/**
 * Whether a statement begins or ends a transaction. It is read from its text, because the answer decides where it is sent;
 * whether a statement may write, SQLite alone decides.
 */
export function transactionWordOf(sql: string): TransactionWord | undefined {
  const statement = sql.slice(SPACES_AND_COMMENTS.exec(sql)![0].length);
  if (BEGINS.test(statement)) return 'begin';
  if (COMMITS.test(statement)) return 'commit';
  return ROLLS_BACK.test(statement) ? 'rollback' : undefined;
}
