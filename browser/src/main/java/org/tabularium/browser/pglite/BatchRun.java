package org.tabularium.browser.pglite;

import java.util.List;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.pglite.wire.MessageWriter;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.browser.pglite.wire.ReplyBuilder;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Note;

/**
 * One run of a batch.
 *
 * <p>Statements whose parameter types are known go out together. One whose types are not is described after those before
 * it have run, because they may have created what it names. Where they may have changed what names mean, nothing is
 * known.
 */
final class BatchRun {
    /** The class of SQLSTATEs that a statement's text is refused with. */
    private static final String REFUSED_TEXT = "42";

    private static final int NONE = -1;

    private final Backend backend;
    private final StatementRunner statements;
    private final Journal journal;
    private final SessionSettings settings;
    private final List<Statement> batch;
    private final ReplyBuilder answers = new ReplyBuilder();
    private Reply reply;
    private int failed = NONE;
    private boolean isAnyFromMemory;
    private boolean isKept;

    BatchRun(
            Backend backend,
            StatementRunner statements,
            Journal journal,
            SessionSettings settings,
            List<Statement> batch) {
        this.backend = backend;
        this.statements = statements;
        this.journal = journal;
        this.settings = settings;
        this.batch = batch;
    }

    /** Runs it to its commit or its rollback; as a read where there is no note. */
    void run(Note note) throws Refused {
        try {
            if (runAll(note)) {
                commit(note);
            }
        } finally {
            if (backend.isInTransaction() && !backend.isDead()) {
                backend.write().query("rollback");
                exchange();
            }
        }
    }

    private boolean runAll(Note note) throws Refused {
        MessageWriter writer = backend.write().query(note == null ? "begin read only" : "begin read write");
        for (int i = 0; i < batch.size(); i++) {
            Statement statement = batch.get(i);
            if (note != null && i > 0 && !statements.known(batch.get(i - 1)).keepsMeanings()) {
                statements.forgetMeaningsForTransaction();
            }
            isAnyFromMemory |= statements.remembers(statement);
            try {
                if (!statements.knows(statement)) {
                    if (!runGroup(writer)) {
                        return false;
                    }
                    statements.types(statement);
                    writer = backend.write();
                }
                statements.writeOpen(statement, statements.types(statement), writer);
            } catch (Refused refused) {
                throw new Refused(SqlFailures.inBatch(refused.failure(), statement, i));
            }
        }
        return runGroup(writer);
    }

    /** Runs what is written; false where a statement has failed. */
    private boolean runGroup(MessageWriter writer) {
        boolean isFirst = reply == null;
        writer.sync();
        exchange();
        answers.addAnswers(backend.lastReply(), isFirst ? reply.secondGroupStart() : 0);
        if (reply.hasFailed()) {
            // What was counted first is the begin.
            failed = reply.endedCount() - 1;
        }
        return !reply.hasFailed();
    }

    private void commit(Note note) throws Refused {
        KeptReply kept =
                note == null ? null : settings.inside(KeptReply.of(answers.toBytes()), batch, Outcome.ROLLED_BACK);
        MessageWriter writer = backend.write();
        if (note != null) {
            journal.write(writer, note, Entry.DONE, kept);
        }
        writer.query("commit");
        reply = backend.exchangeEnd(reply);
        answers.addAsides(backend.lastReply());
        if (note != null && !reply.hasFailed()) {
            isKept = journal.complete(reply, note, kept);
        }
    }

    private void exchange() {
        reply = reply == null ? backend.exchange() : backend.exchangeRest(reply);
    }

    /** What the engine answered. */
    Reply reply() {
        return reply;
    }

    /** The answers to all statements; only where none has failed. */
    byte[] result() {
        return answers.addReady(false).toBytes();
    }

    /** Whether the journal has it. */
    boolean isKept() {
        return isKept;
    }

    /** Whether it failed with this SQLSTATE. */
    boolean failsWith(String sqlState) {
        return reply.hasFailed() && sqlState.equals(backend.error(reply).sqlState());
    }

    /** Whether it may have failed because remembered types are out of date. */
    boolean mayBlameMemory() {
        return isAnyFromMemory
                && reply.hasFailed()
                && backend.error(reply).sqlState().startsWith(REFUSED_TEXT);
    }

    /** Why it failed, and which statement; a check that waits for the commit is of none. */
    Failure failure() {
        if (failed == NONE) {
            return SqlFailures.of(backend.error(reply), null, Outcome.ROLLED_BACK);
        }
        Statement statement = batch.get(failed);
        return SqlFailures.inBatch(
                SqlFailures.of(backend.error(reply), statement, Outcome.ROLLED_BACK), statement, failed);
    }
}
