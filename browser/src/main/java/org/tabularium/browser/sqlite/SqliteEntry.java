package org.tabularium.browser.sqlite;

import org.tabularium.browser.engine.EngineOptions;
import org.tabularium.browser.engine.ServedEngine;
import org.teavm.jso.JSExport;

/** What SQLite's script exports. */
public final class SqliteEntry {
    private SqliteEntry() {}

    /** Makes an engine that is not open yet. */
    @JSExport
    public static ServedEngine createEngine(SqliteOpener opener, EngineOptions options) {
        return new ServedEngine(new SqliteEngine(opener, options));
    }
}
