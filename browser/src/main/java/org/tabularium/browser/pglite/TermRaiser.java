package org.tabularium.browser.pglite;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.browser.pglite.wire.Row;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Note;

/**
 * Raises the term of a store, and makes or mends what this library keeps there.
 *
 * <p>An engine that has just started is slow at everything it does for the first time, and until the term is raised nobody
 * is answered. So a store in which all is as it should be takes a few plain statements only.
 */
final class TermRaiser {
    /**
     * What was found.
     *
     * @param term the raised term
     * @param journal what the journal holds
     */
    record Raised(int term, List<Entry> journal) {}

    private final Backend backend;

    TermRaiser(Backend backend) {
        this.backend = backend;
    }

    /** Raises the term above the stored one and above {@code floor}. */
    Raised raise(int floor) throws Refused {
        Raised known = raiseKnown(floor);
        if (known != null) {
            return known;
        }
        Reply raised = checked(backend.runOwn(TermStore.raise(floor)));
        return new Raised(Integer.parseInt(raised.lastRowText(0)), journal(raised));
    }

    /** Null, with nothing done, where something is not as it should be. */
    private Raised raiseKnown(int floor) throws Refused {
        backend.write().query(TermStore.LOOK);
        Reply look = backend.exchange();
        List<String> columns = new ArrayList<>();
        for (Row row : look.rows()) {
            if (row.columnCount() == JournalSchema.COLUMN_COLUMN_COUNT) {
                columns.add(row.text(0) + " " + row.text(1) + " " + row.text(2));
            }
        }
        boolean isKnown = !look.hasFailed()
                && look.lastRowText(0).equals(TermStore.KNOWN)
                && columns.equals(JournalSchema.KNOWN_COLUMNS);
        if (!isKnown) {
            backend.write().query("rollback");
            backend.exchange();
            return null;
        }
        boolean isCaptured = look.lastRowText(1).equals("t");
        backend.write().query(TermStore.raiseKnown(floor, isCaptured));
        Reply raised = checked(backend.exchange());
        return new Raised(Integer.parseInt(raised.lastRowText(0)), journal(look));
    }

    private List<Entry> journal(Reply reply) {
        List<Entry> journal = new ArrayList<>();
        for (Row row : reply.rows()) {
            if (row.columnCount() == JournalSchema.LIST_COLUMN_COUNT) {
                Note note = new Note(row.number(0), row.text(1), row.number(2));
                journal.add(new Entry(note, row.number(3), row.number(4)));
            }
        }
        return journal;
    }

    private Reply checked(Reply reply) throws Refused {
        if (reply.hasFailed()) {
            throw new Refused(Failure.of(
                    ErrorCode.STORAGE_UNAVAILABLE,
                    "The store cannot be led: " + backend.error(reply).message(),
                    Outcome.NOT_RUN));
        }
        return reply;
    }
}
