package org.tabularium.browser.pglite;

import java.util.List;
import org.tabularium.base.Completion;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.browser.engine.EngineDeath;
import org.tabularium.browser.engine.EngineOptions;
import org.tabularium.browser.engine.Levels;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.js.JsBytes;
import org.tabularium.browser.js.JsErrors;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.browser.js.Web;
import org.tabularium.port.Engine;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;
import org.tabularium.sql.Opened;
import org.tabularium.wire.Durability;
import org.teavm.jso.JSObject;

/**
 * PGlite behind the {@link Engine} port.
 *
 * <p>PGlite runs in this worker and answers synchronously; a call completes in a microtask only to keep the port's
 * promise.
 */
public final class PgliteEngine implements Engine {
    private static final String NAME = "pglite 0.5.16";

    private final PgliteOpener opener;
    private final EngineOptions options;
    private PgliteHandle handle;
    private Backend backend;
    private StatementRunner statements;
    private Aftermath aftermath;
    private SessionSettings settings;
    private Hold hold;
    private Reads reads;
    private JournaledStatement journaled;
    private BatchRunner batches;
    private ScriptRunner scripts;
    private LogWriter log;
    private LoneStatement lone;
    private Transactions transactions;
    private Blobs blobs;
    private KeptReplies keptReplies;
    private Checkpoints checkpoints;
    private LiveQueries liveQueries;

    /** An engine that is not open yet. */
    PgliteEngine(PgliteOpener opener, EngineOptions options) {
        this.opener = opener;
        this.options = options;
    }

    @Override
    public void open(int termFloor, boolean isStolen, Completion<Opened> completion) {
        opener.open(options, isStolen)
                .then(
                        opened -> {
                            use(opened, termFloor, completion);
                            return null;
                        },
                        error -> {
                            completion.failed(
                                    JsErrors.failure((JSObject) error, ErrorCode.STORAGE_UNAVAILABLE, Outcome.NOT_RUN));
                            return null;
                        });
    }

    private void use(PgliteHandle opened, int termFloor, Completion<Opened> completion) {
        handle = opened;
        backend = new Backend(opened);
        log = new LogWriter(opened, backend);
        try {
            // A term is at least the epoch of its store, so that both grow together.
            Opened what = raiseTerm(Math.max(termFloor, opened.getEpoch() - 1));
            assemble(what.term());
            aftermath.listen();
            log.flush(Levels.DISK)
                    .then(
                            flushed -> {
                                completion.done(what);
                                return null;
                            },
                            error -> {
                                giveUp(flushFailure(error), completion);
                                return null;
                            });
        } catch (EngineDeath | Refused refused) {
            giveUp(unavailable(refused.getMessage()), completion);
        } catch (RuntimeException thrown) {
            // Thrown here it would be a promise's, which nobody reads: the tab would hold the lock and never lead.
            giveUp(unavailable(JsErrors.message(thrown)), completion);
        }
    }

    private Opened raiseTerm(int termFloor) throws Refused {
        TermRaiser.Raised raised = new TermRaiser(backend).raise(termFloor);
        return new Opened(
                raised.term(), handle.isFresh(), NAME, handle.getStorage(), handle.flushesAside(), raised.journal());
    }

    private void assemble(int term) {
        Journal journal = new Journal(backend, term);
        statements = new StatementRunner(backend, handle);
        Channels channels = new Channels(backend, term);
        settings = new SessionSettings(backend, statements, journal);
        aftermath = new Aftermath(backend, statements, journal, channels);
        hold = new Hold(backend, log, channels, journal, aftermath);
        reads = new Reads(backend, statements, journal, aftermath, settings);
        journaled = new JournaledStatement(backend, statements, journal, aftermath, settings);
        batches = new BatchRunner(backend, statements, journal, aftermath, settings);
        blobs = new Blobs(handle);
        keptReplies = new KeptReplies(backend);
        scripts = new ScriptRunner(backend, journal, keptReplies, aftermath, settings);
        lone = new LoneStatement(log, backend, journal, aftermath, settings);
        transactions = new Transactions(backend, log, journal, aftermath, settings);
        checkpoints = new Checkpoints(backend);
        liveQueries = new LiveQueries(backend, statements, channels);
    }

    /** Nothing stays open after a failed opening. */
    private void giveUp(Failure failure, Completion<Opened> completion) {
        handle.close()
                .then(
                        closed -> {
                            completion.failed(failure);
                            return null;
                        },
                        error -> {
                            completion.failed(failure);
                            return null;
                        });
    }

