package org.tabularium.browser.pglite;

import java.util.List;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Note;

/**
 * The SQL of the journal: a table with a row for each request that has taken effect and may be asked again, and the
 * function that writes it.
 *
 * <p>Rows are written over again and again in a store that nobody ever vacuums. PostgreSQL can put the new version of a
 * row beside the old one, and reuse its place the next time, only while both fit on one page: hence the fill factor, no
 * index but the key, and replies that are cut into pieces of less than half a page instead of being moved to a table of
 * their own, which would grow with every write.
 *
 * <p>The function runs with its owner's rights and under no names but the catalog's, because it runs in the user's
 * session, whatever role and search path that has. In a read-only transaction it does nothing. What such a transaction
 * has changed before it became one is known by its number, and its row is written afterwards.
 */
final class JournalSchema {
    /** The longest piece of a reply that one row holds. */
    static final int PIECE_BYTES = 3_400;

    /**
     * Writes one row. Its parameters are the columns in the order of the table, but for the time. Answers also whether
     * the transaction is read-only, and whether it has a number.
     */
    static final String KEEP = "select tabularium.keep($1, $2, $3, $4, $5, $6, $7, $8),"
            + " pg_catalog.current_setting('transaction_read_only'),"
            + " pg_catalog.pg_current_xact_id_if_assigned() is not null";

    private static final int INT4 = 23;
    private static final int TEXT = 25;
    private static final int BYTEA = 17;
    private static final int BOOL = 16;

    private static final String COLUMNS = "slot integer, piece integer, session text, number integer, term integer,"
            + " progress integer, reply bytea, is_abridged boolean, written_at timestamp with time zone";

    /** The function that writes a row. */
    static final String KEEP_SIGNATURE = "tabularium.keep(int4, int4, text, int4, int4, int4, bytea, bool)";

    private static final String CREATE_TABLE = """
            create table if not exists tabularium.journal (
              slot integer,
              piece integer,
              session text not null,
              number integer not null,
              term integer not null,
              progress integer not null,
              reply bytea storage main not null,
              is_abridged boolean not null,
              written_at timestamptz not null,
              primary key (slot, piece)
            ) with (fillfactor = 50);
            """;

    private static final String PREPARE = """
            declare
              found text;
            begin
              select string_agg(concat(attname, ' ', format_type(atttypid, atttypmod)), ', ' order by attnum)
              into found from pg_attribute
              where attrelid = 'tabularium.journal'::regclass and attnum > 0 and not attisdropped;
              if found is distinct from '%COLUMNS%' then
                raise exception using message = concat('its journal has other columns than it should: ', found);
              end if;
              if to_regprocedure('%KEEP%') is null then
                create function tabularium.keep(integer, integer, text, integer, integer, integer, bytea, boolean)
                returns void language plpgsql security definer as '
                begin
                  if pg_catalog.current_setting(''transaction_read_only'') operator(pg_catalog.=) ''off'' then
                    insert into tabularium.journal values ($1, $2, $3, $4, $5, $6, $7, $8, pg_catalog.clock_timestamp())
                    on conflict (slot, piece) do update set session = excluded.session, number = excluded.number,
                      term = excluded.term, progress = excluded.progress, reply = excluded.reply,
                      is_abridged = excluded.is_abridged, written_at = excluded.written_at;
                  end if;
                end';
                grant usage on schema tabularium to public;
                grant execute on function
                  tabularium.keep(integer, integer, text, integer, integer, integer, bytea, boolean) to public;
              end if;
            end
            """;

    /** Makes what is missing, and fails where what is there is not the journal. */
    static final String CREATE =
            CREATE_TABLE + SqlText.block(PREPARE.replace("%COLUMNS%", COLUMNS).replace("%KEEP%", KEEP_SIGNATURE));

    /** How many columns a row of {@link #LIST} has. */
    static final int LIST_COLUMN_COUNT = 5;

    /** Tells what the journal holds: slot, session, number, progress and age in milliseconds. */
    static final String LIST = "select slot, session, number, progress,"
            + " greatest(0, least(1e9, extract(epoch from clock_timestamp() - written_at) * 1000))::integer"
            + " from tabularium.journal where piece = 0 order by slot;\n";

    /** The same with all names written out. */
    static final String LIST_KNOWN =
            "select slot, session, number, progress, greatest(0, least(1e9, pg_catalog.date_part("
                    + "'epoch', pg_catalog.clock_timestamp() operator(pg_catalog.-) written_at)"
                    + " operator(pg_catalog.*) 1000))::pg_catalog.int4"
                    + " from tabularium.journal where piece operator(pg_catalog.=) 0 order by slot;\n";

    /** How many columns a row of {@link #COLUMNS_OF_TABLE} has. */
    static final int COLUMN_COLUMN_COUNT = 3;

    /** Tells the columns of the table: name, type and modifier. */
    static final String COLUMNS_OF_TABLE = "select attname, atttypid, atttypmod from pg_catalog.pg_attribute"
            + " where attrelid operator(pg_catalog.=) 'tabularium.journal'::pg_catalog.regclass"
            + " and attnum operator(pg_catalog.>) 0 and not attisdropped order by attnum;\n";

    /** What {@link #COLUMNS_OF_TABLE} tells of the table as it should be. */
    static final List<String> KNOWN_COLUMNS = List.of(
            "slot 23 -1",
            "piece 23 -1",
            "session 25 -1",
            "number 23 -1",
            "term 23 -1",
            "progress 23 -1",
            "reply 17 -1",
            "is_abridged 16 -1",
            "written_at 1184 -1");

    private JournalSchema() {}

    /** The types of {@link #KEEP}'s parameters. */
    static int[] keepTypes() {
        return new int[] {INT4, INT4, TEXT, INT4, INT4, INT4, BYTEA, BOOL};
    }

    /** Which of {@link #KEEP}'s parameters are binary. */
    static int[] keepFormats() {
        return new int[] {0, 0, 0, 0, 0, 0, 1, 0};
    }

    /**
     * A script whose last row is what is kept of a request: the reply in hexadecimal digits, whether it is abridged,
     * and in how many pieces it is; 0 where nothing is kept.
     */
    static String find(Note note, int progress) {
        return "begin read only;\n"
                + OwnScript.BECOME_SUPERUSER
                + OwnScript.USE_CATALOG_NAMES
                + "select encode(string_agg(reply, '' order by piece), 'hex'), bool_or(is_abridged), count(*)"
                + " from tabularium.journal where slot = " + note.slot()
                + " and session = " + SqlText.literal(note.session())
                + " and number = " + note.number()
                + " and progress = " + progress;
    }

    /** A script that strikes a begun request out. */
    static String strike(Note note) {
        return OwnScript.committing("delete from tabularium.journal where slot = " + note.slot() + " and progress = "
                + Entry.BEGUN + ";\n");
    }
}
