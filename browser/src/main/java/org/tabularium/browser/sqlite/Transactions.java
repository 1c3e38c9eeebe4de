package org.tabularium.browser.sqlite;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.browser.engine.Refused;
import org.tabularium.sql.Changes;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;

/** Begins and ends transactions. */
final class Transactions {
    private final Database database;
    private final Journal journal;
    private final Touched touched;

    Transactions(Database database, Journal journal, Touched touched) {
        this.database = database;
        this.journal = journal;
        this.touched = touched;
    }

    Execution begin() throws Refused {
        database.runOwn("begin");
        return Execution.done(null, true, false, Changes.NONE);
    }

    /** Commits, and writes that down where something was changed. */
    Execution commit(Note note) throws Refused {
        if (!database.isInTransaction()) {
            throw new Refused(Failure.of(
                    ErrorCode.SQL_ERROR,
                    "The transaction was rolled back: a statement in it had failed so that SQLite ended it.",
                    Outcome.ROLLED_BACK));
        }
        boolean hasWritten = database.isWriting();
        try {
            database.runOwn("commit");
        } catch (Refused refused) {
            // A foreign key that waits for the commit leaves the transaction open.
            rollBack();
            throw refused;
        }
        Payload result = null;
        if (hasWritten && note != null) {
            journal.write(note, Journal.nothing());
        }
        return Execution.done(result, false, hasWritten, touched.take());
    }

    Execution rollBack() throws Refused {
        if (database.isInTransaction()) {
            database.runOwn("rollback");
        }
        touched.undo();
        return Execution.done(null, false, false, Changes.NONE);
    }
}
