package org.tabularium.browser.pglite;

import org.tabularium.sql.SqlScanner;

/**
 * Finds statements that PGlite cannot survive.
 *
 * <p>{@code COPY … FROM STDIN} asks for data in the middle of an exchange and {@code COPY … PROGRAM} for a process;
 * both end the engine. {@code COPY … TO STDOUT} answers in messages that are not rows. Inside functions PostgreSQL
 * refuses them itself. Text is refused when it holds such a statement in either reading of backslashes in strings,
 * because which one holds can change within a script.
 */
final class StatementGuard {
    private static final String COPY = "copy";

    private StatementGuard() {}

    /** Why the text must not be run, or null where it may. */
    static String refusal(String sql) {
        if (Ascii.mentions(sql, COPY) && (copiesOverChannel(sql, false) || copiesOverChannel(sql, true))) {
            return "COPY works only with server-side files here: STDIN, STDOUT and PROGRAM need a channel that PGlite"
                    + " does not have; use INSERT and SELECT";
        }
        return null;
    }

    private static boolean copiesOverChannel(String sql, boolean hasBackslashEscapes) {
        SqlScanner scanner = new SqlScanner(sql, hasBackslashEscapes);
        boolean isStart = true;
        boolean isCopy = false;
        int depth = 0;
        while (scanner.next()) {
            if (scanner.isSymbol(';')) {
                isStart = true;
                isCopy = false;
                depth = 0;
                continue;
            }
            String word = scanner.word();
            if (isStart) {
                isStart = false;
                isCopy = COPY.equals(word);
            } else if (scanner.isSymbol('(')) {
                depth++;
            } else if (scanner.isSymbol(')')) {
                depth--;
            } else if (isCopy && depth == 0 && ("from".equals(word) || "to".equals(word))) {
                // Only the first one names the other side; a later one may belong to an expression.
                isCopy = false;
                if (scanner.next() && isChannel(scanner.word())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isChannel(String word) {
        return "stdin".equals(word) || "stdout".equals(word) || "program".equals(word);
    }
}
