package org.tabularium.browser.sqlite;

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

/** One run of a batch, which is statements with parameters in one transaction. */
final class BatchRun {
    private final Database database;
    private final StatementRunner statements;
    private final Touched touched;
    private final List<Statement> batch;
    private boolean hasWritten;

    BatchRun(Database database, StatementRunner statements, Touched touched, List<Statement> batch) {
        this.database = database;
        this.statements = statements;
        this.touched = touched;
        this.batch = batch;
    }

    /**
     * Runs it, and writes that down where it has changed something. Inside a transaction, where {@code note} is null, it
     * is a part of that which takes effect whole or not at all.
     */
    Execution run(Note note, Journal journal, SqliteResults join) throws Refused {
        boolean isInside = database.isInTransaction();
        database.runOwn(isInside ? "savepoint tabularium_batch" : "begin");
        JSObject result;
        try {
            result = join.join(runAll(isInside));
            database.runOwn(isInside ? "release tabularium_batch" : "commit");
        } catch (Refused refused) {
            undo(isInside);
            throw new Refused(ScriptRun.rolledBack(refused.failure()));
        }
        if (hasWritten && note != null) {
            journal.write(note, result);
        }
        return Execution.done(new JsPayload(result), isInside, hasWritten, isInside ? Changes.NONE : touched.take());
    }

    private JSObject[] runAll(boolean isInside) throws Refused {
        JSObject[] results = new JSObject[batch.size()];
        for (int i = 0; i < results.length; i++) {
            Statement statement = batch.get(i);
            try {
                Prepared prepared = statements.prepare(statement);
                guard(prepared, isInside);
                results[i] = statements.run(prepared, statement);
                hasWritten |= StatementRunner.mayWrite(prepared);
            } catch (Refused refused) {
                throw new Refused(SqliteFailures.inBatch(refused.failure(), statement, i));
            }
        }
        return results;
    }

    /** Inside a transaction the batch is a savepoint, which goes with any that was made before it. */
    private static void guard(Prepared prepared, boolean isInside) throws Refused {
        if (prepared.getTransaction() != null) {
            throw new Refused(Failure.of(
                    ErrorCode.UNSUPPORTED,
                    "A batch is one transaction, which no statement of it can end.",
                    Outcome.NOT_RUN));
        }
        if (isInside && prepared.isSavepoint()) {
            throw new Refused(Failure.of(
                    ErrorCode.UNSUPPORTED,
                    "A batch inside of transaction() is whole or not at all; savepoints are made between batches.",
                    Outcome.NOT_RUN));
        }
    }

    private void undo(boolean isInside) throws Refused {
        if (!database.isInTransaction()) {
            touched.undo();
        } else if (isInside) {
            database.runOwn("rollback to tabularium_batch; release tabularium_batch");
            touched.partlyUndone();
        } else {
            database.runOwn("rollback");
            touched.undo();
        }
    }
}
