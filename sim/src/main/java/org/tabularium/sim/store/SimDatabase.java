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
abstract class SimDatabase {
    /** How many rows an answer may have and still be kept whole. */
    private static final int MOST_ROWS_KEPT = 3;

    static final String CONTRACT = "engine contract";

    private SimContent committed;
    private SimTables inTransaction;
    private boolean hasWritten;
    private final Set<String> touched = new LinkedHashSet<>();
    private final Set<String> altered = new LinkedHashSet<>();
    /** The tables whose changes are told. */
    private final Set<String> captured = new LinkedHashSet<>();
    /** Those that are read by what was watched, whether or not they have been altered since. */
    private final Set<String> watched = new LinkedHashSet<>();

    SimDatabase(SimContent content) {
        committed = content;
    }

    SimContent committed() {
        return committed;
    }

    boolean isInTransaction() {
        return inTransaction != null;
    }

    /** Whether the open transaction has changed something. */
    boolean hasWritten() {
        return hasWritten;
    }

    /** Does what is done in one step. */
    Execution perform(EngineCall call) {
        if (call instanceof EngineCall.Query query) {
            checkNote(query.note());
            return query((SimSql) query.statement(), query.note());
        } else if (call instanceof EngineCall.Script script) {
            checkNote(script.note());
            return script((SimSql) script.script(), script.note());
        } else if (call instanceof EngineCall.Begin) {
            return begin();
        } else if (call instanceof EngineCall.Commit commit) {
            return commit(commit.note());
        } else if (call instanceof EngineCall.Rollback) {
            endTransaction();
            return ended(SimRows.NOTHING);
        } else if (call instanceof EngineCall.Recall recall) {
            return recall(recall.note());
        } else if (call instanceof EngineCall.Unwatch unwatch) {
            List<String> ended = unwatch.tables().isEmpty() ? new ArrayList<>(watched) : unwatch.tables();
            captured.removeAll(ended);
            watched.removeAll(ended);
            return ended(SimRows.NOTHING);
        }
        Violation.unless(inTransaction == null, CONTRACT, "a live query ran inside a transaction");
        if (call instanceof EngineCall.Watch watch) {
            return watch((SimSql) watch.query());
        }
        SimSql query = (SimSql) ((EngineCall.Rerun) call).query();
        Violation.unless(watched.contains(query.table()), CONTRACT, "a query ran again that is not watched");
        return ended(committed.tables().rows(query.table()));
    }

    /** Runs a statement, with a note where it commits by itself. */
    abstract Execution query(SimSql statement, Note note);

    /** Runs a script. */
    abstract Execution script(SimSql script, Note note);

    /** Commits the open transaction, whether or not it has changed something. */
    abstract Execution commit(Note note);

    /** What becomes of a statement inside a transaction that is not one all engines have. */
    abstract Execution runOwn(SimSql statement);

    private Execution watch(SimSql query) {
        if (!query.isRead()) {
            return failed(ErrorCode.LIVE_UNSUPPORTED, "not a plain read", Outcome.NOT_RUN);
        }
        captured.add(query.table());
        watched.add(query.table());
        SimRows rows = committed.tables().rows(query.table());
        return new Execution(null, rows, false, false, false, Changes.NONE, List.of(query.table()));
    }

    private void checkNote(Note note) {
        boolean isRight = (inTransaction == null) == (note != null);
        Violation.unless(isRight, CONTRACT, "what commits by itself is written down, and nothing else");
    }

    /** A transaction that has changed something is written down where it commits. */
    void checkCommit(Note note) {
        boolean isRight = !hasWritten || note != null;
        Violation.unless(isRight, CONTRACT, "a commit is written down where something was changed");
    }

    Execution begin() {
        Violation.unless(inTransaction == null, CONTRACT, "a transaction was begun inside another");
        inTransaction = committed.tables().copy();
        hasWritten = false;
        touched.clear();
        altered.clear();
        return ended(SimRows.NOTHING);
    }

    /** Takes what the open transaction has done. */
    void takeTransaction() {
        committed = committed.with(inTransaction);
        inTransaction = null;
    }

    /** Whatever it has done that was not taken is gone. */
    void endTransaction() {
        inTransaction = null;
    }

    /** Writes a row of the journal. */
    void keep(Note note, int progress, SimRows reply) {
        committed = committed.copy();
        committed.keep(note, progress, reply);
    }

    /** Removes one. */
    void clear(Note note) {
        committed = committed.copy();
        committed.clear(note);
    }

    private Execution recall(Note note) {
        SimContent.Kept row = committed.kept(note);
        Violation.unless(row != null, CONTRACT, "what is recalled was written down");
        Violation.unless(row.progress() == Entry.DONE, CONTRACT, "what is recalled has come to its end");
        boolean isAbridged = row.reply().rows().size() > MOST_ROWS_KEPT;
        SimRows reply = isAbridged ? SimRows.NOTHING : row.reply();
        return new Execution(null, reply, isAbridged, isInTransaction(), false, Changes.NONE, List.of());
    }

    /** Runs statements up to the first that fails. */
    Execution statements(List<String> statements) {
        Execution last = ended(SimRows.NOTHING);
        for (String statement : statements) {
            last = inside(new SimSql(statement));
            if (!last.succeeded()) {
                return last;
            }
        }
        return last;
    }

    /** Runs a statement inside the open transaction. */
    Execution inside(SimSql statement) {
        switch (statement.verb()) {
            case "insert", "sneak" -> {
                add(statement);
                return Execution.done(new SimRows(List.of(statement.row())), true, true, Changes.NONE);
            }
            case "read" -> {
                return ended(inTransaction.rows(statement.table()));
            }
            case "alter" -> {
                altered.add(statement.table());
                hasWritten = true;
                return Execution.done(SimRows.NOTHING, true, true, Changes.NONE);
            }
            case "begin" -> {
                return ended(SimRows.NOTHING);
            }
            default -> {
                return runOwn(statement);
            }
        }
    }

    /** Adds a statement's row in the open transaction. */
    void add(SimSql statement) {
        inTransaction.insert(statement.table(), statement.row());
        touched.add(statement.table());
        hasWritten = true;
    }

    /** What was committed since this was last asked, as far as it is captured. */
    Changes takeChanges() {
        List<String> tables = new ArrayList<>(touched);
        tables.retainAll(captured);
        captured.removeAll(altered);
        return altered.isEmpty() && tables.isEmpty() ? Changes.NONE : new Changes(!altered.isEmpty(), tables);
    }

    /** What two commits have changed together. */
    static Changes both(Changes one, Changes other) {
        List<String> tables = new ArrayList<>(one.tables());
        tables.addAll(other.tables());
        return new Changes(one.schemaChanged() || other.schemaChanged(), tables);
    }

    Execution ended(SimRows result) {
        return Execution.done(result, isInTransaction(), false, Changes.NONE);
    }

    Execution failed(ErrorCode code, String message, Outcome outcome) {
        return Execution.failed(Failure.of(code, message, outcome), isInTransaction());
    }
}
