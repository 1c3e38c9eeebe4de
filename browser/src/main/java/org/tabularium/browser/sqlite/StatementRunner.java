package org.tabularium.browser.sqlite;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.teavm.jso.JSObject;

/** Prepares statements, refuses those that would break what this library promises, and runs the others. */
final class StatementRunner {
    private final Database database;
    private final Settings settings;
    private final Touched touched;

    StatementRunner(Database database, Settings settings, Touched touched) {
        this.database = database;
        this.settings = settings;
        this.touched = touched;
    }

    /** Prepares the only statement of a text. */
    Prepared prepare(Statement statement) throws Refused {
        Prepared prepared = database.prepare(statement.sql());
        check(prepared, statement);
        if (prepared.hasMore()) {
            throw new Refused(Failure.of(
                    ErrorCode.SQL_ERROR,
                    "query() runs one statement, and there are several; exec() runs scripts.",
                    Outcome.NOT_RUN));
        }
        return prepared;
    }

    /** Throws where there is nothing that could run. */
    void check(Prepared prepared, Statement statement) throws Refused {
        if (prepared.getRefused() != null) {
            throw new Refused(refusal(prepared.getRefused()));
        }
        if (prepared.getFailure() != null && prepared.getSetting() == null) {
            throw new Refused(SqliteFailures.of(prepared.getFailure(), statement, Outcome.ROLLED_BACK));
        }
    }

    /** Runs a statement, and takes note of what it changes. */
    JSObject run(Prepared prepared, Statement statement) throws Refused {
        return run(prepared, statement, statement);
    }

    /** Runs a statement of a script, which takes no parameters. */
    JSObject runOf(Statement script, Prepared prepared) throws Refused {
        return run(prepared, null, script);
    }

    private JSObject run(Prepared prepared, Statement params, Statement sent) throws Refused {
        if (prepared.getSetting() != null) {
            return change(prepared);
        }
        if (prepared.isReadOnly()) {
            return runReading(prepared, params);
        }
        guard(prepared, sent);
        boolean isInside = database.isInTransaction();
        touched.before(prepared, sent.by());
        try {
            JSObject result = database.run(prepared, params);
            touched.after(prepared);
            return result;
        } catch (Refused refused) {
            throw failed(prepared, isInside, refused.failure());
        }
    }

    /** Runs what changes nothing, but may take back what was changed: to a savepoint, or all, where there is no memory left. */
    private JSObject runReading(Prepared prepared, Statement params) throws Refused {
        boolean isInside = prepared.getTransaction() == null && database.isInTransaction();
        try {
            return database.run(prepared, params);
        } finally {
            if (isInside && !database.isInTransaction()) {
                touched.undo();
            } else if (prepared.isSavepoint()) {
                touched.partlyUndone();
            }
        }
    }

    /**
     * A statement that fails leaves nothing, but with {@code OR FAIL} and {@code RAISE(FAIL)} what it had done before
     * stays, and is told as unknown: only what SQLite calls an error says which rows that are. With {@code OR ROLLBACK}
     * its transaction is gone.
     */
    private Refused failed(Prepared prepared, boolean wasInside, Failure failure) {
        if (database.wasForbidden()) {
            return new Refused(refusal("VACUUM INTO"));
        }
        if (wasInside && !database.isInTransaction()) {
            touched.undo();
            return new Refused(failure);
        }
        // Inside a transaction SQLite counts rows that triggers have changed even where they are restored: nobody is
        // sure.
        boolean isLeft = touched.hasChangedRows() && (wasInside || database.hasCommitted());
        if (!isLeft) {
            return new Refused(failure);
        }
        touched.after(prepared);
        return new Refused(new Failure(failure.code(), failure.message(), Outcome.UNKNOWN, failure.detail()));
    }

    /** To change the schema is for every tab; it happens where the leader's data is. */
    private static void guard(Prepared prepared, Statement sent) throws Refused {
        if (sent.isGuarded() && !prepared.isSchemaChange() && prepared.getWrites().length > 0) {
            throw new Refused(Failure.of(
                    ErrorCode.WRITE_PERMISSION_DENIED,
                    "WRITE_PERMISSION_DENIED: " + prepared.getCommand() + " is for the tab that leads. Queue the write,"
                            + " wait for leadership, or allow writes from other tabs.",
                    Outcome.NOT_RUN));
        }
    }

    /** Whether running it may change something. */
    static boolean mayWrite(Prepared prepared) {
        return prepared.getSetting() != null || !prepared.isReadOnly();
    }

    /** Gives what the setting is now. What statements do, such as cascades, hangs on settings too. */
    private JSObject change(Prepared prepared) throws Refused {
        settings.change(prepared.getSetting(), prepared.getSettingValue());
        touched.altered();
        return database.run(database.prepare("pragma " + prepared.getSetting()), null);
    }

    private static Failure refusal(String what) {
        return Failure.of(ErrorCode.UNSUPPORTED, what + " is not possible here: " + reason(what), Outcome.NOT_RUN);
    }

    private static String reason(String what) {
        return switch (what) {
            case "ATTACH", "DETACH" -> "each database has a leader of its own. Open the other one by itself.";
            case "VACUUM INTO" -> "the file would be in no store. Use exportFile().";
            case "CREATE TEMP" ->
                "what is temporary would be seen by all tabs, and be gone with the leading one."
                        + " Use an ordinary table, or WITH.";
            default -> "all tabs share the connection, and how it keeps its file is what their writes depend on.";
        };
    }
}
