package org.tabularium.browser.pglite;

import java.util.List;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;

/** Runs batches, which are statements with parameters in one transaction, and writes each down in its own. */
final class BatchRunner {
    private final Backend backend;
    private final StatementRunner statements;
    private final Journal journal;
    private final Aftermath aftermath;
    private final SessionSettings settings;

    BatchRunner(
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

    /**
     * Runs a batch outside of any transaction.
     *
     * @param isRead whether all statements look like reads; where that is wrong, they run as writes
     */
    Execution run(List<Statement> batch, Note note, boolean isRead) throws Refused {
        Execution execution = isRead ? runOnce(batch, null) : null;
        return execution != null ? execution : runOnce(batch, note);
    }

    /** Null, with nothing done, where a batch without a note turns out to write. */
    private Execution runOnce(List<Statement> batch, Note note) throws Refused {
        BatchRun run = tryOnce(batch, note);
        if (run.mayBlameMemory()) {
            statements.forgetMeanings();
            run = tryOnce(batch, note);
        }
        Reply reply = run.reply();
        if (!reply.hasFailed()) {
            return aftermath.of(new Ran(reply, run.result()), null, Outcome.ROLLED_BACK, run.isKept());
        }
        if (note == null && run.failsWith(SqlStates.READ_ONLY_SQL_TRANSACTION)) {
            return null;
        }
        return aftermath.failed(reply, run.failure(), false);
    }

    private BatchRun tryOnce(List<Statement> batch, Note note) throws Refused {
        BatchRun run = new BatchRun(backend, statements, journal, settings, batch);
        run.run(note);
        return run;
    }
}
