package org.tabularium.browser.sqlite;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.js.JsPayload;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Failures that carry the engine's own error whole. */
final class SqliteFailures {
    private SqliteFailures() {}

    /** A failure with the engine's message; {@code statement} may be null. */
    static Failure of(SqliteFailure failure, Statement statement, Outcome outcome) {
        return of(failure, failure.getMessage(), statement, outcome);
    }

    /** A failure with a message that says more than the engine could. */
    static Failure of(SqliteFailure failure, String message, Statement statement, Outcome outcome) {
        JSObject detail = statement == null ? newObject() : statement.newErrorDetail();
        boolean isArgument = failure.getCode() == 0;
        if (!isArgument) {
            put(detail, failure.getName(), sqlStateOf(failure.getName()), failure.getPosition(), failure.getMessage());
        }
        ErrorCode code = isArgument ? ErrorCode.INVALID_ARGUMENT : ErrorCode.SQL_ERROR;
        return new Failure(code, message, isArgument ? Outcome.NOT_RUN : outcome, new JsPayload(detail));
    }

    /** A failure that tells which statement of its batch it is of. */
    static Failure inBatch(Failure failure, Statement statement, int index) {
        JSObject detail = failure.detail() == null ? statement.newErrorDetail() : JsPayload.valueOf(failure.detail());
        putIndex(detail, index);
        return new Failure(failure.code(), failure.message(), failure.outcome(), new JsPayload(detail));
    }

    /** The same classes of errors by the names that the SQL standard has for them, so that one test serves both engines. */
    private static String sqlStateOf(String name) {
        return switch (name) {
            case "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_ROWID" -> "23505";
            case "SQLITE_CONSTRAINT_FOREIGNKEY" -> "23503";
            case "SQLITE_CONSTRAINT_NOTNULL" -> "23502";
            case "SQLITE_CONSTRAINT_CHECK" -> "23514";
            case "SQLITE_CONSTRAINT_DATATYPE" -> "42804";
            default -> name.startsWith("SQLITE_CONSTRAINT") ? "23000" : null;
        };
    }

    @JSBody(
            params = {"detail", "name", "sqlState", "position", "message"},
            script = "detail.sqliteCode = name;"
                    + "if (sqlState) detail.code = sqlState;"
                    + "if (position) detail.position = position;"
                    // UNIQUE constraint failed: book.author, book.title
                    + "var named = /constraint failed: (\\w+)\\.(\\w+)$/.exec(message);"
                    + "if (named) { detail.table = named[1]; detail.column = named[2]; }")
    private static native void put(JSObject detail, String name, String sqlState, int position, String message);

    @JSBody(
            params = {"detail", "index"},
            script = "detail.batchIndex = index;")
    private static native void putIndex(JSObject detail, int index);

    @JSBody(script = "return {};")
    private static native JSObject newObject();
}
