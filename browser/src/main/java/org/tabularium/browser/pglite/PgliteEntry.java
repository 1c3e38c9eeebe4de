package org.tabularium.browser.pglite;

import org.tabularium.browser.engine.EngineOptions;
import org.tabularium.browser.engine.ServedEngine;
import org.teavm.jso.JSExport;

/** What PGlite's script exports. */
public final class PgliteEntry {
    private PgliteEntry() {}

    /** Makes an engine that is not open yet. */
    @JSExport
    public static ServedEngine createEngine(PgliteOpener opener, EngineOptions options) {
        return new ServedEngine(new PgliteEngine(opener, options));
    }
}
