package org.tabularium.browser.sqlite;

import org.teavm.jso.JSObject;

/** Remembers the last changes, of whatever table. */
public interface SqliteChanges extends JSObject {
    /** Adds a commit, by whoever it was; {@code by} may be null. */
    void add(String by, String[] kinds);

    /** The last changes as bytes. */
    JSObject result();
}
