package org.tabularium.browser.pglite;

import java.util.List;
import org.tabularium.base.Completion;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.browser.js.Web;
import org.tabularium.browser.pglite.wire.ErrorFields;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.port.Engine;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Opened;
import org.teavm.jso.JSObject;

/**
 * PGlite behind the {@link Engine} port.
 *
 * <p>PGlite runs in this worker and answers synchronously; a call completes in a microtask only to keep the port's
 * promise.
 *
 * <p>A change of a setting, such as {@code search_path} or {@code timezone}, can change what any query means or
 * shows, so it is reported as a change of the schema. Settings changed inside a function, {@code set_config}
 * included, are not noticed.
 */
public final class PgliteEngine implements Engine {
    private static final String NAME = "pglite 0.5.16";

    private final EngineLoader loader;
    private final String path;
    private final EngineFiles files;
    private final boolean isDebug;
    private PgliteHandle handle;
    private Backend backend;
    private StatementRunner statements;
    private LiveQueries liveQueries;
    /** Whether notifications may be missing until this engine listens again. */
    private boolean isDeaf;
    /** Whether an open transaction changed a setting for good. */
    private boolean hasNewSettings;

    /**
     * An engine that is not open yet.
     *
     * @param loader imports the engine's script
     * @param path the store, {@code idb://app}
     * @param urls where the engine's files are: {@code {engine, pgliteWasm, initdbWasm, pgliteData}}
     * @param isDebug whether PGlite is to be talkative
     */
    public PgliteEngine(EngineLoader loader, String path, JSObject urls, boolean isDebug) {
        this.loader = loader;
        this.path = path;
        this.files = new EngineFiles(urls);
        this.isDebug = isDebug;
    }

    @Override
    public void open(int termFloor, Completion<Opened> completion) {
        loader.loadEngine(files.scriptUrl())
                .then(
                        module -> {
                            openStore(module, termFloor, completion);
                            return null;
                        },
                        error -> failed(completion, error, ErrorCode.ENGINE_UNAVAILABLE));
    }

    private void openStore(EngineModule module, int termFloor, Completion<Opened> completion) {
        module.openPglite(files.openOptions(path, isDebug))
                .then(
                        opened -> {
                            use(opened, termFloor, completion);
                            return null;
                        },
                        error -> failed(completion, error, ErrorCode.STORAGE_UNAVAILABLE));
    }

    private void use(PgliteHandle opened, int termFloor, Completion<Opened> completion) {
        handle = opened;
        backend = new Backend(opened);
        statements = new StatementRunner(backend, opened);
        liveQueries = new LiveQueries(backend, statements);
        int term;
        try {
            term = raiseTerm(termFloor);
        } catch (EngineDeath | Refused refused) {
            giveUp(unavailable(refused.getMessage()), completion);
            return;
        }
        handle.flush()
                .then(
                        flushed -> {
                            completion.done(
                                    new Opened(term, handle.isFresh(), NAME, path.substring(0, path.indexOf(':'))));
                            return null;
                        },
                        error -> {
                            giveUp(
                                    JsErrors.failure((JSObject) error, ErrorCode.FLUSH_FAILED, Outcome.UNKNOWN),
                                    completion);
                            return null;
                        });
    }

    private int raiseTerm(int termFloor) throws Refused {
        Reply raised = backend.runOwn(TermStore.raise(termFloor));
        if (raised.hasFailed()) {
            throw new Refused(unavailable(
                    "The store cannot be led: " + backend.error(raised).message()));
        }
        int term = Integer.parseInt(raised.lastRowText(0));
        listen();
        return term;
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
        Execution execution;
        try {
            execution = run(call);
        } catch (EngineDeath death) {
            Failure failure = Failure.of(ErrorCode.ENGINE_DIED, death.getMessage(), Outcome.UNKNOWN);
            Web.soon(() -> completion.failed(failure));
            return;
        }
        Web.soon(() -> completion.done(execution));
    }

    private Execution run(EngineCall call) {
        try {
            return runOrRefuse(call);
        } catch (Refused refused) {
            return new Execution(refused.failure(), null, backend.isInTransaction(), Changes.NONE, List.of());
        }
    }

    private Execution runOrRefuse(EngineCall call) throws Refused {
        if (call instanceof EngineCall.Query query) {
            Statement statement = new Statement(query.statement());
            guard(statement);
            return executed(statements.run(statement), statement);
        }
        if (call instanceof EngineCall.Script script) {
            Statement statement = new Statement(script.script());
            guard(statement);
            return runScript(statement.sql(), statement);
        }
        if (call instanceof EngineCall.Begin) {
            return runScript("begin", null);
        }
        if (call instanceof EngineCall.Rollback) {
            return runScript("rollback", null);
        }
        if (call instanceof EngineCall.Commit) {
            return commit();
        }
        return runLive(call);
    }

