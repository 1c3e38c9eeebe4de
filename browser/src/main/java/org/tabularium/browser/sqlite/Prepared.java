package org.tabularium.browser.sqlite;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** A statement that is ready to run, or why there is none, with what SQLite says it does. */
public interface Prepared extends JSObject {
    /** Why there is no statement; null where there is one. */
    @JSProperty
    SqliteFailure getFailure();

    /** Whether there is nothing but spaces and comments. */
    @JSProperty("isEmpty")
    boolean isEmpty();

    /** Whether more statements follow in the text. */
    @JSProperty("hasMore")
    boolean hasMore();

    /** Whether running it cannot change the database. */
    @JSProperty("isReadOnly")
    boolean isReadOnly();

    /** Its own text. */
    @JSProperty
    String getSql();

    /** The first word of it, or what it comes to. */
    @JSProperty
    String getCommand();

    /** {@code INSERT}, {@code UPDATE}, {@code DELETE} or {@code SELECT}; null for something else. */
    @JSProperty
    String getAction();

    /** {@code BEGIN}, {@code COMMIT} or {@code ROLLBACK}, where it is that; null for any other. */
    @JSProperty
    String getTransaction();

    /** Whether it begins, releases or rolls back to a savepoint. */
    @JSProperty("isSavepoint")
    boolean isSavepoint();

    /** Whether it creates, alters or drops anything. */
    @JSProperty("isSchemaChange")
    boolean isSchemaChange();

    /** What it must not do, by name; null where there is nothing. */
    @JSProperty
    String getRefused();

    /** The name of the setting that it changes; null where there is none. */
    @JSProperty
    String getSetting();

    /** What the setting is to be. */
    @JSProperty
    String getSettingValue();

    /** Whether it is a {@code PRAGMA} that only asks. */
    @JSProperty("isQuestion")
    boolean isQuestion();

    /** The tables that it may write, in lower case. */
    @JSProperty
    String[] getWrites();

    /** The tables that it reads, in lower case. */
    @JSProperty
    String[] getReads();
}
