package org.tabularium.browser.engine;

import java.util.List;
import org.tabularium.base.Completion;
import org.tabularium.base.Failure;
import org.tabularium.browser.engine.ScriptEngine.OnExecuted;
import org.tabularium.browser.engine.ScriptEngine.OnFailure;
import org.tabularium.browser.engine.ScriptEngine.OnOpened;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.browser.link.PlainFailure;
import org.tabularium.port.Engine;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Opened;
import org.tabularium.wire.Durability;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;

/** An engine as its script exports it; {@link ScriptEngine} says what each method does. */
public final class ServedEngine {
    private final Engine engine;
    private Completion<Execution> listener;

    /** Hands out an engine. */
    public ServedEngine(Engine engine) {
        this.engine = engine;
    }

    /** Opens the store. */
    @JSExport
    public void open(int termFloor, boolean isStolen, OnOpened onOpened, OnFailure onFailure) {
        engine.open(termFloor, isStolen, new Completion<>() {
            @Override
            public void done(Opened opened) {
                ScriptEntry[] journal = new ScriptEntry[opened.journal().size()];
                for (int i = 0; i < journal.length; i++) {
                    journal[i] = ScriptEntry.of(opened.journal().get(i));
                }
                onOpened.opened(
                        opened.term(),
                        opened.isFresh(),
                        opened.engine(),
                        opened.storage(),
                        opened.flushesAside(),
                        journal);
            }

            @Override
            public void failed(Failure failure) {
                onFailure.failed(PlainFailure.of(failure));
            }
        });
    }

    /** Says who takes what each call comes to. */
    @JSExport
    public void listen(OnExecuted onExecuted, OnFailure onFailure) {
        listener = new Completion<>() {
            @Override
            public void done(Execution execution) {
                onExecuted.executed(ScriptExecution.of(execution));
            }

            @Override
            public void failed(Failure failure) {
                onFailure.failed(PlainFailure.of(failure));
            }
        };
    }

    /** Runs one statement. */
    @JSExport
    public void query(JSObject statement, boolean isRead, ScriptNote note) {
        execute(new EngineCall.Query(new JsPayload(statement), isRead, ScriptNote.toNote(note)));
    }

    /** Runs a script. */
    @JSExport
    public void script(JSObject script, ScriptNote note, int progress) {
        execute(new EngineCall.Script(new JsPayload(script), ScriptNote.toNote(note), progress));
    }

    /** Opens a transaction, or what {@code mode} asks for. */
    @JSExport
    public void begin(JSObject mode) {
        execute(new EngineCall.Begin(JsPayload.of(mode)));
    }

    /** Commits the open transaction. */
    @JSExport
    public void commit(ScriptNote note) {
        execute(new EngineCall.Commit(ScriptNote.toNote(note)));
    }

    /** Rolls the open transaction back. */
    @JSExport
    public void rollback() {
        execute(new EngineCall.Rollback());
    }

    /** Reads a kept answer. */
    @JSExport
    public void recall(ScriptNote note) {
        execute(new EngineCall.Recall(ScriptNote.toNote(note)));
    }

    /** Captures what changes a query. */
    @JSExport
    public void watch(JSObject query) {
        execute(new EngineCall.Watch(new JsPayload(query)));
    }

    /** Runs a watched query again. */
    @JSExport
    public void rerun(JSObject query) {
        execute(new EngineCall.Rerun(new JsPayload(query)));
    }

    /** Removes change capture. */
    @JSExport
    public void unwatch(String[] tables) {
        execute(new EngineCall.Unwatch(List.of(tables)));
    }

    /** Flushes to {@code MEMORY} or {@code DISK}. */
    @JSExport
    public void flush(String level, OnFailure onEnded) {
        engine.flush(Durability.valueOf(level), ending(onEnded));
    }

    /** Closes the engine. */
    @JSExport
    public void close(OnFailure onEnded) {
        engine.close(ending(onEnded));
    }

    private void execute(EngineCall call) {
        engine.execute(call, listener);
    }

    private static Completion<Void> ending(OnFailure onEnded) {
        return new Completion<>() {
            @Override
            public void done(Void nothing) {
                onEnded.failed(null);
            }

            @Override
            public void failed(Failure failure) {
                onEnded.failed(PlainFailure.of(failure));
            }
        };
    }
}
