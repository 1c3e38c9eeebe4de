package org.tabularium.browser.sqlite;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** What stands in the rows of {@link OwnDatabase}. */
final class Rows {
    private Rows() {}

    @JSBody(
            params = {"row", "column"},
            script = "return row[column];")
    static native JSObject value(JSObject row, int column);

    @JSBody(
            params = {"row", "column"},
            script = "return row[column];")
    static native double number(JSObject row, int column);

    @JSBody(
            params = {"row", "column"},
            script = "return row[column];")
    static native String text(JSObject row, int column);
}
