package org.tabularium.browser.pglite;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Completion;
import org.tabularium.base.Failure;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;
import org.tabularium.sql.Opened;
import org.tabularium.sql.ReadScanner;
import org.tabularium.wire.Durability;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSPromise;

/**
 * What {@code src/test/js/engine.test.mjs} sees of the engine: compiled by TeaVM, run in Node against a real
 * PGlite.
 */
public final class EngineProbe {
    private static final List<PgliteEngine> ENGINES = new ArrayList<>();

    private EngineProbe() {}

    /** A JavaScript function that takes how a call ended. */
    @JSFunctor
    public interface Settle extends JSObject {
        /** Calls it with a plain object. */
        void settle(JSObject outcome);
    }

    /** Makes an engine and returns its number. */
    @JSExport
    public static int create(EngineLoader loader, String path, JSObject urls) {
        ENGINES.add(new PgliteEngine(
                loader, path, urls, "probe", false, false, () -> JSPromise.resolve(JSBoolean.valueOf(true))));
        return ENGINES.size() - 1;
    }

    /** Opens an engine. */
    @JSExport
    public static void open(int engine, int termFloor, boolean isStolen, Settle settle) {
        ENGINES.get(engine).open(termFloor, isStolen, new Completion<>() {
            @Override
            public void done(Opened opened) {
                StringBuilder journal = new StringBuilder();
                for (Entry entry : opened.journal()) {
                    Note note = entry.note();
                    journal.append(journal.length() == 0 ? "" : ",").append(note.slot());
                    journal.append(' ').append(note.session()).append(' ').append(note.number());
                    journal.append(' ').append(entry.progress());
                }
                settle.settle(
                        opened(opened.term(), opened.isFresh(), opened.engine(), opened.storage(), journal.toString()));
            }

            @Override
            public void failed(Failure failure) {
                settle.settle(plain(failure));
            }
        });
    }

    /** Runs a call, named as the record is, in lower case; without a session there is no note. */
    @JSExport
    public static void execute(
            int engine,
            String call,
            JSObject statement,
            String tables,
            int slot,
            String session,
            int number,
            int progress,
            Settle settle) {
        Note note = session == null ? null : new Note(slot, session, number);
        ENGINES.get(engine).execute(call(call, new JsPayload(statement), tables, note, progress), new Completion<>() {
            @Override
            public void done(Execution execution) {
                settle.settle(execution(
                        execution.failure() == null ? null : plain(execution.failure()),
                        JsPayload.valueOf(execution.result()),
                        execution.isAbridged(),
                        execution.isInTransaction(),
                        execution.hasWritten(),
                        execution.changes().schemaChanged(),
                        String.join(",", execution.changes().tables()),
                        String.join(",", execution.readSet())));
            }

            @Override
            public void failed(Failure failure) {
                settle.settle(plain(failure));
            }
        });
    }

    /** Flushes an engine, at {@code MEMORY} or {@code DISK}. */
    @JSExport
    public static void flush(int engine, String level, Settle settle) {
        ENGINES.get(engine).flush(Durability.valueOf(level), new Completion<>() {
            @Override
            public void done(Void nothing) {
                settle.settle(null);
            }

            @Override
            public void failed(Failure failure) {
                settle.settle(plain(failure));
            }
        });
    }

    /** Closes an engine. */
    @JSExport
    public static void close(int engine, Settle settle) {
        ENGINES.get(engine).close(new Completion<>() {
            @Override
            public void done(Void nothing) {
                settle.settle(null);
            }

            @Override
            public void failed(Failure failure) {
                settle.settle(plain(failure));
            }
        });
    }

    private static EngineCall call(String name, JsPayload statement, String tables, Note note, int progress) {
        return switch (name) {
            case "query" -> new EngineCall.Query(statement, ReadScanner.isRead(new Statement(statement).sql()), note);
            case "script" -> new EngineCall.Script(statement, note, progress);
            case "begin" -> new EngineCall.Begin();
            case "commit" -> new EngineCall.Commit(note);
            case "recall" -> new EngineCall.Recall(note);
            case "rollback" -> new EngineCall.Rollback();
            case "watch" -> new EngineCall.Watch(statement);
            case "rerun" -> new EngineCall.Rerun(statement);
            default -> new EngineCall.Unwatch(LiveQueries.ids(tables));
        };
    }

    private static JSObject plain(Failure failure) {
        return plain(
                failure.code().name(),
                failure.message(),
                failure.outcome().name(),
                JsPayload.valueOf(failure.detail()));
    }

    @JSBody(
            params = {"code", "message", "outcome", "detail"},
            script = "return {code: code, message: message, outcome: outcome, detail: detail};")
    private static native JSObject plain(String code, String message, String outcome, JSObject detail);

    @JSBody(
            params = {"term", "isFresh", "engine", "storage", "journal"},
            script = "return {term: term, isFresh: isFresh, engine: engine, storage: storage,"
                    + " journal: journal.split(',').filter(Boolean)};")
    private static native JSObject opened(int term, boolean isFresh, String engine, String storage, String journal);

    @JSBody(
            params = {
                "failure",
                "result",
                "isAbridged",
                "isInTransaction",
                "hasWritten",
                "schemaChanged",
                "tables",
                "readSet"
            },
            script = "return {failure: failure, result: result, isAbridged: isAbridged,"
                    + " isInTransaction: isInTransaction, hasWritten: hasWritten, schemaChanged: schemaChanged, tables: tables.split(',').filter(Boolean),"
                    + " readSet: readSet.split(',').filter(Boolean)};")
    private static native JSObject execution(
            JSObject failure,
            JSObject result,
            boolean isAbridged,
            boolean isInTransaction,
            boolean hasWritten,
            boolean schemaChanged,
            String tables,
            String readSet);
}
