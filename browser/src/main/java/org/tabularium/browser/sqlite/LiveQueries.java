package org.tabularium.browser.sqlite;

import java.util.List;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.sql.Changes;
import org.tabularium.sql.Execution;

/** Watches queries: finds what they read, and runs them again. */
final class LiveQueries {
    private final StatementRunner statements;
    private final Touched touched;

    LiveQueries(StatementRunner statements, Touched touched) {
        this.statements = statements;
        this.touched = touched;
    }

    /** Runs a query, and takes note of changes of what it reads. */
    Execution watch(Statement query) throws Refused {
        Prepared prepared = prepare(query);
        List<String> tables = List.of(prepared.getReads());
        touched.watch(tables);
        return run(prepared, query, tables);
    }

    /** Runs a watched query again. */
    Execution rerun(Statement query) throws Refused {
        return run(prepare(query), query, List.of());
    }

    /** Takes no more note of changes of these tables. */
    Execution unwatch(List<String> tables) {
        touched.unwatch(tables);
        return Execution.done(null, false, false, Changes.NONE);
    }

    private Prepared prepare(Statement query) throws Refused {
        Prepared prepared = statements.prepare(query);
        boolean isPlain = !StatementRunner.mayWrite(prepared)
                && prepared.getTransaction() == null
                && !prepared.isSavepoint()
                && !prepared.getCommand().equals("PRAGMA");
        if (!isPlain) {
            throw new Refused(Failure.of(
                    ErrorCode.LIVE_UNSUPPORTED,
                    "A live query must only read, and this one cannot be kept: it is " + prepared.getCommand() + ".",
                    Outcome.NOT_RUN));
        }
        return prepared;
    }

    private Execution run(Prepared prepared, Statement query, List<String> readSet) throws Refused {
        JsPayload result = new JsPayload(statements.run(prepared, query));
        return new Execution(null, result, false, false, false, Changes.NONE, readSet);
    }
}
