package org.tabularium.browser.pglite;

import java.util.List;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.pglite.wire.MessageWriter;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.browser.pglite.wire.ReplyBuilder;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;

/**
 * Runs a statement and writes it down, in one transaction.
 *
 * <p>The statement is answered before its group of messages has ended, so the answer itself can be written down by the
 * rest of the group, and the end of the group commits both or neither.
 *
 * <p>Of a group, the first statement alone may be one that commits by itself whatever follows, such as {@code VACUUM}.
 * One that could be such a statement is therefore made the second, and PostgreSQL refuses it.
 */
final class JournaledStatement {
    private static final String HARMLESS = "select where false";
    private static final int[] NO_TYPES = {};

    private final Backend backend;
    private final StatementRunner statements;
    private final Journal journal;
    private final Aftermath aftermath;
    private final SessionSettings settings;
    /** Whether there is something in the journal of what was run last. */
    private boolean isKept;

    JournaledStatement(
            Backend backend,
            StatementRunner statements,
            Journal journal,
            Aftermath aftermath,
            SessionSettings settings) {
        this.backend = backend;
        this.statements = statements;
        this.journal = journal;
        this.aftermath = aftermath;
        this.settings = settings;
    }

    /** Runs a statement outside of any transaction. */
    Execution run(Statement statement, Note note) throws Refused, NeedsToBeAlone {
        boolean isSecond = statements.known(statement).mayRefuseTransaction;
        Ran ran = statements.run(statement, (same, types) -> runOnce(same, types, note, isSecond));
        if (isSecond && LoneStatement.isAskedForBy(ran.reply(), backend)) {
            throw new NeedsToBeAlone();
        }
        return aftermath.of(
                ran, statement, Outcome.ROLLED_BACK, isKept && !ran.reply().hasFailed());
    }

    private Ran runOnce(Statement statement, int[] types, Note note, boolean isSecond) throws Refused {
        Ran ran = tryOnce(statement, types, note, isSecond);
        // Where it is missing nothing has taken effect, and the second time it is prepared anew.
        return ran != null ? ran : tryOnce(statement, types, note, isSecond);
    }

    /** Null where the journal's statement was missing. */
    private Ran tryOnce(Statement statement, int[] types, Note note, boolean isSecond) throws Refused {
        MessageWriter writer = backend.write();
        if (isSecond) {
            writer.parse(HARMLESS, NO_TYPES).beginBind(0).endBind().execute();
        }
        statements.writeKept(statement, types, writer);
        writer.flush();
        Reply reply = backend.exchangePart(isSecond);
        byte[] answer = backend.lastReply();
        if (reply.hasFailed()) {
            backend.write().sync();
            return new Ran(backend.exchangeRest(reply), answer);
        }
        if (reply.mayHaveDroppedStatements()) {
            journal.forgetPrepared();
        }
        KeptReply kept = settings.inside(KeptReply.of(answer), List.of(statement), Outcome.ROLLED_BACK);
        writer = backend.write();
        journal.writePrepared(writer, note, Entry.DONE, kept);
        writer.sync();
        backend.exchangeEnd(reply);
        if (journal.isMissing(reply)) {
            return null;
        }
        byte[] result = new ReplyBuilder()
                .addAll(answer)
                .addAsides(backend.lastReply())
                .addReady(reply.isInTransaction())
                .toBytes();
        isKept = reply.hasFailed() || reply.isInTransaction() || journal.complete(reply, note, kept);
        return new Ran(reply, result);
    }
}