    private Execution runLive(EngineCall call) throws Refused {
        if (backend.isInTransaction()) {
            throw new Refused(Failure.of(
                    ErrorCode.UNSUPPORTED, "Live queries run between transactions, and one is open.", Outcome.NOT_RUN));
        }
        if (call instanceof EngineCall.Watch watch) {
            return liveQueries.watch(new Statement(watch.query()));
        }
        if (call instanceof EngineCall.Rerun rerun) {
            return liveQueries.rerun(new Statement(rerun.query()));
        }
        return liveQueries.unwatch(((EngineCall.Unwatch) call).tables());
    }

    private static void guard(Statement statement) throws Refused {
        String refusal = StatementGuard.refusal(statement.sql());
        if (refusal != null) {
            throw new Refused(Failure.of(ErrorCode.UNSUPPORTED, refusal, Outcome.NOT_RUN));
        }
    }

    private Execution runScript(String sql, Statement statement) {
        backend.write().query(sql);
        return executed(backend.exchange(), statement);
    }

    /** A commit of a failed transaction is answered with success by PostgreSQL, and rolls back. */
    private Execution commit() {
        backend.write().query("commit");
        Reply reply = backend.exchange();
        Execution execution = executed(reply, null);
        if (!execution.succeeded() || !reply.hasTag("ROLLBACK")) {
            return execution;
        }
        Failure failure = Failure.of(
                ErrorCode.SQL_ERROR,
                "The transaction was rolled back: a statement in it had failed, and what failed cannot be committed.",
                Outcome.ROLLED_BACK);
        return new Execution(failure, null, execution.isInTransaction(), execution.changes(), List.of());
    }

    /** What a reply to the user's own statements means; {@code statement} is null where there was none. */
    private Execution executed(Reply reply, Statement statement) {
        JsPayload result = new JsPayload(backend.lastReply());
        if (reply.mayHaveChangedMeaning()) {
            statements.forgetTypes();
        }
        Changes changes = completed(reply, statement);
        if (!reply.hasFailed()) {
            return new Execution(null, result, reply.isInTransaction(), changes, List.of());
        }
        Failure failure = failure(backend.error(reply), reply, statement);
        return new Execution(failure, null, reply.isInTransaction(), changes, List.of());
    }

    private Failure failure(ErrorFields error, Reply reply, Statement statement) {
        if (reply.hasCommitted()) {
            return SqlFailures.of(
                    ErrorCode.SQL_ERROR,
                    error.message() + " (what the script had committed before stays)",
                    error,
                    statement,
                    Outcome.UNKNOWN);
        }
        boolean mayHaveCommitted = statement != null && StatementWords.mayCommitOnTheWay(statement.sql());
        return SqlFailures.of(error, statement, mayHaveCommitted ? Outcome.UNKNOWN : Outcome.ROLLED_BACK);
    }

    private void listen() {
        backend.write().query(ChangeCapture.LISTEN);
        backend.exchange();
    }

    /** Adds to what was notified what no notification can tell. */
    private Changes completed(Reply reply, Statement statement) {
        isDeaf |= reply.hasEndedListening();
        hasNewSettings |= statement != null
                && reply.mayHaveChangedSettings()
                && StatementWords.changesSettingsForGood(statement.sql());
        Changes changes = reply.changes();
        if (reply.isInTransaction() || !(isDeaf || hasNewSettings)) {
            return changes;
        }
        if (isDeaf) {
            listen();
            isDeaf = false;
        }
        hasNewSettings = false;
        return new Changes(true, changes.tables());
    }

    @Override
    public void flush(Completion<Void> completion) {
        handle.flush()
                .then(
                        flushed -> {
                            completion.done(null);
                            return null;
                        },
                        error -> {
                            completion.failed(
                                    JsErrors.failure((JSObject) error, ErrorCode.FLUSH_FAILED, Outcome.UNKNOWN));
                            return null;
                        });
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
                                completion.failed(
                                        JsErrors.failure((JSObject) error, ErrorCode.FLUSH_FAILED, Outcome.UNKNOWN));
                            }
                            return null;
                        });
    }

    private static JSObject failed(Completion<Opened> completion, Object error, ErrorCode otherwise) {
        completion.failed(JsErrors.failure((JSObject) error, otherwise, Outcome.NOT_RUN));
        return null;
    }

    private static Failure unavailable(String message) {
        return Failure.of(ErrorCode.STORAGE_UNAVAILABLE, message, Outcome.NOT_RUN);
    }
}
