package org.tabularium.browser.sqlite;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** Why SQLite refused something, or the binding of values to its parameters. */
public interface SqliteFailure extends JSObject {
    /** SQLite's extended result code; 0 for a value that does not fit the statement. */
    @JSProperty
    int getCode();

    /** The code's name, such as {@code SQLITE_CONSTRAINT_UNIQUE}. */
    @JSProperty
    String getName();

    /** What SQLite says. */
    @JSProperty
    String getMessage();

    /** Where in the SQL the error is, in characters from 1; 0 where that is not known. */
    @JSProperty
    int getPosition();
}
