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
import org.tabularium.sql.Note;
import org.tabularium.sql.Opened;
import org.tabularium.wire.Durability;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;

/** An engine as its script exports it; {@link ScriptEngine} says what each method does. */
public final class ServedEngine {
    private final Engine engine;

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

    /** Runs one statement. */
    @JSExport
    public void query(
            JSObject statement,
            boolean isRead,
            int slot,
            String session,
            int number,
            OnExecuted onExecuted,
            OnFailure onFailure) {
        Note note = note(slot, session, number);
        execute(new EngineCall.Query(new JsPayload(statement), isRead, note), onExecuted, onFailure);
    }

    /** Runs a script. */
    @JSExport
    public void script(
            JSObject script,
            int slot,
            String session,
            int number,
            int progress,
            OnExecuted onExecuted,
            OnFailure onFailure) {
        Note note = note(slot, session, number);
        execute(new EngineCall.Script(new JsPayload(script), note, progress), onExecuted, onFailure);
    }

    /** Opens a transaction, or what {@code mode} asks for. */
    @JSExport
    public void begin(JSObject mode, OnExecuted onExecuted, OnFailure onFailure) {
        execute(new EngineCall.Begin(JsPayload.of(mode)), onExecuted, onFailure);
    }

    /** Commits the open transaction. */
    @JSExport
    public void commit(int slot, String session, int number, OnExecuted onExecuted, OnFailure onFailure) {
        execute(new EngineCall.Commit(note(slot, session, number)), onExecuted, onFailure);
    }

    /** Rolls the open transaction back. */
    @JSExport
    public void rollback(OnExecuted onExecuted, OnFailure onFailure) {
        execute(new EngineCall.Rollback(), onExecuted, onFailure);
    }

    /** Reads a kept answer. */
    @JSExport
    public void recall(int slot, String session, int number, OnExecuted onExecuted, OnFailure onFailure) {
        execute(new EngineCall.Recall(note(slot, session, number)), onExecuted, onFailure);
    }

    /** Captures what changes a query. */
    @JSExport
    public void watch(JSObject query, OnExecuted onExecuted, OnFailure onFailure) {
        execute(new EngineCall.Watch(new JsPayload(query)), onExecuted, onFailure);
    }

    /** Runs a watched query again. */
    @JSExport
    public void rerun(JSObject query, OnExecuted onExecuted, OnFailure onFailure) {
        execute(new EngineCall.Rerun(new JsPayload(query)), onExecuted, onFailure);
    }

    /** Removes change capture. */
    @JSExport
    public void unwatch(String[] tables, OnExecuted onExecuted, OnFailure onFailure) {
        execute(new EngineCall.Unwatch(List.of(tables)), onExecuted, onFailure);
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

    private void execute(EngineCall call, OnExecuted onExecuted, OnFailure onFailure) {
        engine.execute(call, new Completion<>() {
            @Override
            public void done(Execution execution) {
                onExecuted.executed(
                        PlainFailure.of(execution.failure()),
                        JsPayload.valueOf(execution.result()),
                        execution.isAbridged(),
                        execution.isInTransaction(),
                        execution.hasWritten(),
                        execution.changes().schemaChanged(),
                        array(execution.changes().tables()),
                        array(execution.readSet()));
            }

            @Override
            public void failed(Failure failure) {
                onFailure.failed(PlainFailure.of(failure));
            }
        });
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

    /** Most calls have none, and then nothing is made. */
    private static String[] array(List<String> texts) {
        return texts.isEmpty() ? null : texts.toArray(new String[0]);
    }

    private static Note note(int slot, String session, int number) {
        return session == null ? null : new Note(slot, session, number);
    }
}
