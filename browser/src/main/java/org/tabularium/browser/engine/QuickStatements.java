package org.tabularium.browser.engine;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The texts of statements that have run several times under this leader and were always quick. */
final class QuickStatements {
    /** How long a quick one may take, in milliseconds. */
    private static final double QUICK_MS = 50;

    /** How often one has to be quick to be known for it. */
    private static final int PROOF_COUNT = 2;

    private static final int CAPACITY = 500;

    private final JSObject runs = newCounts();

    /** Whether a statement, which may be null, is known to be quick. */
    boolean isKnown(JSObject statement) {
        return statement != null && count(runs, statement) >= PROOF_COUNT;
    }

    /** A statement has run. */
    void ran(JSObject statement, double tookMs) {
        if (statement != null) {
            note(runs, statement, tookMs < QUICK_MS, PROOF_COUNT, CAPACITY);
        }
    }

    @JSBody(script = "return new Map();")
    private static native JSObject newCounts();

    @JSBody(
            params = {"runs", "statement"},
            script = "return statement.batch ? 0 : runs.get(statement.sql) || 0;")
    private static native int count(JSObject runs, JSObject statement);

    @JSBody(
            params = {"runs", "statement", "isQuick", "enough", "capacity"},
            script = "if (statement.batch || !statement.sql) return;"
                    + "if (!isQuick) { runs.delete(statement.sql); return; }"
                    + "var count = runs.get(statement.sql) || 0;"
                    + "if (count === 0 && runs.size === capacity) runs.delete(runs.keys().next().value);"
                    + "if (count < enough) runs.set(statement.sql, count + 1);")
    private static native void note(JSObject runs, JSObject statement, boolean isQuick, int enough, int capacity);
}
