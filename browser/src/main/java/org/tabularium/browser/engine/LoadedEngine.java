package org.tabularium.browser.engine;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Completion;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.browser.js.Callback;
import org.tabularium.browser.js.JsErrors;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.browser.js.Web;
import org.tabularium.browser.link.PlainFailure;
import org.tabularium.port.Engine;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;
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
    private static final String[] NO_TABLES = {};

    private final EngineLoader loader;
    private final EngineOptions options;
    private final Callback mayTakeLong;
    private final EngineMeter meter = new EngineMeter();
    private final QuickStatements quick = new QuickStatements();
    private ScriptEngine engine;

    /** An engine that is not loaded yet, which says so before each call that it does not know to be quick. */
    public LoadedEngine(EngineLoader loader, EngineOptions options, Callback mayTakeLong) {
        this.loader = loader;
        this.options = options;
        this.mayTakeLong = mayTakeLong;
    }

    @Override
    public void open(int termFloor, boolean isStolen, Completion<Opened> completion) {
        options.setStolen(isStolen);
        loader.loadEngine(EngineOptions.scriptUrl(options.getUrls()))
                .flatThen(module -> JSPromise.resolve(module.createEngine(options)))
                .then(
                        made -> {
                            engine = made;
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
        if (!quick.isKnown(statement)) {
            mayTakeLong.call();
        }
        ScriptEngine.OnExecuted done = executing(completion, statement, Web.nowMs());
        ScriptEngine.OnFailure failed = failing(completion);
        if (call instanceof EngineCall.Query c) {
            Note note = c.note();
            engine.query(statement, c.isRead(), slot(note), session(note), number(note), done, failed);
        } else if (call instanceof EngineCall.Script c) {
            Note note = c.note();
            engine.script(valueOf(c.script()), slot(note), session(note), number(note), c.progress(), done, failed);
        } else if (call instanceof EngineCall.Begin c) {
            engine.begin(valueOf(c.mode()), done, failed);
        } else if (call instanceof EngineCall.Commit c) {
            engine.commit(slot(c.note()), session(c.note()), number(c.note()), done, failed);
        } else if (call instanceof EngineCall.Rollback) {
            engine.rollback(done, failed);
        } else if (call instanceof EngineCall.Recall c) {
            engine.recall(slot(c.note()), session(c.note()), number(c.note()), done, failed);
        } else if (call instanceof EngineCall.Watch c) {
            engine.watch(valueOf(c.query()), done, failed);
        } else if (call instanceof EngineCall.Rerun c) {
            engine.rerun(valueOf(c.query()), done, failed);
        } else {
            List<String> tables = ((EngineCall.Unwatch) call).tables();
            engine.unwatch(tables.toArray(NO_TABLES), done, failed);
        }
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

    private ScriptEngine.OnExecuted executing(Completion<Execution> completion, JSObject statement, double startMs) {
        return (failure, result, isAbridged, isInTransaction, hasWritten, schemaChanged, tables, readSet) -> {
            quick.ran(statement, Web.nowMs() - startMs);
            completion.done(new Execution(
                    PlainFailure.toFailure(failure),
                    JsPayload.of(result),
                    isAbridged,
                    isInTransaction,
                    hasWritten,
                    changes(schemaChanged, tables),
                    list(readSet)));
        };
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

    private static Changes changes(boolean schemaChanged, String[] tables) {
        return !schemaChanged && tables == null ? Changes.NONE : new Changes(schemaChanged, list(tables));
    }

    private static List<String> list(String[] texts) {
        return texts == null ? List.of() : List.of(texts);
    }

    private static JSObject valueOf(Payload payload) {
        return JsPayload.valueOf(payload);
    }

    private static int slot(Note note) {
        return note == null ? 0 : note.slot();
    }

    private static String session(Note note) {
        return note == null ? null : note.session();
    }

    private static int number(Note note) {
        return note == null ? 0 : note.number();
    }
}
