package org.tabularium.browser.engine;

import java.util.List;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.browser.link.PlainFailure;
import org.tabularium.sql.Changes;
import org.tabularium.sql.Execution;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** An {@link Execution} as a JavaScript object. What changed nothing and has no read set has no tables and no read set. */
public interface ScriptExecution extends JSObject {
    /** Why it failed, or null. */
    @JSProperty
    PlainFailure getFailure();

    /** The result, or null. */
    @JSProperty
    JSObject getResult();

    /** Whether only a part of the result was kept. */
    @JSProperty("isAbridged")
    boolean isAbridged();

    /** Whether a transaction is open now. */
    @JSProperty("isInTransaction")
    boolean isInTransaction();

    /** Whether it may have changed something. */
    @JSProperty("hasWritten")
    boolean hasWritten();

    /** Whether it changed the schema. */
    @JSProperty("schemaChanged")
    boolean isSchemaChanged();

    /** The tables it changed, or null. */
    @JSProperty
    String[] getTables();

    /** What a watched query reads, or null. */
    @JSProperty
    String[] getReadSet();

    /** As a JavaScript object. */
    static ScriptExecution of(Execution execution) {
        return Maker.make(
                PlainFailure.of(execution.failure()),
                JsPayload.valueOf(execution.result()),
                execution.isAbridged(),
                execution.isInTransaction(),
                execution.hasWritten(),
                execution.changes().schemaChanged(),
                array(execution.changes().tables()),
                array(execution.readSet()));
    }

    /** From a JavaScript object. */
    static Execution toExecution(ScriptExecution execution) {
        return new Execution(
                PlainFailure.toFailure(execution.getFailure()),
                JsPayload.of(execution.getResult()),
                execution.isAbridged(),
                execution.isInTransaction(),
                execution.hasWritten(),
                changes(execution.isSchemaChanged(), execution.getTables()),
                list(execution.getReadSet()));
    }

    private static Changes changes(boolean schemaChanged, String[] tables) {
        return !schemaChanged && tables == null ? Changes.NONE : new Changes(schemaChanged, list(tables));
    }

    /** Most calls have none, and then nothing is made. */
    private static String[] array(List<String> texts) {
        return texts.isEmpty() ? null : texts.toArray(new String[0]);
    }

    private static List<String> list(String[] texts) {
        return texts == null ? List.of() : List.of(texts);
    }

    /** Holds the script, which an interface cannot. */
    final class Maker {
        private Maker() {}

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
                        + " isInTransaction: isInTransaction, hasWritten: hasWritten, schemaChanged: schemaChanged,"
                        + " tables: tables, readSet: readSet};")
        private static native ScriptExecution make(
                PlainFailure failure,
                JSObject result,
                boolean isAbridged,
                boolean isInTransaction,
                boolean hasWritten,
                boolean schemaChanged,
                String[] tables,
                String[] readSet);
    }
}
