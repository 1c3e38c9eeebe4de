package org.tabularium.browser.page;

import java.util.HashMap;
import java.util.Map;
import org.tabularium.sql.ReadScanner;
import org.teavm.jso.JSObject;

/** Tells which statements look like reads, and remembers it by their texts. */
final class ReadTexts {
    private static final int CAPACITY = 500;
    /** The longest text that is remembered, in characters. */
    private static final int LONGEST = 4 * 1024;

    private final Map<String, Boolean> known = new HashMap<>();

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
        Boolean isKnown = known.get(sql);
        return isKnown != null ? isKnown : look(sql);
    }

    private boolean look(String sql) {
        boolean isRead = ReadScanner.isRead(sql);
        if (sql.length() <= LONGEST) {
            if (known.size() == CAPACITY) {
                known.clear();
            }
            known.put(sql, isRead);
        }
        return isRead;
    }
}
