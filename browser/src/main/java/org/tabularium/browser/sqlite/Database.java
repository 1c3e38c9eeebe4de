package org.tabularium.browser.sqlite;

import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.EngineDeath;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.js.JsErrors;
import org.teavm.jso.JSObject;

/** The application's database: {@link SqliteConnection}, whose errors are Java's. */
final class Database {
    private final SqliteConnection connection;
    private boolean isDead;

    Database(SqliteConnection connection) {
        this.connection = connection;
    }

    /** Prepares the only statement of a text. What is wrong with it is in what this gives. */
    Prepared prepare(String sql) {
        return survive(() -> connection.prepare(sql));
    }

    /** Whether a statement reads what changes by writes to tables that are not among its reads. */
    boolean readsUntold(Prepared prepared) {
        return survive(() -> connection.readsUntold(prepared)).booleanValue();
    }

    /** Opens a script, which is to be closed. */
    SqliteScript openScript(String sql) {
        return survive(() -> connection.openScript(sql));
    }

    /** Prepares the next statement of a script; null at its end. */
    Prepared next(SqliteScript script) {
        return survive(script::next);
    }

    /** Runs a statement to its end, and gives its result. */
    JSObject run(Prepared prepared, Statement statement) throws Refused {
        JSObject params = statement == null ? null : statement.params();
        JSObject names = statement == null ? null : statement.names();
        JSObject result = survive(() -> connection.run(prepared, params, names));
        SqliteFailure failure = connection.getFailure();
        if (failure != null) {
            throw new Refused(SqliteFailures.of(failure, statement, Outcome.ROLLED_BACK));
        }
        return result;
    }

    /** Runs statements that do not come from the application. */
    void runOwn(String sql) throws Refused {
        SqliteFailure failure = survive(() -> connection.runOwn(sql));
        if (failure != null) {
            throw new Refused(SqliteFailures.of(failure, null, Outcome.ROLLED_BACK));
        }
    }

    /** What is prepared may mean something else now. */
    void forget() {
        connection.forget();
    }

    boolean isInTransaction() {
        return !isDead && connection.isInTransaction();
    }

    boolean isWriting() {
        return connection.isWriting();
    }

    /** Whether what was run last was refused while it ran. */
    boolean wasForbidden() {
        SqliteFailure failure = connection.getFailure();
        return failure != null && "SQLITE_AUTH".equals(failure.getName());
    }

    /** Whether what was run last has committed something, even if it failed then. */
    boolean hasCommitted() {
        return connection.hasCommitted();
    }

    double totalChanges() {
        return connection.getTotalChanges();
    }

    /** A number that is another one after each change of the schema. */
    double schemaVersion() {
        return survive(connection::schemaVersion).doubleValue();
    }

    /** Whether SQLite has stopped. */
    boolean isDead() {
        return isDead;
    }

    /** Of JavaScript's values only: one of any type would be wrapped, at every call. */
    private interface Call<T extends JSObject> {
        T run();
    }

    /** Whatever is thrown comes from the module itself: it has no memory left, or has lost its way. */
    private <T extends JSObject> T survive(Call<T> call) {
        try {
            return call.run();
        } catch (RuntimeException thrown) {
            throw death(thrown);
        }
    }

    /** What is to be thrown when SQLite has stopped by itself. */
    EngineDeath death(RuntimeException thrown) {
        isDead = true;
        return new EngineDeath("SQLite stopped working: " + JsErrors.message(thrown));
    }
}
