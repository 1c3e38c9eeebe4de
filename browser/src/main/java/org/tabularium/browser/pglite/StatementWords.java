package org.tabularium.browser.pglite;

import org.tabularium.sql.SqlScanner;

/** What the first words of statements tell that the engine's tags do not. */
final class StatementWords {
    private static final String NOW = "now";

    private StatementWords() {}

    /** Looks at one statement of several; the scanner stands on its first token and may be moved on. */
    private interface Question {
        boolean isSo(String firstWord, SqlScanner scanner);
    }

    /** Whether the question is answered by yes for any of the statements. */
    private static boolean any(String sql, Question question) {
        SqlScanner scanner = new SqlScanner(sql, false);
        boolean isStart = true;
        while (scanner.next()) {
            boolean isFirst = isStart && !scanner.isSymbol(';');
            isStart = scanner.isSymbol(';');
            if (isFirst && question.isSo(scanner.word(), scanner)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a statement could have committed some of its work and then failed: procedures and anonymous blocks
     * may, outside of a transaction; so may what does without a lock for long, and what goes through many tables.
     */
    static boolean mayCommitOnTheWay(String sql) {
        return any(sql, (word, scanner) -> mayCommitOnTheWay(word, sql));
    }

    private static boolean mayCommitOnTheWay(String firstWord, String sql) {
        return switch (firstWord == null ? "" : firstWord) {
            case "call", "reindex", "cluster" -> true;
            case "do" -> endsTransactions(sql);
            case "create", "alter", "drop" -> Ascii.mentions(sql, "concurrently");
            default -> false;
        };
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

    /**
     * Whether a plan that was made for a statement a moment ago does what a fresh one would. Strings such as {@code
     * 'now'} become times when a statement is parsed.
     */
    static boolean isPreparable(String sql) {
        SqlScanner scanner = new SqlScanner(sql, false);
        while (scanner.next()) {
            String word = scanner.word();
            if (word != null) {
                return isPlannable(word) && (sql.indexOf('\'') < 0 && sql.indexOf('$') < 0 || !mayNameTime(sql));
            }
            if (!scanner.isSymbol('(')) {
                return false;
            }
        }
        return false;
    }

    private static boolean isPlannable(String word) {
        return switch (word) {
            case "select", "with", "values", "table", "insert", "update", "delete", "merge" -> true;
            default -> false;
        };
    }

    private static boolean mayNameTime(String sql) {
        return sql.indexOf('\\') >= 0
                || mentionsNowUncalled(sql)
                || Ascii.mentions(sql, "today")
                || Ascii.mentions(sql, "tomorrow")
                || Ascii.mentions(sql, "yesterday");
    }

    /** A call of {@code now()} is made each time. */
    private static boolean mentionsNowUncalled(String sql) {
        for (int at = Ascii.find(sql, NOW, 0); at >= 0; at = Ascii.find(sql, NOW, at + 1)) {
            if (!sql.startsWith("()", at + NOW.length())) {
                return true;
            }
        }
        return false;
    }

    /** Whether all statements only add, change and remove rows, as far as their first words tell. */
    static boolean areChangesOfRows(String sql) {
        return !any(sql, (word, scanner) -> !isChangeOfRows(word));
    }

    private static boolean isChangeOfRows(String word) {
        return "insert".equals(word) || "update".equals(word) || "delete".equals(word) || "merge".equals(word);
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
        return any(sql, (word, scanner) -> {
            boolean isEnd = "commit".equals(word) || "end".equals(word) || "abort".equals(word);
            return isEnd
                    || ("rollback".equals(word) && !goesToSavepoint(scanner))
                    || ("prepare".equals(word) && nextWordIs(scanner, "transaction"));
        });
    }

    private static boolean nextWordIs(SqlScanner scanner, String word) {
        return scanner.next() && word.equals(scanner.word());
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

    /** The block is a string, so this looks at all of the text. */
    private static boolean endsTransactions(String sql) {
        return Ascii.mentions(sql, "commit") || Ascii.mentions(sql, "call");
    }
}
