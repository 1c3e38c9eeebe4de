package org.tabularium.sim.store;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.sql.Changes;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;

/**
 * SQLite's rules: the journal is in a file of its own and is written after the effect, a statement fails without the
 * transaction it is in, and may fail although it has written.
 */
final class SqliteDatabase extends SimDatabase {
    /** Writes the row that belongs to what was committed last; null where there is none to be written. */
    private Runnable row;

    SqliteDatabase(SimContent content) {
        super(content);
    }

    /** Writes the row of what was just committed into the file of the journal. */
    void writeDown() {
        if (row != null) {
            row.run();
            row = null;
        }
    }

    @Override
    Execution query(SimSql statement, Note note) {
        if (isInTransaction()) {
            return inside(statement);
        } else if (statement.verb().equals("begin")) {
            return failed(ErrorCode.TX_UNMANAGED, "it would hold up all tabs", Outcome.NOT_RUN);
        }
        begin();
        Execution execution = statement.verb().equals("odd") ? alone(statement) : inside(statement);
        boolean hasWritten = hasWritten() && isInTransaction();
        if (execution.succeeded()) {
            return hasWritten ? committed(note, (SimRows) execution.result()) : unchanged(execution);
        }
        return hasWritten ? failedInPart(execution.failure(), note) : undone(execution.failure());
    }

    private Execution alone(SimSql statement) {
        add(statement);
        return ended(new SimRows(List.of(statement.row())));
    }

    /** Each part is a transaction; the script is one step, and written down when it has ended. */
    @Override
    Execution script(SimSql script, Note note) {
        if (isInTransaction()) {
            return statements(SimSql.statements(script.text()));
        }
        List<String> reply = new ArrayList<>();
        Changes changes = Changes.NONE;
        boolean hasCommitted = false;
        for (List<String> part : script.parts()) {
            begin();
            Execution execution = statements(part);
            if (!execution.succeeded()) {
                endTransaction();
                return hasCommitted
                        ? failedAfterParts(execution.failure(), note, changes)
                        : undone(execution.failure());
            } else if (part.contains("begin")) {
                return leftOpen(hasCommitted, note, changes);
            }
            reply.addAll(((SimRows) execution.result()).rows());
            if (hasWritten()) {
                takeTransaction();
                changes = both(changes, takeChanges());
                hasCommitted = true;
            }
            endTransaction();
        }
        SimRows result = new SimRows(reply);
        if (hasCommitted) {
            row = () -> keep(note, Entry.DONE, result);
        }
        return Execution.done(result, false, hasCommitted, changes);
    }

    @Override
    Execution commit(Note note) {
        if (!isInTransaction()) {
            return failed(ErrorCode.SQL_ERROR, "the transaction was rolled back", Outcome.ROLLED_BACK);
        }
        checkCommit(note);
        return hasWritten() ? committed(note, SimRows.NOTHING) : unchanged(ended(SimRows.NOTHING));
    }

    @Override
    Execution runOwn(SimSql statement) {
        switch (statement.verb()) {
            case "partly" -> {
                add(statement);
                return new Execution(
                        sqlError("failed in its second row", Outcome.UNKNOWN),
                        null,
                        false,
                        true,
                        true,
                        Changes.NONE,
                        List.of());
            }
            case "undo" -> {
                endTransaction();
                return Execution.failed(sqlError("ended the transaction", Outcome.ROLLED_BACK), false);
            }
            default -> {
                return failed(ErrorCode.SQL_ERROR, "syntax error", Outcome.ROLLED_BACK);
            }
        }
    }

    /** What a statement comes to that finds no room: it is undone, or with it the transaction it is in. */
    Execution findsNoRoom(boolean endsTransaction) {
        if (endsTransaction) {
            endTransaction();
        }
        return failed(ErrorCode.SQL_ERROR, "database or disk is full", Outcome.ROLLED_BACK);
    }

    private Execution committed(Note note, SimRows reply) {
        takeTransaction();
        row = () -> keep(note, Entry.DONE, reply);
        return Execution.done(reply, false, true, takeChanges());
    }

    private Execution unchanged(Execution execution) {
        endTransaction();
        return Execution.done(execution.result(), false, false, Changes.NONE);
    }

    private Execution undone(Failure failure) {
        endTransaction();
        return Execution.failed(failure, false);
    }

    private Execution failedInPart(Failure failure, Note note) {
        takeTransaction();
        return failedAfterParts(failure, note, takeChanges());
    }

    /** It has no answer that could be kept, and must not be run again. */
    private Execution failedAfterParts(Failure failure, Note note, Changes changes) {
        row = () -> keep(note, Entry.BEGUN, SimRows.NOTHING);
        Failure told = Failure.of(failure.code(), failure.message(), Outcome.UNKNOWN);
        return new Execution(told, null, false, false, true, changes, List.of());
    }

    /** A script has opened a transaction and not ended it, which its caller will roll back. */
    private Execution leftOpen(boolean hasCommitted, Note note, Changes changes) {
        if (hasCommitted) {
            row = () -> keep(note, Entry.BEGUN, SimRows.NOTHING);
        }
        return Execution.done(SimRows.NOTHING, true, hasCommitted, changes);
    }

    private static Failure sqlError(String message, Outcome outcome) {
        return Failure.of(ErrorCode.SQL_ERROR, message, outcome);
    }
}