    @Override
    public void execute(EngineCall call, Completion<Execution> completion) {
        try {
            Statement statement = statementOf(call);
            String dump = statement == null ? null : statement.dump();
            if (dump != null) {
                dump(dump, completion);
                return;
            }
            Execution execution = runAsItsTab(call, statement);
            Web.soon(() -> completion.done(execution));
        } catch (Refused refused) {
            Execution execution = Execution.failed(refused.failure(), backend.isInTransaction() || backend.isHeld());
            Web.soon(() -> completion.done(execution));
        } catch (NeedsToBeAlone needed) {
            runAlone(call, completion);
        } catch (EngineDeath death) {
            Web.soon(() -> completion.failed(death.failure()));
        }
    }

    private Execution runAsItsTab(EngineCall call, Statement statement) throws Refused, NeedsToBeAlone {
        statements.forgetTransaction();
        if (!backend.isInTransaction() && !backend.isHeld()) {
            settings.apply(statement);
        }
        Execution execution = run(call, statement);
        if (statement != null && mayHaveChangedMeanings(call, statement)) {
            statements.forgetMeanings();
        }
        return settings.told(execution, statement, noteOf(call));
    }

    /**
     * Whether names or types may mean something else from here on, though no tag says so: a function may have seen to
     * that, or a query that makes a table.
     */
    private boolean mayHaveChangedMeanings(EngineCall call, Statement statement) {
        boolean isRead =
                !(call instanceof EngineCall.Script) && !(call instanceof EngineCall.Query query && !query.isRead());
        for (Statement each : statement.parts()) {
            KnownText known = statements.known(each);
            if (!known.isChangeOfRows && (!isRead || known.isWrite)) {
                return true;
            }
        }
        return false;
    }

    /** Where the journal is to have a call, or null. */
    private static Note noteOf(EngineCall call) {
        if (call instanceof EngineCall.Query query) {
            return query.note();
        }
        if (call instanceof EngineCall.Script script) {
            return script.note();
        }
        return call instanceof EngineCall.Commit commit ? commit.note() : null;
    }

    /** The statement that a call brings, or null. */
    private static Statement statementOf(EngineCall call) {
        Payload payload = null;
        if (call instanceof EngineCall.Query query) {
            payload = query.statement();
        } else if (call instanceof EngineCall.Script script) {
            payload = script.script();
        } else if (call instanceof EngineCall.Begin begin) {
            payload = begin.mode();
        } else if (call instanceof EngineCall.Watch watch) {
            payload = watch.query();
        } else if (call instanceof EngineCall.Rerun rerun) {
            payload = rerun.query();
        }
        return payload == null ? null : new Statement(payload);
    }

    private Execution run(EngineCall call, Statement statement) throws Refused, NeedsToBeAlone {
        if (call instanceof EngineCall.Query query) {
            return runQuery(query, statement);
        }
        if (call instanceof EngineCall.Script script) {
            return runScript(script, statement);
        }
        if (call instanceof EngineCall.Begin) {
            return statement != null && statement.isHold() ? hold.begin() : transactions.begin();
        }
        if (call instanceof EngineCall.Rollback) {
            return backend.isHeld() ? hold.end(null) : transactions.rollBack();
        }
        if (call instanceof EngineCall.Commit commit) {
            return backend.isHeld() ? hold.end(commit.note()) : transactions.commit(commit.note());
        }
        return runBetweenTransactions(call);
    }

    private Execution runQuery(EngineCall.Query query, Statement statement) throws Refused, NeedsToBeAlone {
        List<Statement> batch = statement.batch();
        if (batch != null) {
            return runBatch(batch, query);
        }
        if (backend.isHeld()) {
            return hold.send(statement);
        }
        if (statement.isDescribed()) {
            return describe(statement);
        }
        guard(statement);
        guardTransaction(statement, query.note());
        blobs.offer(statement);
        if (query.note() == null) {
            return aftermath.ofUnnoted(statements.run(statement), statement, !query.isRead());
        }
        Execution read = query.isRead() ? reads.run(statement, query.note()) : null;
        return read != null ? read : journaled.run(statement, query.note());
    }

    /** What was committed is in the files once PostgreSQL's log is written and checkpointed. */
    private void dump(String how, Completion<Execution> completion) {
        backend.runOwn("checkpoint");
        handle.dump(how)
                .then(
                        bytes -> {
                            completion.done(Execution.done(
                                    JsPayload.of(bytes), backend.isInTransaction(), false, Changes.NONE));
                            return null;
                        },
                        error -> {
                            Failure failure =
                                    JsErrors.failure((JSObject) error, ErrorCode.ENGINE_DIED, Outcome.NOT_RUN);
                            completion.done(Execution.failed(failure, backend.isInTransaction()));
                            return null;
                        });
    }

