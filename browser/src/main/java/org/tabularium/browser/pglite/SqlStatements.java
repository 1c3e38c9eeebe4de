package org.tabularium.browser.pglite;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.sql.SqlScanner;

/**
 * Finds where the statements of a script end.
 *
 * <p>A semicolon ends a statement unless it stands in a string, a quoted name or a comment, between parentheses, or in
 * the body of a function that is written {@code BEGIN ATOMIC … END}.
 */
final class SqlStatements {
    private final String sql;
    private final boolean hasBackslashEscapes;
    private int depth;
    private boolean isInBody;
    private int caseDepth;
    private String lastWord = "";

    private SqlStatements(String sql, boolean hasBackslashEscapes) {
        this.sql = sql;
        this.hasBackslashEscapes = hasBackslashEscapes;
    }

    /** Where each statement ends, behind its semicolon; the last ends with the text. */
    static List<Integer> ends(String sql, boolean hasBackslashEscapes) {
        return new SqlStatements(sql, hasBackslashEscapes).ends();
    }

    private List<Integer> ends() {
        List<Integer> ends = new ArrayList<>();
        int from = 0;
        for (int at = sql.indexOf(';'); at >= 0; at = sql.indexOf(';', at + 1)) {
            String piece = sql.substring(from, at + 1);
            if (!endsInSemicolon(piece)) {
                continue;
            }
            from = at + 1;
            nest(piece);
            if (depth <= 0 && !isInBody) {
                ends.add(from);
                depth = 0;
                lastWord = "";
            }
        }
        if (ends.isEmpty() || ends.get(ends.size() - 1) < sql.length()) {
            ends.add(sql.length());
        }
        return ends;
    }

    /** Whether the last character, which is the first of its kind to be a token, is one: not within another. */
    private boolean endsInSemicolon(String piece) {
        SqlScanner scanner = new SqlScanner(piece, hasBackslashEscapes);
        while (scanner.next()) {
            if (scanner.isSymbol(';')) {
                return true;
            }
        }
        return false;
    }

    private void nest(String piece) {
        SqlScanner scanner = new SqlScanner(piece, hasBackslashEscapes);
        while (scanner.next()) {
            String word = scanner.word();
            if (scanner.isSymbol('(')) {
                depth++;
            } else if (scanner.isSymbol(')')) {
                depth--;
            } else if (word != null) {
                nestWord(word);
            }
            lastWord = word == null ? "" : word;
        }
    }

    private void nestWord(String word) {
        if (!isInBody) {
            isInBody = word.equals("atomic") && lastWord.equals("begin");
        } else if (word.equals("case")) {
            caseDepth++;
        } else if (word.equals("end")) {
            isInBody = caseDepth > 0;
            caseDepth = Math.max(0, caseDepth - 1);
        }
    }
}
