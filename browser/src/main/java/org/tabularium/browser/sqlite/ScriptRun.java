package org.tabularium.browser.sqlite;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.sql.Changes;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;
import org.teavm.jso.JSObject;

/**
 * One run of a script. What it does not put into transactions itself is one, up to its first {@code BEGIN}, {@code VACUUM}
 * or change of a setting, and from there to the next.
 */
final class ScriptRun {
    private static final String ENDS_TRANSACTION =
            "A transaction ends with the closure that was given to transaction(), or by tx.rollback().";
    private static final String LEAVES_OPEN =
            "The script left a transaction open, which would hold up every tab; it was"
                    + " rolled back. Use db.transaction(). What the script had committed before stays.";

    private final Database database;
    private final StatementRunner statements;
    private final Touched touched;
    private final Statement script;
    private final List<JSObject> results = new ArrayList<>();
    private final boolean isInOpenTransaction;
    private boolean isImplicit;
    private boolean hasWritten;
    private boolean hasCommitted;

    ScriptRun(Database database, StatementRunner statements, Touched touched, Statement script) {
        this.database = database;
        this.statements = statements;
        this.touched = touched;
        this.script = script;
        this.isInOpenTransaction = database.isInTransaction();
    }

    /** Runs it, and writes that down where it has changed something; {@code note} is null inside a transaction. */
    Execution run(Note note, Journal journal, SqliteResults join) {
        SqliteScript cursor = database.openScript(script.sql());
        try {
            for (Prepared next = database.next(cursor); next != null; next = database.next(cursor)) {
                statements.check(next, script);
                results.add(isInOpenTransaction ? runInside(next) : runOutside(next));
            }
            commitImplicit();
        } catch (Refused refused) {
            return isInOpenTransaction ? failedInside(refused.failure()) : failed(refused.failure(), note, journal);
        } finally {
            cursor.close();
        }
        JSObject result = join.join(results.toArray(new JSObject[0]));
        if (isInOpenTransaction) {
            return Execution.done(new JsPayload(result), true, hasWritten, Changes.NONE);
        }
        if (database.isInTransaction()) {
            return leftOpen(new JsPayload(result), note, journal);
        }
        if (hasWritten) {
            journal.write(note, result);
        }
        return Execution.done(new JsPayload(result), false, hasWritten, touched.take());
    }

    /** What is open is going to be rolled back, and the script refused; so only what has committed is written down. */
    private Execution leftOpen(Payload result, Note note, Journal journal) {
        if (hasCommitted) {
            journal.writeFailure(note, Failure.of(ErrorCode.TX_UNMANAGED, LEAVES_OPEN, Outcome.UNKNOWN));
        }
        return Execution.done(result, true, hasCommitted, touched.takeCommitted());
    }

    private JSObject runInside(Prepared prepared) throws Refused {
        if (prepared.getTransaction() != null) {
            throw new Refused(Failure.of(ErrorCode.UNSUPPORTED, ENDS_TRANSACTION, Outcome.NOT_RUN));
        }
        hasWritten |= StatementRunner.mayWrite(prepared);
        return statements.runOf(script, prepared);
    }

    private JSObject runOutside(Prepared prepared) throws Refused {
        boolean isAlone = prepared.getSetting() != null || prepared.getCommand().equals("VACUUM");
        if (isAlone || "BEGIN".equals(prepared.getTransaction())) {
            commitImplicit();
        } else if (!database.isInTransaction()) {
            database.runOwn("begin");
            isImplicit = true;
        }
        boolean isEnd =
                prepared.getTransaction() != null && !prepared.getTransaction().equals("BEGIN");
        boolean isWriting = isEnd && database.isInTransaction() && database.isWriting();
        JSObject result = statements.runOf(script, prepared);
        if (isEnd) {
            ended(prepared.getTransaction(), isWriting);
        } else {
            hasWritten |= StatementRunner.mayWrite(prepared);
        }
        if (isAlone) {
            hasCommitted = true;
            touched.partCommitted();
        }
        return result;
    }

    private void ended(String how, boolean wasWriting) {
        isImplicit = false;
        if (how.equals("COMMIT")) {
            hasCommitted |= wasWriting;
            touched.partCommitted();
        } else {
            touched.undo();
        }
    }

    private void commitImplicit() throws Refused {
        if (!isImplicit) {
            return;
        }
        boolean isWriting = database.isWriting();
        database.runOwn("commit");
        isImplicit = false;
        hasCommitted |= isWriting;
        touched.partCommitted();
    }

    /** What the open part has done is rolled back; what was committed before is written down with the failure. */
    private Execution failed(Failure failure, Note note, Journal journal) {
        if (database.isInTransaction()) {
            try {
                database.runOwn("rollback");
            } catch (Refused refused) {
                return Execution.failed(refused.failure(), true);
            }
        }
        touched.undo();
        if (!hasCommitted) {
            return Execution.failed(rolledBack(failure), false);
        }
        Failure after = left(failure, " (what the script had committed before stays)");
        journal.writeFailure(note, after);
        return new Execution(after, null, false, false, true, touched.takeCommitted(), List.of());
    }

    /** A failure inside a transaction leaves it as it is, with what the script had done in it. */
    private Execution failedInside(Failure failure) {
        boolean isLeft = hasWritten || failure.outcome() == Outcome.UNKNOWN;
        if (!isLeft || !database.isInTransaction()) {
            return Execution.failed(failure, database.isInTransaction());
        }
        Failure after = left(failure, " (what the script had done before stays in the transaction)");
        return new Execution(after, null, false, true, true, Changes.NONE, List.of());
    }

    private static Failure left(Failure failure, String what) {
        return new Failure(failure.code(), failure.message() + what, Outcome.UNKNOWN, failure.detail());
    }

    /** What a statement had left when it failed is gone with its transaction. */
    static Failure rolledBack(Failure failure) {
        return failure.outcome() == Outcome.UNKNOWN
                ? new Failure(failure.code(), failure.message(), Outcome.ROLLED_BACK, failure.detail())
                : failure;
    }
}
