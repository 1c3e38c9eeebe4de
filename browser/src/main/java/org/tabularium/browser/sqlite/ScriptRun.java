package org.tabularium.browser.sqlite;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
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
            return failed(refused.failure());
        } finally {
            cursor.close();
        }
        JSObject result = join.join(results.toArray(new JSObject[0]));
        if (hasWritten && note != null) {
            journal.write(note, result);
        }
        boolean isOpen = database.isInTransaction();
        return Execution.done(new JsPayload(result), isOpen, hasWritten, isOpen ? Changes.NONE : touched.take());
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
            hasCommitted |= isAlone;
        }
        return result;
    }

    private void ended(String how, boolean wasWriting) {
        isImplicit = false;
        if (how.equals("COMMIT")) {
            hasCommitted |= wasWriting;
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
    }

    private Execution failed(Failure failure) {
        if (isInOpenTransaction) {
            return Execution.failed(failure, database.isInTransaction());
        }
        if (database.isInTransaction()) {
            try {
                database.runOwn("rollback");
            } catch (Refused refused) {
                return Execution.failed(refused.failure(), true);
            }
        }
        if (!hasCommitted) {
            touched.undo();
            return Execution.failed(failure, false);
        }
        Failure after = new Failure(
                failure.code(),
                failure.message() + " (what the script had committed before stays)",
                Outcome.UNKNOWN,
                failure.detail());
        return new Execution(after, null, false, false, true, touched.take(), List.of());
    }
}
