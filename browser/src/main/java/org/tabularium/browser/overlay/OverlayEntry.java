package org.tabularium.browser.overlay;

import org.tabularium.sql.SimpleStatement;
import org.tabularium.sql.SimpleStatements;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;

/** What the overlay's script exports. */
public final class OverlayEntry {
    private OverlayEntry() {}

    /** Makes an overlay. */
    @JSExport
    public static OverlayHandle createOverlay(OverlayEvents events) {
        return new OverlayHandle(events);
    }

    /** Reads a statement; null for one that is not simple. */
    @JSExport
    public static JSObject parseSimple(String sql) {
        SimpleStatement statement = SimpleStatements.parse(sql);
        return statement == null ? null : JsStatements.of(statement);
    }
}
