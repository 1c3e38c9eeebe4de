package org.tabularium.browser.sqlite;

import org.teavm.jso.JSObject;

/** Makes results of results. */
public interface SqliteResults extends JSObject {
    /** The results of several statements as one. */
    JSObject join(JSObject[] results);

    /** The same result without its rows. */
    JSObject withoutRows(JSObject result);
}