    private Execution describe(Statement statement) throws Refused {
        statements.described(statement);
        return Execution.done(JsBytes.payload(backend.lastReply()), backend.isInTransaction(), false, Changes.NONE);
    }

    private Execution runBatch(List<Statement> batch, EngineCall.Query query) throws Refused {
        for (int i = 0; i < batch.size(); i++) {
            Statement statement = batch.get(i);
            try {
                guard(statement);
                guardEnd(statement, "A batch is one transaction, which no statement of it can end.");
            } catch (Refused refused) {
                throw new Refused(SqlFailures.inBatch(refused.failure(), statement, i));
            }
        }
        return batches.run(batch, query.note(), query.isRead());
    }

    private Execution runScript(EngineCall.Script call, Statement script) throws Refused, NeedsToBeAlone {
        guard(script);
        guardTransaction(script, call.note());
        blobs.offer(script);
        return call.note() == null
                ? aftermath.ofUnnoted(scripts.runAsItIs(script.sql()), script, true)
                : scripts.run(call, script);
    }

    private void runAlone(EngineCall call, Completion<Execution> completion) {
        try {
            if (call instanceof EngineCall.Query query) {
                Statement statement = new Statement(query.statement());
                lone.run(() -> statements.run(statement), statement, query.note(), completion);
            } else {
                EngineCall.Script of = (EngineCall.Script) call;
                Statement script = new Statement(of.script());
                lone.run(() -> scripts.runAsItIs(script.sql()), script, of.note(), completion);
            }
        } catch (EngineDeath death) {
            Web.soon(() -> completion.failed(death.failure()));
        }
    }

    private Execution runBetweenTransactions(EngineCall call) throws Refused {
        if (backend.isInTransaction()) {
            throw new Refused(Failure.of(
                    ErrorCode.UNSUPPORTED,
                    "Live queries and the journal are for the time between transactions, and one is open.",
                    Outcome.NOT_RUN));
        }
        if (call instanceof EngineCall.Recall recall) {
            return keptReplies.recall(recall.note());
        }
        if (call instanceof EngineCall.Watch watch) {
            Statement query = new Statement(watch.query());
            guardNames(query);
            return liveQueries.watch(query);
        }
        if (call instanceof EngineCall.Rerun rerun) {
            return liveQueries.rerun(new Statement(rerun.query()));
        }
        return liveQueries.unwatch(((EngineCall.Unwatch) call).tables());
    }

    private void guard(Statement statement) throws Refused {
        guardNames(statement);
        String refusal = statements.known(statement).refusal;
        if (refusal != null) {
            throw new Refused(Failure.of(ErrorCode.UNSUPPORTED, refusal, Outcome.NOT_RUN));
        }
    }

    private void guardNames(Statement statement) throws Refused {
        if (statement.hasNames()) {
            throw new Refused(Failure.of(
                    ErrorCode.INVALID_ARGUMENT,
                    "PostgreSQL's parameters have no names: give an array, one value for each $1, $2 and so on.",
                    Outcome.NOT_RUN));
        }
    }

    /** Only a commit that is a request of its own can be asked what came of it. */
    private void guardTransaction(Statement statement, Note note) throws Refused {
        if (note == null) {
            guardEnd(
                    statement,
                    "A transaction ends with the closure that was given to transaction(), or by tx.rollback().");
        }
    }

    private void guardEnd(Statement statement, String why) throws Refused {
        if (statements.known(statement).endsTransaction) {
            throw new Refused(Failure.of(ErrorCode.UNSUPPORTED, why, Outcome.NOT_RUN));
        }
    }

    @Override
    public void flush(Durability level, Completion<Void> completion) {
        try {
            checkpoints.beforeFlush();
            log.flush(Levels.of(level))
                    .then(
                            flushed -> {
                                completion.done(null);
                                return null;
                            },
                            error -> {
                                completion.failed(flushFailure(error));
                                return null;
                            });
        } catch (EngineDeath death) {
            Web.soon(() -> completion.failed(death.failure()));
        }
    }

    @Override
    public void close(Completion<Void> completion) {
        if (handle == null) {
            Web.soon(() -> completion.done(null));
            return;
        }
        handle.close()
                .then(
                        closed -> {
                            completion.done(null);
                            return null;
                        },
                        error -> {
                            if (backend.isDead()) {
                                completion.done(null);
                            } else {
                                completion.failed(flushFailure(error));
                            }
                            return null;
                        });
    }

    private static Failure flushFailure(Object error) {
        return JsErrors.failure((JSObject) error, ErrorCode.FLUSH_FAILED, Outcome.UNKNOWN);
    }

    private static Failure unavailable(String message) {
        return Failure.of(ErrorCode.STORAGE_UNAVAILABLE, message, Outcome.NOT_RUN);
    }
}
