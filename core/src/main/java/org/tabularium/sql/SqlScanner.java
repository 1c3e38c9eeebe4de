package org.tabularium.sql;

/** Steps from token to token of PostgreSQL text, over comments, strings, quoted names and dollar quotes. */
public final class SqlScanner {
    private static final char NONE = 0;

    private final String sql;
    private final boolean hasBackslashEscapes;
    private int start;
    private int at;
    private String word;
    private char symbol;
    private boolean isQuotedName;

    /**
     * A scanner before the first token.
     *
     * @param hasBackslashEscapes how plain strings are read: true for {@code standard_conforming_strings = off}
     */
    public SqlScanner(String sql, boolean hasBackslashEscapes) {
        this.sql = sql;
        this.hasBackslashEscapes = hasBackslashEscapes;
    }

    /** The token, where it is a bare word, in lower case; else null. */
    public String word() {
        return word;
    }

    /** Whether the token is this sign. */
    public boolean isSymbol(char expected) {
        return symbol == expected;
    }

    /** Whether the token is a name in double quotes. */
    public boolean isQuotedName() {
        return isQuotedName;
    }

    /** Where the token begins. */
    int start() {
        return start;
    }

    /** Where the text behind the token begins. */
    int end() {
        return at;
    }

    /** Moves to the next token; false at the end. */
    public boolean next() {
        word = null;
        symbol = NONE;
        isQuotedName = false;
        skipBlank();
        start = at;
        if (at >= sql.length()) {
            return false;
        }
        char c = sql.charAt(at);
        if (isWordStart(c)) {
            takeWord();
        } else if (c == '\'') {
            skipString(hasBackslashEscapes);
        } else if (c == '"') {
            skipQuoted('"', false);
            isQuotedName = true;
        } else if (c == '$') {
            skipDollar();
        } else if (c >= '0' && c <= '9') {
            at = wordEnd(at);
        } else {
            symbol = c;
            at++;
        }
        return true;
    }

    private void takeWord() {
        int end = wordEnd(at);
        String text = lowerCase(sql, at, end);
        at = end;
        boolean isEscapeString = text.equals("e") && at < sql.length() && sql.charAt(at) == '\'';
        if (isEscapeString) {
            skipString(true);
        } else {
            word = text;
        }
    }

    /** A string goes on, by the same rules, in another quote on a later line. */
    private void skipString(boolean knowsBackslash) {
        int resume;
        do {
            skipQuoted('\'', knowsBackslash);
            resume = at;
            skipBlank();
        } while (at < sql.length() && sql.charAt(at) == '\'' && hasLineBreak(resume, at));
        at = resume;
    }

    private boolean hasLineBreak(int from, int to) {
        for (int i = from; i < to; i++) {
            if (sql.charAt(i) == '\n' || sql.charAt(i) == '\r') {
                return true;
            }
        }
        return false;
    }

    private void skipQuoted(char quote, boolean knowsBackslash) {
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c == '\\' && knowsBackslash) {
                at++;
            } else if (c == quote) {
                if (at >= sql.length() || sql.charAt(at) != quote) {
                    return;
                }
                at++;
            }
        }
        at = sql.length();
    }

    /** A parameter {@code $1}, or a string {@code $tag$…$tag$}. */
    private void skipDollar() {
        int end = at + 1;
        while (end < sql.length() && isWordPart(sql.charAt(end)) && sql.charAt(end) != '$') {
            end++;
        }
        boolean isQuote =
                end < sql.length() && sql.charAt(end) == '$' && (end == at + 1 || isWordStart(sql.charAt(at + 1)));
        if (!isQuote) {
            at = end;
            return;
        }
        String tag = sql.substring(at, end + 1);
        int close = sql.indexOf(tag, end + 1);
        at = close < 0 ? sql.length() : close + tag.length();
    }

    private void skipBlank() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c <= ' ') {
                at++;
            } else if (c == '-' && sql.startsWith("--", at)) {
                skipLine();
            } else if (c == '/' && sql.startsWith("/*", at)) {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipLine() {
        while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
            at++;
        }
    }

    /** PostgreSQL's block comments nest. */
    private void skipComment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
    }

    private int wordEnd(int from) {
        int end = from;
        while (end < sql.length() && isWordPart(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Keywords are ASCII; the platform's lower case would know more letters than PostgreSQL's. */
    static String lowerCase(String sql, int from, int to) {
        StringBuilder lower = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            char c = sql.charAt(i);
            lower.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        return lower.toString();
    }

    private static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= '\u0080';
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || (c >= '0' && c <= '9') || c == '$';
    }
}
