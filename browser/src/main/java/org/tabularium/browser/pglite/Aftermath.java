package org.tabularium.browser.pglite;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.js.JsBytes;
import org.tabularium.browser.pglite.wire.ErrorFields;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.sql.Changes;
import org.tabularium.sql.Execution;

/**
 * What follows from the replies to the user's own statements: what is known no longer, and what is to be told.
 */
final class Aftermath {
    private final Backend backend;
    private final StatementRunner statements;
    private final Journal journal;
    private final Channels channels;
    /** Whether notifications may be missing until this engine listens again. */
    private boolean isDeaf;
    /** Whether the open transaction has altered something of which no notification tells. */
    private boolean hasAlteredUntold;

    Aftermath(Backend backend, StatementRunner statements, Journal journal, Channels channels) {
        this.backend = backend;
        this.statements = statements;
        this.journal = journal;
        this.channels = channels;
    }

    /** Has the engine tell what is touched. */
    void listen() {
        backend.write().query(ChangeCapture.LISTEN + channels.listenOnAll());
        backend.exchange();
    }

    /** Anything may have been done: nothing that was known of the session holds any more. */
    void forgetAll() {
        statements.forgetMeanings();
        journal.forgetPrepared();
        backend.settingsMayHaveChanged();
        isDeaf = false;
        hasAlteredUntold = false;
        listen();
    }

    /** What came of something that has failed with this outcome if it has failed; {@code statement} may be null. */
    Execution of(Ran ran, Statement statement, Outcome ifFailed, boolean hasWritten) {
        Reply reply = ran.reply();
        if (!reply.hasFailed()) {
            Changes changes = noted(reply);
            return Execution.done(JsBytes.payload(ran.result()), reply.isInTransaction(), hasWritten, changes);
        }
        return failed(reply, SqlFailures.of(backend.error(reply), statement, ifFailed), hasWritten);
    }

    /** What came of something that was run without a note, which may have ended a transaction itself. */
    Execution ofUnnoted(Ran ran, Statement statement, boolean hasWritten) {
        Reply reply = ran.reply();
        if (reply.hasFailed() && reply.hasCommitted()) {
            return failed(reply, afterCommit(backend.error(reply), statement), hasWritten);
        }
        return of(ran, statement, Outcome.ROLLED_BACK, hasWritten);
    }

    /** What came of something that failed in a way that is known already. */
    Execution failed(Reply reply, Failure failure, boolean hasWritten) {
        Changes changes = noted(reply);
        return new Execution(failure, null, false, reply.isInTransaction(), hasWritten, changes, List.of());
    }

    /** The failure of a script that had committed some of its work before. */
    static Failure afterCommit(ErrorFields error, Statement statement) {
        return SqlFailures.of(
                ErrorCode.SQL_ERROR,
                error.message() + " (what the script had committed before stays)",
                error,
                statement,
                Outcome.UNKNOWN);
    }

    private Changes withChannels(Changes changes, Reply reply) {
        List<String> notified = channels.take(reply);
        if (notified.isEmpty()) {
            return changes;
        }
        List<String> touched = new ArrayList<>(changes.tables());
        touched.addAll(notified);
        return new Changes(changes.schemaChanged(), touched);
    }

    /** Takes note of a reply. What it changed, together with what no notification can tell. */
    private Changes noted(Reply reply) {
        if (reply.mayHaveChangedMeaning()) {
            statements.forgetMeanings();
        }
        if (reply.mayHaveDroppedStatements()) {
            journal.forgetPrepared();
        }
        isDeaf |= reply.hasEndedListening();
        hasAlteredUntold |= reply.hasAlteredUntold();
        Changes changes = withChannels(reply.changes(), reply);
        if (reply.isInTransaction() || !isDeaf && !hasAlteredUntold) {
            return changes;
        }
        if (isDeaf) {
            listen();
            isDeaf = false;
        }
        hasAlteredUntold = false;
        return new Changes(true, changes.tables());
    }
}
