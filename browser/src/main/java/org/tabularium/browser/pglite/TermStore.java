package org.tabularium.browser.pglite;

/**
 * The SQL that keeps the term, and the format of everything else this library keeps, in the store itself.
 *
 * <p>One transaction raises the term, makes the journal where there is none, and removes what an earlier leader
 * captured; a store of a newer format fails it before anything is touched. Format 1 had no journal.
 */
final class TermStore {
    /** The format this build reads and writes. */
    static final int FORMAT = 2;

    private static final String CHECK_FORMAT = """
            declare
              found integer;
            begin
              if to_regclass('tabularium.state') is not null then
                select format into found from tabularium.state;
                if found > %FORMAT% then
                  raise exception using message = concat('the store has format ', found,
                    ', which a newer version of this library wrote; this one knows formats up to %FORMAT%');
                end if;
              end if;
            end
            """;

    private static final String RAISE = """
            create schema if not exists tabularium;
            create table if not exists tabularium.state (
              singleton boolean primary key default true check (singleton),
              format integer not null,
              term integer not null
            );
            %JOURNAL%
            insert into tabularium.state (format, term) values (%FORMAT%, %FLOOR% + 1)
            on conflict (singleton) do update set
              format = %FORMAT%, term = greatest(tabularium.state.term, %FLOOR%) + 1
            returning term;
            """.replace("%JOURNAL%", JournalSchema.CREATE + JournalSchema.LIST);

    /** What {@link #LOOK} ends with where all is as it should be. */
    static final String KNOWN = "known";

    /**
     * A script that begins a transaction and looks whether a store has what belongs there. Its rows are those of
     * {@link JournalSchema#LIST}, those of {@link JournalSchema#COLUMNS_OF_TABLE}, and the last one says {@link #KNOWN}
     * and whether an earlier leader's capture is left. Names are written out, because nothing of the session is set for it.
     */
    static final String LOOK = "begin read write;\n" + JournalSchema.LIST_KNOWN + JournalSchema.COLUMNS_OF_TABLE
            + """
            select '%KNOWN%', pg_catalog.to_regprocedure('tabularium.altered()') is not null
              or pg_catalog.to_regprocedure('tabularium.touched()') is not null
            from tabularium.state where format operator(pg_catalog.=) %FORMAT%
              and pg_catalog.to_regprocedure('%KEEP%') is not null
            """.replace("%KNOWN%", KNOWN)
                    .replace("%FORMAT%", Integer.toString(FORMAT))
                    .replace("%KEEP%", JournalSchema.KEEP_SIGNATURE);

    private static final String RAISE_KNOWN = """
            update tabularium.state set term = greatest(term, %FLOOR%) operator(pg_catalog.+) 1 returning term;
            """;

    private TermStore() {}

    /** A script that raises the term, whose row is the new one, and ends the transaction of {@link #LOOK}. */
    static String raiseKnown(int floor, boolean isCaptured) {
        return filled(RAISE_KNOWN, floor) + (isCaptured ? ChangeCapture.REMOVE_ALL : "") + "commit";
    }

    /**
     * A script whose last row is the new term: above the stored one and above {@code floor}. Before it come rows of
     * {@link JournalSchema#LIST_COLUMN_COUNT} columns, which tell what the journal holds.
     */
    static String raise(int floor) {
        return OwnScript.committing(
                SqlText.block(filled(CHECK_FORMAT, floor)) + filled(RAISE, floor) + ChangeCapture.REMOVE_ALL);
    }

    private static String filled(String sql, int floor) {
        return sql.replace("%FORMAT%", Integer.toString(FORMAT)).replace("%FLOOR%", Integer.toString(floor));
    }
}
