package org.tabularium.browser.pglite;

import java.util.Arrays;
import java.util.List;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.pglite.wire.MessageWriter;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.browser.pglite.wire.ReplyBuilder;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;

/** Begins and ends transactions. */
final class Transactions {
    private static final KeptReply COMMITTED =
            KeptReply.of(new ReplyBuilder().addTag("COMMIT").toBytes());

    private static final String HAS_NUMBER = "select pg_catalog.pg_current_xact_id_if_assigned() is not null";

    private final Backend backend;
    private final LogWriter log;
    private final Journal journal;
    private final Aftermath aftermath;
    private final SessionSettings settings;

    Transactions(Backend backend, LogWriter log, Journal journal, Aftermath aftermath, SessionSettings settings) {
        this.backend = backend;
        this.log = log;
        this.journal = journal;
        this.aftermath = aftermath;
        this.settings = settings;
    }

    Execution begin() {
        log.write();
        return run("begin");
    }

    Execution rollBack() {
        return run("rollback");
    }

    /**
     * Commits, and writes that down where something was changed. A failed transaction has nothing to be written down.
     */
    Execution commit(Note note) throws Refused {
        boolean isNoted = note != null && backend.isInTransaction() && !backend.isInFailedTransaction() && hasWritten();
        KeptReply kept = isNoted ? settings.inside(COMMITTED, List.of(), Outcome.ROLLED_BACK) : COMMITTED;
        MessageWriter writer = backend.write();
        if (isNoted) {
            journal.write(writer, note, Entry.DONE, kept);
        }
        writer.query("commit");
        Reply reply = backend.exchangeEnd(null);
        if (reply.hasFailed() || !reply.hasRolledBack()) {
            byte[] answer = backend.lastReply();
            byte[] result = isNoted ? Arrays.copyOfRange(answer, reply.secondGroupStart(), answer.length) : answer;
            if (isNoted && !reply.hasFailed()) {
                journal.complete(reply, note, kept);
            }
            boolean hasOnlyNotified =
                    !isNoted && note != null && !reply.notifications().isEmpty();
            if (hasOnlyNotified) {
                journal.put(note, Entry.DONE, COMMITTED);
            }
            boolean isEffective = (isNoted && !reply.hasFailed()) || hasOnlyNotified;
            return aftermath.of(new Ran(reply, result), null, Outcome.ROLLED_BACK, isEffective);
        }
        // PostgreSQL answers the commit of a failed transaction with success, and rolls back.
        Failure failure = Failure.of(
                ErrorCode.SQL_ERROR,
                "The transaction was rolled back: a statement in it had failed, and what failed cannot be committed.",
                Outcome.ROLLED_BACK);
        return aftermath.failed(reply, failure, false);
    }

    /** PostgreSQL numbers a transaction when it first changes something, whoever hid that in a view or a function. */
    private boolean hasWritten() {
        backend.write().query(HAS_NUMBER);
        return backend.exchange().lastRowText(0).equals("t");
    }

    private Execution run(String sql) {
        backend.write().query(sql);
        Reply reply = backend.exchange();
        return aftermath.of(new Ran(reply, backend.lastReply()), null, Outcome.ROLLED_BACK, false);
    }
}
