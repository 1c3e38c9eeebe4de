package org.tabularium.browser.pglite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.js.JsBytes;
import org.tabularium.browser.pglite.wire.ErrorFields;
import org.tabularium.browser.pglite.wire.MessageWriter;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.sql.Changes;
import org.tabularium.sql.Execution;

/**
 * Watches queries: finds what they read, has that captured, and runs them where they cannot write.
 *
 * <p>Nothing else can happen between these steps, because the engine does one call at a time. What this library's own
 * statements notify is of no interest to anybody and is dropped here.
 */
final class LiveQueries {
    private final Backend backend;
    private final StatementRunner statements;
    private final Channels channels;

    LiveQueries(Backend backend, StatementRunner statements, Channels channels) {
        this.backend = backend;
        this.statements = statements;
        this.channels = channels;
    }

    /**
     * Analyses, runs and captures. A query that fails today is captured all the same, as far as it is understood: other
     * data, or a table that is created later, may mend it.
     */
    Execution watch(Statement query) throws Refused {
        if (query.channel() != null) {
            return channels.watch(query.channel());
        }
        try {
            return watchOrRefuse(query);
        } catch (Refused refused) {
            if (refused.failure().code() == ErrorCode.SQL_ERROR) {
                backend.runOwn(ChangeCapture.install(List.of()));
            }
            throw refused;
        }
    }

    private Execution watchOrRefuse(Statement query) throws Refused {
        int[] types = statements.describe(query);
        List<String> uncaptured = new ArrayList<>();
        List<String> readSet = analyse(query, types, uncaptured);
        Execution run = run(query, types, readSet);
        boolean isRefused = !run.succeeded() && run.failure().code() != ErrorCode.SQL_ERROR;
        if (isRefused) {
            throw new Refused(run.failure());
        }
        if (!uncaptured.isEmpty()) {
            Reply reply = backend.runOwn(ChangeCapture.install(uncaptured));
            if (reply.hasFailed()) {
                throw new Refused(ownFailure("Change capture cannot be installed: ", reply, query));
            }
        }
        return run;
    }

    /** Runs a watched query again. */
    Execution rerun(Statement query) throws Refused {
        if (query.channel() != null) {
            return channels.tell(query.channel());
        }
        return run(query, statements.types(query), List.of());
    }

    /** Runs a query in a transaction that cannot write and leaves nothing behind. */
    private Execution run(Statement query, int[] types, List<String> readSet) throws Refused {
        MessageWriter messages = backend.write().query("begin read only");
        statements.write(query, types, messages);
        messages.query("rollback");
        Reply reply = backend.exchange();
        Payload result = null;
        Failure failure = null;
        if (reply.hasFailed()) {
            failure = readFailure(backend.error(reply), query);
        } else {
            result = JsBytes.payload(
                    Arrays.copyOfRange(backend.lastReply(), reply.secondGroupStart(), reply.secondGroupEnd()));
        }
        return new Execution(failure, result, false, reply.isInTransaction(), false, Changes.NONE, readSet);
    }

    /** Stops capturing. */
    Execution unwatch(List<String> ids) throws Refused {
        List<String> tables = channels.unwatch(ids);
        if (tables.isEmpty() && !ids.isEmpty()) {
            return Execution.done(null, backend.isInTransaction(), false, Changes.NONE);
        }
        Reply reply = backend.runOwn(ChangeCapture.remove(tables));
        if (reply.hasFailed()) {
            throw new Refused(ownFailure("Change capture cannot be removed: ", reply, null));
        }
        return Execution.done(null, reply.isInTransaction(), false, Changes.NONE);
    }

    private List<String> analyse(Statement query, int[] types, List<String> uncaptured) throws Refused {
        Reply reply = backend.runOwn(ReadSetAnalysis.script(query.sql(), types));
        if (reply.hasFailed()) {
            ErrorFields error = backend.error(reply);
            throw new Refused(unsupported(error, query, Outcome.NOT_RUN));
        }
        uncaptured.addAll(ids(reply.lastRowText(1)));
        return ids(reply.lastRowText(0));
    }

    /** Splits a list at its commas. */
    static List<String> ids(String list) {
        List<String> ids = new ArrayList<>();
        int from = 0;
        while (from < list.length()) {
            int comma = list.indexOf(',', from);
            int to = comma < 0 ? list.length() : comma;
            ids.add(list.substring(from, to));
            from = to + 1;
        }
        return ids;
    }

    private static Failure readFailure(ErrorFields error, Statement query) {
        return SqlStates.READ_ONLY_SQL_TRANSACTION.equals(error.sqlState())
                ? unsupported(error, query, Outcome.ROLLED_BACK)
                : SqlFailures.of(error, query, Outcome.ROLLED_BACK);
    }

    private static Failure unsupported(ErrorFields error, Statement query, Outcome outcome) {
        return SqlFailures.of(
                ErrorCode.LIVE_UNSUPPORTED,
                "A live query must only read, and this one cannot be kept: " + error.message(),
                error,
                query,
                outcome);
    }

    private Failure ownFailure(String what, Reply reply, Statement query) {
        ErrorFields error = backend.error(reply);
        return SqlFailures.of(ErrorCode.SQL_ERROR, what + error.message(), error, query, Outcome.ROLLED_BACK);
    }
}
