package org.tabularium.browser.sqlite;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.sql.Changes;
import org.tabularium.sql.Execution;
import org.teavm.jso.JSObject;

/** Watches queries: finds what they read, and runs them again. */
final class LiveQueries {
    private final Database database;
    private final StatementRunner statements;
    private final Touched touched;
    private final SqliteChanges feed;

    LiveQueries(Database database, StatementRunner statements, Touched touched, SqliteChanges feed) {
        this.database = database;
        this.statements = statements;
        this.touched = touched;
        this.feed = feed;
    }

    /** Runs a query, and takes note of changes of what it reads. */
    Execution watch(Statement query) throws Refused {
        if (query.isFeed()) {
            List<String> anything = List.of(Touched.ANYTHING);
            touched.watch(anything);
            return done(feed.result(), anything);
        }
        Prepared prepared = prepare(query);
        List<String> tables = readSet(prepared);
        touched.watch(tables);
        return run(prepared, query, tables);
    }

    /** Runs a watched query again. */
    Execution rerun(Statement query) throws Refused {
        if (query.isFeed()) {
            return done(feed.result(), List.of());
        }
        return run(prepare(query), query, List.of());
    }

    /** Takes no more note of changes of these tables. */
    Execution unwatch(List<String> tables) {
        touched.unwatch(tables);
        return Execution.done(null, false, false, Changes.NONE);
    }

    private List<String> readSet(Prepared query) {
        List<String> tables = new ArrayList<>(List.of(query.getReads()));
        if (database.readsUntold(query)) {
            tables.add(Touched.ANYTHING);
        }
        return tables;
    }

    private Prepared prepare(Statement query) throws Refused {
        Prepared prepared = statements.prepare(query);
        boolean isPlain = !prepared.isEmpty()
                && !StatementRunner.mayWrite(prepared)
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

    /** A query that fails on what there is today is watched all the same: a change may mend it. */
    private Execution run(Prepared prepared, Statement query, List<String> readSet) {
        try {
            return done(statements.run(prepared, query), readSet);
        } catch (Refused refused) {
            return new Execution(refused.failure(), null, false, false, false, Changes.NONE, readSet);
        }
    }

    private static Execution done(JSObject result, List<String> readSet) {
        return new Execution(null, new JsPayload(result), false, false, false, Changes.NONE, readSet);
    }
}
