package org.tabularium.browser.pglite;

import org.tabularium.sql.SqlScanner;

/** What the first words of statements tell that the engine's tags do not. */
final class StatementWords {
    private StatementWords() {}

    /**
     * Whether a statement could have committed some of its work and then failed: procedures and anonymous blocks
     * may, outside of a transaction.
     */
    static boolean mayCommitOnTheWay(String sql) {
        SqlScanner scanner = new SqlScanner(sql, false);
        boolean isStart = true;
        while (scanner.next()) {
            if (scanner.isSymbol(';')) {
                isStart = true;
            } else if (isStart) {
                isStart = false;
                String word = scanner.word();
                if ("call".equals(word) || ("do".equals(word) && endsTransactions(sql))) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether it is not certain that a statement can run inside a transaction. Where it is, the statement also means
     * the same as the first of a transaction, which is not so of those that ask for one to be open.
     */
    static boolean mayRefuseTransaction(String sql) {
        SqlScanner scanner = new SqlScanner(sql, false);
        while (scanner.next()) {
            String word = scanner.word();
            if (word != null) {
                return !isAtHomeInTransaction(word);
            }
            if (!scanner.isSymbol('(') && !scanner.isSymbol(';')) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAtHomeInTransaction(String word) {
        return switch (word) {
            case "select", "with", "values", "table", "insert", "update", "delete", "merge", "truncate", "copy" -> true;
            case "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release", "lock" -> true;
            case "declare", "fetch", "move", "close", "prepare", "execute", "deallocate", "explain", "show" -> true;
            case "set", "reset", "discard", "listen", "unlisten", "notify", "grant", "revoke", "comment" -> true;
            default -> false;
        };
    }

    /** Whether a statement would end the open transaction. */
    static boolean endsTransaction(String sql) {
        SqlScanner scanner = new SqlScanner(sql, false);
        boolean isStart = true;
        while (scanner.next()) {
            if (scanner.isSymbol(';')) {
                isStart = true;
            } else if (isStart) {
                isStart = false;
                String word = scanner.word();
                boolean isEnd = "commit".equals(word) || "end".equals(word) || "abort".equals(word);
                if (isEnd || ("rollback".equals(word) && !goesToSavepoint(scanner))) {
                    return true;
                }
                if ("prepare".equals(word) && scanner.next() && "transaction".equals(scanner.word())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean goesToSavepoint(SqlScanner scanner) {
        while (scanner.next()) {
            String word = scanner.word();
            if (!"work".equals(word) && !"transaction".equals(word)) {
                return "to".equals(word);
            }
        }
        return false;
    }

    /** Whether a setting was changed for longer than the transaction. */
    static boolean changesSettingsForGood(String sql) {
        SqlScanner scanner = new SqlScanner(sql, false);
        boolean isStart = true;
        while (scanner.next()) {
            if (scanner.isSymbol(';')) {
                isStart = true;
            } else if (isStart) {
                isStart = false;
                String word = scanner.word();
                if ("reset".equals(word) || "discard".equals(word)) {
                    return true;
                }
                if ("set".equals(word) && scanner.next() && !isForTransaction(scanner.word())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isForTransaction(String word) {
        return "local".equals(word) || "transaction".equals(word) || "constraints".equals(word);
    }

    /** The block is a string, so this looks at all of the text. */
    private static boolean endsTransactions(String sql) {
        return Ascii.mentions(sql, "commit") || Ascii.mentions(sql, "call");
    }
}
