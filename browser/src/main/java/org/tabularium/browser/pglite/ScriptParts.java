package org.tabularium.browser.pglite;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.browser.pglite.ScriptPart.End;
import org.tabularium.sql.SqlScanner;

/**
 * A script split where it ends transactions itself.
 *
 * <p>To PostgreSQL, what stands before the first COMMIT of a script is one transaction, whether or not a BEGIN stands
 * somewhere in it, and so is what stands between one COMMIT and the next, and after the last.
 *
 * @param parts at least one
 * @param statementCount how many statements the script has
 */
record ScriptParts(List<ScriptPart> parts, int statementCount) {
    /** Whether the script may have more than one part, or a transaction that it begins itself. */
    static boolean mayBeParted(String sql) {
        return Ascii.mentions(sql, "begin")
                || Ascii.mentions(sql, "start")
                || Ascii.mentions(sql, "commit")
                || Ascii.mentions(sql, "end")
                || Ascii.mentions(sql, "rollback")
                || Ascii.mentions(sql, "abort");
    }

    /**
     * Splits a script.
     *
     * @param hasBackslashEscapes how plain strings are read: true for {@code standard_conforming_strings = off}
     */
    static ScriptParts of(String sql, boolean hasBackslashEscapes) {
        Splitter splitter = new Splitter(sql);
        List<Integer> ends = SqlStatements.ends(sql, hasBackslashEscapes);
        int from = 0;
        for (int to : ends) {
            splitter.add(from, to, hasBackslashEscapes);
            from = to;
        }
        return splitter.finish();
    }

    /** Whether the script neither begins nor ends a transaction. */
    boolean isPlain() {
        return parts.size() == 1
                && parts.get(0).end() == End.NONE
                && !parts.get(0).begins();
    }

    private static final class Splitter {
        private final String sql;
        private final List<ScriptPart> parts = new ArrayList<>();
        private int statementCount;
        private int partFrom;
        private boolean hasBody;
        private boolean begins;
        private boolean isChained;

        Splitter(String sql) {
            this.sql = sql;
        }

        void add(int from, int to, boolean hasBackslashEscapes) {
            List<String> words = firstWords(sql.substring(from, to), hasBackslashEscapes);
            if (words == null) {
                return;
            }
            statementCount++;
            End end = endOf(words);
            if (end == End.NONE) {
                hasBody = true;
                begins |= isBegin(words);
                return;
            }
            parts.add(new ScriptPart(partFrom, from, to, hasBody, begins, isChained, end));
            partFrom = to;
            hasBody = false;
            begins = false;
            isChained = words.contains("chain") && !words.contains("no");
        }

        ScriptParts finish() {
            if (hasBody || isChained || parts.isEmpty()) {
                int to = sql.length();
                parts.add(new ScriptPart(partFrom, to, to, hasBody, begins, isChained, End.NONE));
            }
            return new ScriptParts(parts, statementCount);
        }

        private static boolean isBegin(List<String> words) {
            return words.get(0).equals("begin")
                    || (words.get(0).equals("start") && words.get(1).equals("transaction"));
        }

        /** Neither a savepoint nor a prepared transaction ends the transaction it is named in. */
        private static End endOf(List<String> words) {
            boolean isOfAnother = words.get(1).equals("prepared")
                    || words.get(1).equals("to")
                    || words.get(2).equals("to");
            return switch (words.get(0)) {
                case "commit", "end" -> isOfAnother ? End.NONE : End.COMMIT;
                case "rollback", "abort" -> isOfAnother ? End.NONE : End.ROLLBACK;
                default -> End.NONE;
            };
        }

        /** The first tokens, with an empty one for each that is no word; null for a statement without any. */
        private static List<String> firstWords(String statement, boolean hasBackslashEscapes) {
            SqlScanner scanner = new SqlScanner(statement, hasBackslashEscapes);
            List<String> words = new ArrayList<>();
            while (words.size() < 5 && scanner.next() && !scanner.isSymbol(';')) {
                words.add(scanner.word() == null ? "" : scanner.word());
            }
            if (words.isEmpty()) {
                return null;
            }
            while (words.size() < 3) {
                words.add("");
            }
            return words;
        }
    }
}
