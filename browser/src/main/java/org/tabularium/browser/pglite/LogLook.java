package org.tabularium.browser.pglite;

import java.util.Arrays;
import org.tabularium.browser.pglite.wire.MessageWalker;
import org.tabularium.browser.pglite.wire.MessageWriter;
import org.tabularium.browser.pglite.wire.Reply;

/**
 * Finds out whether PostgreSQL has written its log, by a group of messages behind those of a commit.
 *
 * <p>With {@code synchronous_commit} on a commit writes the log by itself. But what the setting is while a transaction
 * commits cannot be known before: deferred triggers run later than any statement, and so do queries of held cursors. So
 * the log itself is looked at: a third of the work of writing it by a statement, and no exchange of its own.
 */
final class LogLook {
    private static final String STATEMENT = "tabularium_log";
    private static final String IS_WRITTEN = "select pg_catalog.pg_current_wal_flush_lsn()"
            + " operator(pg_catalog.>=) pg_catalog.pg_current_wal_insert_lsn()";

    private static final int[] NO_TYPES = {};

    /** Whether the engine knows {@link #STATEMENT}; the user's own statements can make it forget. */
    private boolean isPrepared;

    private boolean isWritten;

    /** Adds the group to messages that end with one. */
    void write(MessageWriter writer) {
        if (!isPrepared) {
            writer.closeStatement(STATEMENT).parse(STATEMENT, IS_WRITTEN, NO_TYPES);
        }
        writer.beginBind(STATEMENT, 0).endBind().execute().sync();
    }

    /** Reads what the group was answered, and gives the reply without that. */
    byte[] take(byte[] reply) {
        int end = endWithoutLastGroup(reply);
        Reply look = Reply.read(Arrays.copyOfRange(reply, end, reply.length), ChangeCapture.CHANNEL);
        isPrepared = look.isComplete() && !look.hasFailed();
        isWritten = isPrepared && look.hasRow() && look.lastRowText(0).equals("t");
        return Arrays.copyOf(reply, end);
    }

    /** Whether the log was written up to its end. At the head of one of its pages it can be written without it. */
    boolean isWritten() {
        return isWritten;
    }

    private static int endWithoutLastGroup(byte[] reply) {
        MessageWalker walker = new MessageWalker(reply);
        int end = 0;
        int lastEnd = 0;
        while (walker.next()) {
            if (walker.type() == 'Z') {
                end = lastEnd;
                lastEnd = walker.end();
            }
        }
        return end;
    }
}
