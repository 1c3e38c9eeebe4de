package org.tabularium.browser.sqlite;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.browser.link.PlainFailure;
import org.tabularium.sql.Changes;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The journal: a table with a row for each request that has taken effect and may be asked again, with its answer. */
final class Journal {
    /** Makes the table where there is none. */
    static final String CREATE = """
            create table if not exists journal (
              slot integer primary key,
              session text not null,
              number integer not null,
              term integer not null,
              is_abridged integer not null,
              reply blob not null,
              written_at_ms real not null
            ) strict;
            """;

    private static final String LIST = "select slot, session, number, written_at_ms from journal order by slot";
    private static final String KEEP = "insert or replace into journal values (?, ?, ?, ?, ?, ?, ?)";
    private static final String FIND =
            "select reply, is_abridged from journal where slot = ? and session = ? and number = ?";

    /** The largest result that is kept whole. */
    private static final int KEPT_RESULT_BYTES = 8 * 1024;

    private final OwnDatabase own;
    private final SqliteResults results;
    private final int term;

    /** A journal that is written by the leader of this term. */
    Journal(OwnDatabase own, SqliteResults results, int term) {
        this.own = own;
        this.results = results;
        this.term = term;
    }

    /** What the journal holds. A request is in it once it has taken effect whole, so each is done. */
    static List<Entry> list(OwnDatabase own) {
        List<Entry> entries = new ArrayList<>();
        for (JSObject row : own.rows(LIST)) {
            Note note = new Note((int) Rows.number(row, 0), Rows.text(row, 1), (int) Rows.number(row, 2));
            double ageMs = Math.max(0, System.currentTimeMillis() - Rows.number(row, 3));
            entries.add(new Entry(note, Entry.DONE, ageMs));
        }
        return entries;
    }

    /** Writes down that a request has taken effect, and what came of it. */
    void write(Note note, JSObject result) {
        boolean isAbridged = !KeptFailure.isOne(result) && length(result) > KEPT_RESULT_BYTES;
        own.rows(
                KEEP,
                OwnDatabase.value(note.slot()),
                OwnDatabase.value(note.session()),
                OwnDatabase.value(note.number()),
                OwnDatabase.value(term),
                OwnDatabase.value(isAbridged ? 1 : 0),
                isAbridged ? results.withoutRows(result) : result,
                OwnDatabase.value((double) System.currentTimeMillis()));
    }

    /** Writes down that a request has failed and has left something all the same, so that it is not run again. */
    void writeFailure(Note note, Failure failure) {
        write(note, KeptFailure.toBytes(PlainFailure.of(failure)));
    }

    /** The answer of what gives none. */
    @JSBody(script = "return new Uint8Array(0);")
    static native JSObject nothing();

    /** Answers a request from the journal. */
    Execution recall(Note note) throws Refused {
        JSObject[] rows = own.rows(
                FIND,
                OwnDatabase.value(note.slot()),
                OwnDatabase.value(note.session()),
                OwnDatabase.value(note.number()));
        if (rows.length == 0) {
            throw new Refused(Failure.of(
                    ErrorCode.PROTOCOL_ERROR,
                    "The journal does not hold the answer to this request.",
                    Outcome.UNKNOWN));
        }
        JSObject reply = Rows.value(rows[0], 0);
        if (KeptFailure.isOne(reply)) {
            return Execution.failed(PlainFailure.toFailure(KeptFailure.of(reply)), false);
        }
        Payload result = new JsPayload(reply);
        boolean isAbridged = Rows.number(rows[0], 1) != 0;
        return new Execution(null, result, isAbridged, false, false, Changes.NONE, List.of());
    }

    @JSBody(params = "bytes", script = "return bytes.length;")
    private static native int length(JSObject bytes);
}
