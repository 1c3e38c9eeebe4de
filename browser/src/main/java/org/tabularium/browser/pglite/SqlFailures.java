package org.tabularium.browser.pglite;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.browser.pglite.wire.ErrorFields;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Failures that carry the engine's own error whole. */
final class SqlFailures {
    private static final String CODES = "SCMDHPpqWstcdnFLR";
    private static final String[] NAMES = {
        "severity",
        "code",
        "message",
        "detail",
        "hint",
        "position",
        "internalPosition",
        "internalQuery",
        "where",
        "schema",
        "table",
        "column",
        "dataType",
        "constraint",
        "file",
        "line",
        "routine"
    };

    private SqlFailures() {}

    /** A failure with the engine's message. */
    static Failure of(ErrorFields error, Statement statement, Outcome outcome) {
        return of(ErrorCode.SQL_ERROR, error.message(), error, statement, outcome);
    }

    /** A failure with a message that says more than the engine could. */
    static Failure of(ErrorCode code, String message, ErrorFields error, Statement statement, Outcome outcome) {
        JSObject detail = statement == null ? newObject() : statement.newErrorDetail();
        for (int i = 0; i < NAMES.length; i++) {
            String text = error.get(CODES.charAt(i));
            if (text != null) {
                put(detail, NAMES[i], text);
            }
        }
        return new Failure(code, message, outcome, new JsPayload(detail));
    }

    /** A failure that tells which statement of its batch it is of. */
    static Failure inBatch(Failure failure, Statement statement, int index) {
        JSObject detail = failure.detail() == null ? statement.newErrorDetail() : JsPayload.valueOf(failure.detail());
        putIndex(detail, index);
        return new Failure(failure.code(), failure.message(), failure.outcome(), new JsPayload(detail));
    }

    @JSBody(
            params = {"detail", "index"},
            script = "detail.batchIndex = index;")
    private static native void putIndex(JSObject detail, int index);

    @JSBody(script = "return {};")
    private static native JSObject newObject();

    @JSBody(
            params = {"detail", "name", "text"},
            script = "detail[name] = text;")
    private static native void put(JSObject detail, String name, String text);
}
