package org.tabularium.browser.sqlite;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.js.JsErrors;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.sql.Changes;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;
import org.teavm.jso.JSObject;

/** Hands out the whole database as a file, and puts another one in its place. */
final class WholeDatabase {
    private final SqliteHandle handle;
    private final Database database;
    private final Touched touched;
    private final Journal journal;

    WholeDatabase(SqliteHandle handle, Database database, Touched touched, Journal journal) {
        this.handle = handle;
        this.database = database;
        this.touched = touched;
        this.journal = journal;
    }

    /** The database as the bytes of a file, without what an open transaction has changed. */
    Execution exportFile() throws Refused {
        try {
            JSObject bytes = handle.exportFile();
            return Execution.done(new JsPayload(bytes), database.isInTransaction(), false, Changes.NONE);
        } catch (RuntimeException thrown) {
            // The next leader would have no more memory for it.
            throw new Refused(Failure.of(
                    ErrorCode.UNSUPPORTED,
                    "The database cannot be handed out as a file: " + JsErrors.message(thrown) + ".",
                    Outcome.NOT_RUN));
        }
    }

    /** Puts the database of a file in the place of this one. */
    Execution importFile(JSObject bytes, Note note) throws Refused {
        if (database.isInTransaction()) {
            throw new Refused(Failure.of(
                    ErrorCode.UNSUPPORTED,
                    "A database cannot be replaced while a transaction is open in it.",
                    Outcome.NOT_RUN));
        }
        touched.before(null);
        String reason = replaceBy(bytes);
        if (reason != null) {
            throw new Refused(Failure.of(
                    ErrorCode.INVALID_ARGUMENT,
                    "The file cannot be imported: " + reason + ". Nothing was changed.",
                    Outcome.NOT_RUN));
        }
        touched.everything();
        JSObject nothing = Journal.nothing();
        journal.write(note, nothing);
        return Execution.done(new JsPayload(nothing), false, true, touched.take());
    }

    private String replaceBy(JSObject bytes) {
        try {
            return handle.importFile(bytes);
        } catch (RuntimeException thrown) {
            throw database.death(thrown);
        }
    }
}
