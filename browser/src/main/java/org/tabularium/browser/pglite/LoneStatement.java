package org.tabularium.browser.pglite;

import org.tabularium.base.Completion;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.EngineDeath;
import org.tabularium.browser.engine.Levels;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.js.JsErrors;
import org.tabularium.browser.js.Web;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;
import org.teavm.jso.JSObject;

/**
 * Runs statements that cannot run inside a transaction, such as {@code VACUUM} and procedures that commit.
 *
 * <p>Their effect and the journal's row cannot be one. So it is first written down that the statement is begun, and
 * that is made to survive everything; then it runs; then it is written down that it is done. A later leader that finds
 * it begun cannot know what came of it, and must not run it again.
 */
final class LoneStatement {
    /** What is to be run. */
    interface Body {
        /** Runs it. */
        Ran run() throws Refused;
    }

    /** Nothing is committed without something being added to PostgreSQL's log. */
    private static final String END_OF_LOG = "select pg_catalog.pg_current_wal_insert_lsn()";

    private final LogWriter log;
    private final Backend backend;
    private final Journal journal;
    private final Aftermath aftermath;
    private final SessionSettings settings;

    LoneStatement(LogWriter log, Backend backend, Journal journal, Aftermath aftermath, SessionSettings settings) {
        this.log = log;
        this.backend = backend;
        this.journal = journal;
        this.aftermath = aftermath;
        this.settings = settings;
    }

    /** Whether a statement has failed because it was run inside a transaction. */
    static boolean isAskedForBy(Reply reply, Backend backend) {
        if (!reply.hasFailed()) {
            return false;
        }
        String sqlState = backend.error(reply).sqlState();
        return SqlStates.ACTIVE_SQL_TRANSACTION.equals(sqlState)
                || SqlStates.INVALID_TRANSACTION_TERMINATION.equals(sqlState);
    }

    /** Runs a statement alone. Completes later; throws {@link EngineDeath} where that comes before. */
    void run(Body body, Statement statement, Note note, Completion<Execution> completion) {
        Reply begun = journal.put(note, Entry.BEGUN, KeptReply.NONE);
        if (begun.hasFailed()) {
            Failure failure = SqlFailures.of(backend.error(begun), statement, Outcome.NOT_RUN);
            Web.soon(() -> completion.done(Execution.failed(failure, false)));
            return;
        }
        log.flush(Levels.DISK)
                .then(
                        flushed -> {
                            complete(completion, () -> settings.told(runBegun(body, statement, note), statement, note));
                            return null;
                        },
                        error -> {
                            complete(completion, () -> notBegun(error, note));
                            return null;
                        });
    }

    private interface End {
        Execution execution() throws Refused;
    }

    private static void complete(Completion<Execution> completion, End end) {
        Execution execution;
        try {
            execution = end.execution();
        } catch (Refused refused) {
            execution = Execution.failed(refused.failure(), false);
        } catch (EngineDeath death) {
            completion.failed(death.failure());
            return;
        }
        completion.done(execution);
    }

    private Execution notBegun(Object error, Note note) {
        Failure failure = JsErrors.failure((JSObject) error, ErrorCode.FLUSH_FAILED, Outcome.NOT_RUN);
        journal.strike(note);
        return Execution.failed(failure, false);
    }

    private Execution runBegun(Body body, Statement statement, Note note) throws Refused {
        boolean mayCommitOnTheWay = StatementWords.mayCommitOnTheWay(statement.sql());
        String endOfLog = mayCommitOnTheWay ? endOfLog() : null;
        Ran ran;
        try {
            ran = body.run();
        } catch (Refused refused) {
            journal.strike(note);
            throw refused;
        }
        if (!ran.reply().hasFailed()) {
            // Where this fails the statement stays begun, and a later leader says that it cannot know.
            journal.put(note, Entry.DONE, KeptReply.ofReady(ran.result()));
            return aftermath.of(ran, statement, Outcome.UNKNOWN, true);
        }
        boolean mayHaveCommitted = mayCommitOnTheWay && !endOfLog().equals(endOfLog);
        if (mayHaveCommitted) {
            return aftermath.of(ran, statement, Outcome.UNKNOWN, true);
        }
        journal.strike(note);
        return aftermath.of(ran, statement, Outcome.ROLLED_BACK, false);
    }

    private String endOfLog() {
        backend.write().query(END_OF_LOG);
        return backend.exchange().lastRowText(0);
    }
}
