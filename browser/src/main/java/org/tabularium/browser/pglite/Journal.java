package org.tabularium.browser.pglite;

import org.tabularium.browser.pglite.wire.ErrorFields;
import org.tabularium.browser.pglite.wire.MessageWriter;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Note;

/** Writes the rows of the journal, in whichever transaction is open or in one of their own. */
final class Journal {
    private static final String STATEMENT = "tabularium_keep";
    private static final String UNNAMED = "";

    private final Backend backend;
    private final String term;
    private final int[] formats = JournalSchema.keepFormats();
    /** Whether the engine knows {@link #STATEMENT}; the user's own statements can make it forget. */
    private boolean isPrepared;

    /** A journal that is written by the leader of this term. */
    Journal(Backend backend, int term) {
        this.backend = backend;
        this.term = Integer.toString(term);
    }

    /** Writes messages that write a row, by a statement that the engine has prepared once for all. */
    void writePrepared(MessageWriter writer, Note note, int progress, KeptReply reply) {
        if (!isPrepared) {
            writer.closeStatement(STATEMENT).parse(STATEMENT, JournalSchema.KEEP, JournalSchema.keepTypes());
        }
        bind(writer, STATEMENT, note, progress, reply);
    }

    /** Takes note of how the messages of {@link #writePrepared} ended. Whether the statement is missing after all. */
    boolean isMissing(Reply reply) {
        isPrepared = !reply.hasFailed();
        if (isPrepared) {
            return false;
        }
        ErrorFields error = backend.error(reply);
        return SqlStates.INVALID_SQL_STATEMENT_NAME.equals(error.sqlState())
                && error.message().contains(STATEMENT);
    }

    /** Prepared statements may be gone. */
    void forgetPrepared() {
        isPrepared = false;
    }

    /** Writes messages that write a row, by no statement that could be missing. */
    void write(MessageWriter writer, Note note, int progress, KeptReply reply) {
        writer.parse(JournalSchema.KEEP, JournalSchema.keepTypes());
        bind(writer, UNNAMED, note, progress, reply);
        writer.sync();
    }

    /** Writes a row in a transaction of its own. */
    Reply put(Note note, int progress, KeptReply reply) {
        MessageWriter writer = backend.write().query("begin read write");
        write(writer, note, progress, reply);
        writer.query("commit");
        return backend.exchange();
    }

    /** Whether the row is written that the messages answered with this were to write; a read-only transaction cannot. */
    static boolean isKept(Reply ended) {
        return ended.lastRowText(1).equals("off");
    }

    /** Whether the transaction that ended with this has changed or notified anything. */
    static boolean hasEffect(Reply ended) {
        return ended.lastRowText(2).equals("t") || !ended.notifications().isEmpty();
    }

    /**
     * Writes the row of a request that is done after its transaction, where that had an effect and could not. Whether
     * there is a row.
     */
    boolean complete(Reply ended, Note note, KeptReply reply) {
        boolean isLate = !isKept(ended) && hasEffect(ended);
        if (isLate) {
            put(note, Entry.DONE, reply);
        }
        return isLate || isKept(ended);
    }

    /** Strikes a begun request out, which then never was. */
    Reply strike(Note note) {
        return backend.runOwn(JournalSchema.strike(note));
    }

    private void bind(MessageWriter writer, String statement, Note note, int progress, KeptReply reply) {
        byte[] bytes = reply.bytes();
        int from = 0;
        int piece = 0;
        do {
            int to = Math.min(bytes.length, from + JournalSchema.PIECE_BYTES);
            writer.beginBind(statement, formats)
                    .parameter(Integer.toString(note.slot()))
                    .parameter(Integer.toString(piece))
                    .parameter(note.session())
                    .parameter(Integer.toString(note.number()))
                    .parameter(term)
                    .parameter(Integer.toString(progress))
                    .parameter(bytes, from, to)
                    .parameter(reply.isAbridged() ? "t" : "f")
                    .endBind()
                    .execute();
            from = to;
            piece++;
        } while (from < bytes.length);
    }
}
