package org.tabularium.browser.engine;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Completion;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.browser.js.JsErrors;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.browser.js.Pause;
import org.tabularium.browser.js.Web;
import org.tabularium.browser.link.PlainFailure;
import org.tabularium.port.Engine;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Opened;
import org.tabularium.wire.Durability;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/**
 * An engine whose script is loaded when it is opened, because only the worker of a tab that leads needs it.
 *
 * <p>The script is compiled by itself. What crosses between the two are JavaScript values, a few per call.
 */
public final class LoadedEngine implements Engine {
    /** Who is told before each call. */
    public interface Naming {
        /** A call begins, which may take long or is known to be quick. */
        void begins(boolean mayTakeLong);
    }

    /**
     * After so many milliseconds of work other messages are let in. An engine's answer is followed by the next call
     * before anything else is, so that a queue of calls would keep out whoever is to have a turn among them.
     */
    private static final double PAUSE_AFTER_MS = 20;

    private static final String[] NO_TABLES = {};

    private final EngineLoader loader;
    private final EngineOptions options;
    private final Naming naming;
    private final EngineMeter meter = new EngineMeter();
    private final QuickStatements quick = new QuickStatements();
    private final Pause pause = new Pause();
    private ScriptEngine engine;
    /** Whose call is under way, and what runs since when; there is one at a time. */
    private Completion<Execution> pending;

    private JSObject running;
    private double startedMs;
    private double workedMs;

    /** An engine that is not loaded yet. */
    public LoadedEngine(EngineLoader loader, EngineOptions options, Naming naming) {
        this.loader = loader;
        this.options = options;
        this.naming = naming;
    }

    @Override
    public void open(int termFloor, boolean isStolen, Completion<Opened> completion) {
        options.setStolen(isStolen);
        loader.loadEngine(EngineOptions.scriptUrl(options.getUrls()))
                .flatThen(module -> JSPromise.resolve(module.createEngine(options)))
                .then(
                        made -> {
                            engine = made;
                            engine.listen(this::executed, this::failed);
                            engine.open(
                                    termFloor,
                                    isStolen,
                                    (term, isFresh, name, storage, flushesAside, journal) -> completion.done(
                                            new Opened(term, isFresh, name, storage, flushesAside, entries(journal))),
                                    failing(completion));
                            return null;
                        },
                        error -> {
                            completion.failed(
                                    JsErrors.failure((JSObject) error, ErrorCode.ENGINE_UNAVAILABLE, Outcome.NOT_RUN));
                            return null;
                        });
    }

    @Override
    public void execute(EngineCall call, Completion<Execution> completion) {
        if (meter.takes(call)) {
            Execution figures = Execution.done(meter.figures(), false, false, Changes.NONE);
            Web.soon(() -> completion.done(figures));
            return;
        }
        JSObject statement = call instanceof EngineCall.Query query ? valueOf(query.statement()) : null;
        naming.begins(!quick.isKnown(statement));
        pending = completion;
        running = statement;
        startedMs = Web.nowMs();
        if (call instanceof EngineCall.Query c) {
            engine.query(statement, c.isRead(), ScriptNote.of(c.note()));
        } else if (call instanceof EngineCall.Script c) {
            engine.script(valueOf(c.script()), ScriptNote.of(c.note()), c.progress());
        } else if (call instanceof EngineCall.Begin c) {
            engine.begin(valueOf(c.mode()));
        } else if (call instanceof EngineCall.Commit c) {
            engine.commit(ScriptNote.of(c.note()));
        } else if (call instanceof EngineCall.Rollback) {
            engine.rollback();
        } else if (call instanceof EngineCall.Recall c) {
            engine.recall(ScriptNote.of(c.note()));
        } else if (call instanceof EngineCall.Watch c) {
            engine.watch(valueOf(c.query()));
        } else if (call instanceof EngineCall.Rerun c) {
            engine.rerun(valueOf(c.query()));
        } else {
            List<String> tables = ((EngineCall.Unwatch) call).tables();
            engine.unwatch(tables.toArray(NO_TABLES));
        }
    }

    private void executed(ScriptExecution execution) {
        double tookMs = Web.nowMs() - startedMs;
        quick.ran(running, tookMs);
        // It may have brought many bytes.
        running = null;
        workedMs += tookMs;
        Completion<Execution> completion = pending;
        if (workedMs < PAUSE_AFTER_MS) {
            completion.done(ScriptExecution.toExecution(execution));
        } else {
            workedMs = 0;
            pause.then(() -> completion.done(ScriptExecution.toExecution(execution)));
        }
    }

    private void failed(PlainFailure failure) {
        pending.failed(PlainFailure.toFailure(failure));
    }

    @Override
    public void flush(Durability level, Completion<Void> completion) {
        engine.flush(level.name(), ending(meter.timed(completion)));
    }

    @Override
    public void close(Completion<Void> completion) {
        if (engine == null) {
            Web.soon(() -> completion.done(null));
        } else {
            engine.close(ending(completion));
        }
    }

    private static ScriptEngine.OnFailure failing(Completion<?> completion) {
        return failure -> completion.failed(PlainFailure.toFailure(failure));
    }

    private static ScriptEngine.OnFailure ending(Completion<Void> completion) {
        return failure -> {
            if (failure == null) {
                completion.done(null);
            } else {
                completion.failed(PlainFailure.toFailure(failure));
            }
        };
    }

    private static List<Entry> entries(ScriptEntry[] journal) {
        List<Entry> entries = new ArrayList<>(journal.length);
        for (ScriptEntry entry : journal) {
            entries.add(ScriptEntry.toEntry(entry));
        }
        return entries;
    }

    private static JSObject valueOf(Payload payload) {
        return JsPayload.valueOf(payload);
    }
}
