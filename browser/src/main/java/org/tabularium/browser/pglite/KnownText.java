package org.tabularium.browser.pglite;

import org.tabularium.sql.ReadScanner;

/** What is known of a statement's text: what its words tell, and what the engine has told of it. */
final class KnownText {
    private static final String SET_CONFIG = "set_config";
    private static final String RETURNING = "returning";
    private static final String READ_ONLY = "transaction_read_only";

    /** Why it must not be run, or null. */
    final String refusal;
    /** Whether it is not certain that it can run inside a transaction. */
    final boolean mayRefuseTransaction;

    final boolean endsTransaction;
    /** Whether it mentions what changes settings without a tag that says so. */
    final boolean mentionsSetConfig;
    /** Whether it could see that it is run where it cannot write. */
    final boolean mentionsReadOnly;

    /** Whether it surely changes nothing but rows, unless a trigger does. */
    final boolean isChangeOfRows;

    /** Whether it surely has no rows for an answer. */
    final boolean isWithoutRows;
    /** Whether a plan of it that was made earlier means what a fresh one would. */
    final boolean isPreparable;

    /** Whether it looked like a read, and was refused where it could not write. */
    boolean isWrite;
    /** Whether a later statement with this text will find it; only then is anything of it kept in the engine. */
    boolean isRemembered;
    /** The types of its parameters; null where they are not known. */
    private int[] types;
    /** What names meant when these were found out, by the count of {@link StatementRunner}. */
    private int meaning;

    /** How often it was run. */
    int runCount;
    /** The engine's statement of it, or null. */
    PreparedStatement prepared;

    private final String sql;

    KnownText(String sql) {
        this.sql = sql;
        refusal = StatementGuard.refusal(sql);
        mayRefuseTransaction = StatementWords.mayRefuseTransaction(sql);
        endsTransaction = StatementWords.endsTransaction(sql);
        mentionsSetConfig = Ascii.mentions(sql, SET_CONFIG);
        mentionsReadOnly = Ascii.mentions(sql, READ_ONLY);
        isChangeOfRows = StatementWords.areChangesOfRows(sql);
        isWithoutRows = isChangeOfRows && !Ascii.mentions(sql, RETURNING);
        isPreparable = StatementWords.isPreparable(sql);
    }

    /** The types of its parameters where they are known, and names mean what they did then; else null. */
    int[] typesIn(int now) {
        return meaning == now ? types : null;
    }

    void typesAre(int[] found, int now) {
        types = found;
        meaning = now;
    }

    /** Whether names and types surely mean the same after it, unless a trigger sees to that. */
    boolean keepsMeanings() {
        return isChangeOfRows || ReadScanner.isRead(sql);
    }
}
