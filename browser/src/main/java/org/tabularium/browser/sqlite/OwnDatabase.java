package org.tabularium.browser.sqlite;

import org.tabularium.browser.engine.EngineDeath;
import org.tabularium.browser.js.JsErrors;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** This library's own database, beside the application's. Where it fails, the engine is of no use any more. */
final class OwnDatabase {
    private final SqliteConnection connection;

    OwnDatabase(SqliteConnection connection) {
        this.connection = connection;
    }

    /** Runs statements. */
    void run(String sql) {
        SqliteFailure failure = connection.runOwn(sql);
        if (failure != null) {
            throw death(failure.getMessage());
        }
    }

    /** The rows of a statement, each an array. */
    JSObject[] rows(String sql, JSObject... params) {
        try {
            return connection.rows(sql, params);
        } catch (RuntimeException thrown) {
            throw death(JsErrors.message(thrown));
        }
    }

    /** An effect must not be kept without its row. */
    private EngineDeath death(String why) {
        connection.giveUp();
        return new EngineDeath("The journal cannot be written: " + why);
    }

    /** A number as a parameter. */
    @JSBody(params = "number", script = "return number;")
    static native JSObject value(double number);

    /** A text as a parameter. */
    @JSBody(params = "text", script = "return text;")
    static native JSObject value(String text);
}
