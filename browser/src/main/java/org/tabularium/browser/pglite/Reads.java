package org.tabularium.browser.pglite;

import java.util.HashSet;
import java.util.Set;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.pglite.wire.MessageWriter;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;

/**
 * Runs what looks like a read, where it cannot write.
 *
 * <p>From its text a read cannot be told from a statement that calls a function with effects through a view. So the
 * transaction of every read is made read-only, which costs some microseconds, and PostgreSQL itself refuses what
 * writes. That must be done each time: whether a function writes can depend on what it finds.
 */
final class Reads {
    private static final int CAPACITY = 200;
    private static final int[] NO_TYPES = {};
    /** Holds for the transaction it is in, like any setting of this name. */
    private static final String BE_READ_ONLY = "set transaction_read_only = on";
    /** What would be seen to be different in a read-only transaction. */
    private static final String TELLTALE = "transaction_read_only";

    private final Backend backend;
    private final StatementRunner statements;
    private final Journal journal;
    private final Aftermath aftermath;
    /** The texts that were refused; running them as writes would be right for any other as well. */
    private final Set<String> writes = new HashSet<>();

    Reads(Backend backend, StatementRunner statements, Journal journal, Aftermath aftermath) {
        this.backend = backend;
        this.statements = statements;
        this.journal = journal;
        this.aftermath = aftermath;
    }

    /** Runs a statement outside of any transaction; null, with nothing done, where it turns out to write. */
    Execution run(Statement statement, Note note) throws Refused {
        String sql = statement.sql();
        if (writes.contains(sql) || Ascii.mentions(sql, TELLTALE)) {
            return null;
        }
        Ran ran = statements.run(statement, this::runOnce);
        Reply reply = ran.reply();
        boolean isWrite = reply.hasFailed()
                && SqlStates.READ_ONLY_SQL_TRANSACTION.equals(
                        backend.error(reply).sqlState());
        if (isWrite) {
            if (writes.size() == CAPACITY) {
                writes.clear();
            }
            writes.add(sql);
            return null;
        }
        // To notify is no write in PostgreSQL's eyes; in ours it is an effect, and other tabs wait for its commit.
        boolean hasNotified = !reply.notifications().isEmpty();
        if (hasNotified) {
            journal.put(note, Entry.DONE, KeptReply.of(ran.result()));
        }
        return aftermath.of(ran, statement, Outcome.ROLLED_BACK, hasNotified);
    }

    private Ran runOnce(Statement statement, int[] types) throws Refused {
        MessageWriter writer = backend.write();
        writer.parse(BE_READ_ONLY, NO_TYPES).beginBind(0).endBind().execute();
        statements.write(statement, types, writer);
        Reply reply = backend.exchangeRead();
        return new Ran(reply, backend.lastReply());
    }
}
