package org.tabularium.browser.page;

import org.tabularium.sql.ReadScanner;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Tells which statements look like reads, and remembers it by their texts. */
final class ReadTexts {
    private static final int CAPACITY = 500;
    /** The longest text that is remembered, in characters. */
    private static final int LONGEST = 4 * 1024;

    private static final int UNKNOWN = -1;

    /** A map of JavaScript's, because one of Java's goes through all characters of a text to find it. */
    private final JSObject known = newMap();

    /** Whether a statement, or each of a batch, surely changes nothing. */
    boolean areReads(JSObject statement) {
        String sql = PageScripts.textOf(statement);
        if (sql != null) {
            return isRead(sql);
        }
        for (String each : PageScripts.textsOf(statement)) {
            if (!isRead(each)) {
                return false;
            }
        }
        return true;
    }

    private boolean isRead(String sql) {
        int isKnown = find(known, sql);
        return isKnown == UNKNOWN ? look(sql) : isKnown == 1;
    }

    private boolean look(String sql) {
        boolean isRead = ReadScanner.isRead(sql);
        if (sql.length() <= LONGEST) {
            keep(known, sql, isRead, CAPACITY);
        }
        return isRead;
    }

    @JSBody(script = "return new Map();")
    private static native JSObject newMap();

    /** 1 for a read, 0 for what is none, {@link #UNKNOWN} for a text that was not seen before. */
    @JSBody(
            params = {"known", "sql"},
            script = "var isRead = known.get(sql); return isRead === undefined ? -1 : isRead ? 1 : 0;")
    private static native int find(JSObject known, String sql);

    @JSBody(
            params = {"known", "sql", "isRead", "capacity"},
            script = "if (known.size === capacity) known.clear(); known.set(sql, isRead);")
    private static native void keep(JSObject known, String sql, boolean isRead, int capacity);
}
