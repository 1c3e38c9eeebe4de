package org.tabularium.browser.sqlite;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSNumber;

/** A connection to one database file. Its methods throw when SQLite itself has stopped working. */
public interface SqliteConnection extends JSObject {
    /** Why the last {@link #run} failed; null where it did not. */
    @JSProperty
    SqliteFailure getFailure();

    /** Whether a transaction is open. */
    @JSProperty("isInTransaction")
    boolean isInTransaction();

    /** Whether the open transaction has begun to write. */
    @JSProperty("isWriting")
    boolean isWriting();

    /** Whether what was run last has committed something, even if it failed then. */
    @JSProperty("hasCommitted")
    boolean hasCommitted();

    /** How many rows this connection has ever changed, by triggers and foreign keys too. */
    @JSProperty
    double getTotalChanges();

    /** A number that is another one after each change of the schema. */
    JSNumber schemaVersion();

    /** Prepares the only statement of a text, and keeps it prepared. */
    Prepared prepare(String sql);

    /** Opens a script, whose statements are prepared one after the other. */
    SqliteScript openScript(String sql);

    /** Whether a statement reads what changes by writes to tables that are not among its reads. */
    JSBoolean readsUntold(Prepared prepared);

    /** Says that nothing more of the store must be kept, although SQLite goes on. */
    void giveUp();

    /** Forgets every prepared statement. */
    void forget();

    /** Runs a statement to its end; null where it failed. */
    JSObject run(Prepared prepared, JSObject params, JSObject names);

    /** Runs statements of this library; null where that succeeds, and otherwise why not. */
    SqliteFailure runOwn(String sql);

    /** The rows of a statement of this library, as arrays. Throws where it fails. */
    JSObject[] rows(String sql, JSObject[] params);
}
