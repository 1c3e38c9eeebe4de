package org.tabularium.browser.pglite;

import java.util.Set;

/**
 * Finds the names of an application's own settings, such as {@code app.user_id}, in SQL that sets them: PostgreSQL lists
 * them nowhere. What is no such name after all is no harm.
 */
final class SettingNames {
    private SettingNames() {}

    /** Adds the words of a text that have a dot inside, in lower case. */
    static void addFrom(String sql, Set<String> names) {
        int start = -1;
        boolean hasDot = false;
        for (int at = 0; at <= sql.length(); at++) {
            char c = at < sql.length() ? sql.charAt(at) : ' ';
            boolean isDot = c == '.' && start >= 0;
            if (isLetter(c) || isDot || (start >= 0 && isDigit(c))) {
                start = start < 0 ? at : start;
                hasDot |= isDot;
            } else {
                if (hasDot && sql.charAt(at - 1) != '.') {
                    names.add(lowerCase(sql, start, at));
                }
                start = -1;
                hasDot = false;
            }
        }
    }

    private static boolean isLetter(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c > 0x7f;
    }

    private static boolean isDigit(char c) {
        return c == '$' || (c >= '0' && c <= '9');
    }

    private static String lowerCase(String sql, int from, int to) {
        StringBuilder name = new StringBuilder(to - from);
        for (int at = from; at < to; at++) {
            char c = sql.charAt(at);
            name.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return name.toString();
    }
}
