package org.tabularium.browser.pglite;

/** Values as parts of SQL text. */
final class SqlText {
    private SqlText() {}

    /** A string constant that means the same whatever {@code standard_conforming_strings} is. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder(text.length() + 16).append("E'");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '\\') {
                literal.append(c);
            }
            literal.append(c);
        }
        return literal.append('\'').toString();
    }

    /** An array of object ids. */
    static String oids(Iterable<String> ids) {
        StringBuilder array = new StringBuilder("'{");
        for (String id : ids) {
            if (array.length() > 2) {
                array.append(',');
            }
            array.append(id);
        }
        return array.append("}'::pg_catalog.oid[]").toString();
    }

    /** An anonymous block. */
    static String block(String body) {
        return "do " + literal(body) + ";\n";
    }
}
