package org.tabularium.sim.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.sim.world.Violation;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;

/** What an engine has in memory: what is committed, the open transaction, and what is captured. */
final class SimDatabase {
    /** How many rows an answer may have and still be kept whole. */
    private static final int MOST_ROWS_KEPT = 3;

    private static final String CONTRACT = "engine contract";

    private SimContent committed;
    private SimTables inTransaction;
    private boolean isTransactionFailed;
    private boolean hasWritten;
    private final Set<String> touched = new LinkedHashSet<>();
    private boolean isSchemaTouched;
    private final Set<String> captured = new LinkedHashSet<>();

    SimDatabase(SimContent content) {
        committed = content;
    }

    SimContent committed() {
        return committed;
    }

    boolean isInTransaction() {
        return inTransaction != null;
    }

    /** Does what is done in one step. */
    Execution perform(EngineCall call) {
        if (call instanceof EngineCall.Query query) {
            return query((SimSql) query.statement(), query.note());
        } else if (call instanceof EngineCall.Script script) {
            checkNote(script.note());
            return statements(SimSql.statements(((SimSql) script.script()).text()));
        } else if (call instanceof EngineCall.Begin) {
            return begin();
        } else if (call instanceof EngineCall.Commit commit) {
            return commit(commit.note());
        } else if (call instanceof EngineCall.Rollback) {
            inTransaction = null;
            return ended(SimRows.NOTHING);
        } else if (call instanceof EngineCall.Recall recall) {
            return recall(recall.note());
        } else if (call instanceof EngineCall.Unwatch unwatch) {
            captured.removeIf(
                    table -> unwatch.tables().isEmpty() || unwatch.tables().contains(table));
            return ended(SimRows.NOTHING);
        }
        Violation.unless(inTransaction == null, CONTRACT, "a live query ran inside a transaction");
        if (call instanceof EngineCall.Watch watch) {
            return watch((SimSql) watch.query());
        }
        SimSql query = (SimSql) ((EngineCall.Rerun) call).query();
        Violation.unless(captured.contains(query.table()), CONTRACT, "a query ran again that is not watched");
        return ended(committed.tables().rows(query.table()));
    }

    private Execution watch(SimSql query) {
        if (!query.isRead()) {
            return failed(ErrorCode.LIVE_UNSUPPORTED, "not a plain read", Outcome.NOT_RUN);
        }
        captured.add(query.table());
        SimRows rows = committed.tables().rows(query.table());
        return new Execution(null, rows, false, false, false, Changes.NONE, List.of(query.table()));
    }

    private void checkNote(Note note) {
        boolean isRight = (inTransaction == null) == (note != null);
        Violation.unless(isRight, CONTRACT, "what commits by itself is written down, and nothing else");
    }

    private Execution query(SimSql statement, Note note) {
        checkNote(note);
        if (inTransaction != null) {
            return isTransactionFailed ? transactionFailed() : inside(statement);
        }
        return statement.verb().equals("begin")
                ? begin()
                : part(List.of(statement.text()), note, Entry.DONE, List.of(), false);
    }

    private Execution begin() {
        Violation.unless(inTransaction == null, CONTRACT, "a transaction was begun inside another");
        inTransaction = committed.tables().copy();
        isTransactionFailed = false;
        hasWritten = false;
        touched.clear();
        isSchemaTouched = false;
        return ended(SimRows.NOTHING);
    }

    private Execution commit(Note note) {
        if (inTransaction == null || isTransactionFailed) {
            inTransaction = null;
            return failed(ErrorCode.SQL_ERROR, "the transaction had failed and was rolled back", Outcome.ROLLED_BACK);
        }
        Violation.unless(
                hasWritten == (note != null), CONTRACT, "a commit is written down where something was changed");
        return commit(note, Entry.DONE, SimRows.NOTHING, false);
    }

    private Execution commit(Note note, int progress, SimRows reply, boolean isBegun) {
        boolean isWritten = hasWritten || isBegun || progress != Entry.DONE;
        if (isWritten) {
            committed = committed.with(inTransaction);
            committed.keep(note, progress, reply);
        }
        inTransaction = null;
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
            inTransaction = null;
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
        committed = committed.copy();
        committed.keep(note, Entry.BEGUN, SimRows.NOTHING);
    }

    /** Removes that: the statement was not run. */
    void clear(Note note) {
        committed = committed.copy();
        committed.clear(note);
    }

    /** Runs a statement that cannot run inside a transaction; that it is done is not written down with it. */
    void odd(SimSql statement) {
        begin();
        inTransaction.insert(statement.table(), statement.row());
        touched.add(statement.table());
        committed = committed.with(inTransaction);
        inTransaction = null;
    }

    /** Writes down, after such a statement, that it is done. */
    Execution oddDone(SimSql statement, Note note) {
        SimRows reply = new SimRows(List.of(statement.row()));
        committed = committed.copy();
        committed.keep(note, Entry.DONE, reply);
        return Execution.done(reply, false, true, takeChanges());
    }

    private Execution recall(Note note) {
        SimContent.Kept row = committed.kept(note);
        Violation.unless(row != null, CONTRACT, "what is recalled was written down");
        Violation.unless(row.progress() == Entry.DONE, CONTRACT, "what is recalled has come to its end");
        boolean isAbridged = row.reply().rows().size() > MOST_ROWS_KEPT;
        SimRows reply = isAbridged ? SimRows.NOTHING : row.reply();
        return new Execution(null, reply, isAbridged, isInTransaction(), false, Changes.NONE, List.of());
    }

    private Execution statements(List<String> statements) {
        Execution last = ended(SimRows.NOTHING);
        for (String statement : statements) {
            last = inside(new SimSql(statement));
            if (!last.succeeded()) {
                return last;
            }
        }
        return last;
    }

    private Execution inside(SimSql statement) {
        switch (statement.verb()) {
            case "insert", "sneak" -> {
                inTransaction.insert(statement.table(), statement.row());
                touched.add(statement.table());
                hasWritten = true;
                return Execution.done(new SimRows(List.of(statement.row())), true, true, Changes.NONE);
            }
            case "read" -> {
                return ended(inTransaction.rows(statement.table()));
            }
            case "alter" -> {
                isSchemaTouched = true;
                hasWritten = true;
                return Execution.done(SimRows.NOTHING, true, true, Changes.NONE);
            }
            case "begin" -> {
                return ended(SimRows.NOTHING);
            }
            default -> {
                isTransactionFailed = true;
                return failed(ErrorCode.SQL_ERROR, "syntax error", Outcome.ROLLED_BACK);
            }
        }
    }

    private Changes takeChanges() {
        List<String> tables = new ArrayList<>(touched);
        tables.retainAll(captured);
        return isSchemaTouched || !tables.isEmpty() ? new Changes(isSchemaTouched, tables) : Changes.NONE;
    }

    private Execution transactionFailed() {
        return failed(ErrorCode.SQL_ERROR, "the transaction has failed", Outcome.ROLLED_BACK);
    }

    private Execution ended(SimRows result) {
        return Execution.done(result, isInTransaction(), false, Changes.NONE);
    }

    private Execution failed(ErrorCode code, String message, Outcome outcome) {
        return Execution.failed(Failure.of(code, message, outcome), isInTransaction());
    }
}
