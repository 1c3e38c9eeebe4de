package org.tabularium.browser.pglite;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Completion;
import org.tabularium.base.Failure;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Opened;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

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
        ENGINES.add(new PgliteEngine(loader, path, urls, false));
        return ENGINES.size() - 1;
    }

    /** Opens an engine. */
    @JSExport
    public static void open(int engine, int termFloor, Settle settle) {
        ENGINES.get(engine).open(termFloor, new Completion<>() {
            @Override
            public void done(Opened opened) {
                settle.settle(opened(opened.term(), opened.isFresh(), opened.engine(), opened.storage()));
            }

            @Override
            public void failed(Failure failure) {
                settle.settle(plain(failure));
            }
        });
    }

    /** Runs a call, named as the record is, in lower case. */
    @JSExport
    public static void execute(int engine, String call, JSObject statement, String tables, Settle settle) {
        ENGINES.get(engine).execute(call(call, new JsPayload(statement), tables), new Completion<>() {
            @Override
            public void done(Execution execution) {
                settle.settle(execution(
                        execution.failure() == null ? null : plain(execution.failure()),
                        JsPayload.valueOf(execution.result()),
                        execution.isInTransaction(),
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

    private static EngineCall call(String name, JsPayload statement, String tables) {
        return switch (name) {
            case "query" -> new EngineCall.Query(statement);
            case "script" -> new EngineCall.Script(statement);
            case "begin" -> new EngineCall.Begin();
            case "commit" -> new EngineCall.Commit();
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
            params = {"term", "isFresh", "engine", "storage"},
            script = "return {term: term, isFresh: isFresh, engine: engine, storage: storage};")
    private static native JSObject opened(int term, boolean isFresh, String engine, String storage);

    @JSBody(
            params = {"failure", "result", "isInTransaction", "schemaChanged", "tables", "readSet"},
            script = "return {failure: failure, result: result, isInTransaction: isInTransaction,"
                    + " schemaChanged: schemaChanged, tables: tables.split(',').filter(Boolean),"
                    + " readSet: readSet.split(',').filter(Boolean)};")
    private static native JSObject execution(
            JSObject failure,
            JSObject result,
            boolean isInTransaction,
            boolean schemaChanged,
            String tables,
            String readSet);
}
