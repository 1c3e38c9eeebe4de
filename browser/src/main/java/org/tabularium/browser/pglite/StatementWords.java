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
