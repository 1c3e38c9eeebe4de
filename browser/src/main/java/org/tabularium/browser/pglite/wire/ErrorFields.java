package org.tabularium.browser.pglite.wire;

import java.util.Map;
import java.util.TreeMap;

/**
 * The fields of an error the engine reported, by their one-letter codes.
 *
 * @param byCode the texts
 * @see <a href="https://www.postgresql.org/docs/current/protocol-error-fields.html">Error and Notice Message Fields</a>
 */
public record ErrorFields(Map<Character, String> byCode) {
    /** Reads the content of an ErrorResponse that begins at {@code from}. */
    public static ErrorFields read(byte[] bytes, int from, TextCodec codec) {
        Map<Character, String> fields = new TreeMap<>();
        int at = from;
        while (at < bytes.length && bytes[at] != 0) {
            int end = MessageWalker.stringEnd(bytes, at + 1);
            fields.put((char) bytes[at], codec.decode(bytes, at + 1, end - at - 1));
            at = end + 1;
        }
        return new ErrorFields(fields);
    }

    /** The text of a field, or null. */
    public String get(char code) {
        return byCode.get(code);
    }

    /** The same error for a text before which {@code count} more characters stand. */
    public ErrorFields shifted(int count) {
        String position = get('P');
        if (position == null || count == 0) {
            return this;
        }
        Map<Character, String> fields = new TreeMap<>(byCode);
        fields.put('P', Integer.toString(Integer.parseInt(position) + count));
        return new ErrorFields(fields);
    }

    /** The SQLSTATE. */
    public String sqlState() {
        return get('C');
    }

    /** The primary message. */
    public String message() {
        return get('M');
    }
}
