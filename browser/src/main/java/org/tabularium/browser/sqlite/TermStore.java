package org.tabularium.browser.sqlite;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.teavm.jso.JSObject;

/** Keeps the term, and the format of everything else this library keeps, beside the application's database. */
final class TermStore {
    /** The format this build reads and writes. */
    private static final int FORMAT = 1;

    private static final String CREATE = """
            create table if not exists state (
              singleton integer primary key check (singleton = 1),
              format integer not null,
              term integer not null
            ) strict;
            """;

    private static final String FORMAT_OF_STATE = "select format from state";
    private static final String HAS_STATE = "select 1 from sqlite_schema where name = 'state'";
    private static final String RAISE = "insert into state values (1, ?1, ?2 + 1)"
            + " on conflict do update set format = ?1, term = max(term, ?2) + 1 returning term";

    private TermStore() {}

    /** Makes what is missing and raises the term above the stored one and {@code floor}; gives it. */
    static int raise(OwnDatabase own, int floor) throws Refused {
        checkFormat(own);
        own.run(CREATE + Journal.CREATE + Settings.CREATE);
        JSObject[] rows = own.rows(RAISE, OwnDatabase.value(FORMAT), OwnDatabase.value(floor));
        return (int) Rows.number(rows[0], 0);
    }

    private static void checkFormat(OwnDatabase own) throws Refused {
        if (own.rows(HAS_STATE).length == 0) {
            return;
        }
        for (JSObject row : own.rows(FORMAT_OF_STATE)) {
            int format = (int) Rows.number(row, 0);
            if (format > FORMAT) {
                throw new Refused(Failure.of(
                        ErrorCode.STORAGE_UNAVAILABLE,
                        "The store cannot be opened: it has format " + format
                                + ", which a newer version of this library wrote; this one knows formats up to "
                                + FORMAT
                                + ". Nothing in it was changed.",
                        Outcome.NOT_RUN));
            }
        }
    }
}
