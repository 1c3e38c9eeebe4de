package org.tabularium.sim.store;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Outcome;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;

/** PostgreSQL's rules: the journal is a table beside the others, and one failure fails a whole transaction. */
final class PgliteDatabase extends SimDatabase {
    private boolean isTransactionFailed;

    PgliteDatabase(SimContent content) {
        super(content);
    }

    @Override
    Execution query(SimSql statement, Note note) {
        if (isInTransaction()) {
            return isTransactionFailed ? transactionFailed() : inside(statement);
        }
        return statement.verb().equals("begin")
                ? begin()
                : part(List.of(statement.text()), note, Entry.DONE, List.of(), false);
    }

    @Override
    Execution script(SimSql script, Note note) {
        return statements(SimSql.statements(script.text()));
    }

    @Override
    Execution begin() {
        isTransactionFailed = false;
        return super.begin();
    }

    @Override
    Execution commit(Note note) {
        if (!isInTransaction() || isTransactionFailed) {
            endTransaction();
            return failed(ErrorCode.SQL_ERROR, "the transaction had failed and was rolled back", Outcome.ROLLED_BACK);
        }
        checkCommit(note);
        return commit(note, Entry.DONE, SimRows.NOTHING, false);
    }

    private Execution commit(Note note, int progress, SimRows reply, boolean isBegun) {
        boolean isWritten = hasWritten() || isBegun || progress != Entry.DONE;
        if (isWritten) {
            takeTransaction();
            keep(note, progress, reply);
        }
        endTransaction();
        return Execution.done(reply, false, isWritten, takeChanges());
    }

    /**
     * All of it in one transaction, as PostgreSQL does with a script that manages none itself, and written down with
     * it where it changes something.
     *
     * @param isBegun whether an earlier part is written down, so that the end of this one has to be as well
     */
    Execution part(List<String> statements, Note note, int progress, List<String> replySoFar, boolean isBegun) {
        begin();
        Execution execution = statements(statements);
        if (!execution.succeeded()) {
            endTransaction();
            return Execution.failed(execution.failure(), false);
        } else if (statements.contains("begin")) {
            return ended(SimRows.NOTHING);
        }
        List<String> reply = new ArrayList<>(replySoFar);
        reply.addAll(((SimRows) execution.result()).rows());
        return commit(note, progress, new SimRows(reply), isBegun);
    }

    /** Writes down that a statement which cannot run inside a transaction is about to be run. */
    void noteBegun(Note note) {
        keep(note, Entry.BEGUN, SimRows.NOTHING);
    }

    /** Runs a statement that cannot run inside a transaction; that it is done is not written down with it. */
    void odd(SimSql statement) {
        begin();
        add(statement);
        takeTransaction();
    }

    /** Writes down, after such a statement, that it is done. */
    Execution oddDone(SimSql statement, Note note) {
        SimRows reply = new SimRows(List.of(statement.row()));
        keep(note, Entry.DONE, reply);
        return Execution.done(reply, false, true, takeChanges());
    }

    @Override
    Execution runOwn(SimSql statement) {
        isTransactionFailed = true;
        return failed(ErrorCode.SQL_ERROR, "syntax error", Outcome.ROLLED_BACK);
    }

    private Execution transactionFailed() {
        return failed(ErrorCode.SQL_ERROR, "the transaction has failed", Outcome.ROLLED_BACK);
    }
}
