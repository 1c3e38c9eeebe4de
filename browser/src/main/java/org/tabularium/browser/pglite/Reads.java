package org.tabularium.browser.pglite;

import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.pglite.wire.MessageWriter;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.sql.Changes;
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
    private final Backend backend;
    private final StatementRunner statements;
    private final Journal journal;
    private final Aftermath aftermath;
    private final SessionSettings settings;

    Reads(Backend backend, StatementRunner statements, Journal journal, Aftermath aftermath, SessionSettings settings) {
        this.backend = backend;
        this.statements = statements;
        this.journal = journal;
        this.aftermath = aftermath;
        this.settings = settings;
    }

    /** Runs a statement outside of any transaction; null, with nothing done, where it turns out to write. */
    Execution run(Statement statement, Note note) throws Refused {
        KnownText known = statements.known(statement);
        if (known.isWrite || known.mentionsReadOnly) {
            return null;
        }
        Ran ran = statements.run(statement, this::runOnce);
        Reply reply = ran.reply();
        boolean isWrite = reply.hasFailed()
                && SqlStates.READ_ONLY_SQL_TRANSACTION.equals(
                        backend.error(reply).sqlState());
        if (isWrite) {
            known.isWrite = true;
            return null;
        }
        // To notify is no write in PostgreSQL's eyes, nor is to change a temporary table; in ours both are effects, and
        // other tabs wait for their commit.
        boolean hasEffect = !reply.notifications().isEmpty() || reply.changes() != Changes.NONE;
        if (hasEffect) {
            journal.put(note, Entry.DONE, KeptReply.of(ran.result()));
        }
        return aftermath.of(ran, statement, Outcome.ROLLED_BACK, hasEffect);
    }

    private Ran runOnce(Statement statement, int[] types) throws Refused {
        MessageWriter writer = backend.writeRead(settings.isInitial());
        statements.writeKept(statement, types, writer);
        writer.sync();
        Reply reply = backend.exchangeRead();
        return new Ran(reply, backend.lastReply());
    }
}
