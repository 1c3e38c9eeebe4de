package org.tabularium.browser.sqlite;

import org.teavm.jso.JSObject;

/** A script whose statements are prepared one after the other, because one may make what the next one names. */
public interface SqliteScript extends JSObject {
    /** Lets go of the statement before, and prepares the next one; null at the end. */
    Prepared next();

    /** Lets go of the script. */
    void close();
}
