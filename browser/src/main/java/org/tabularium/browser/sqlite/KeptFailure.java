package org.tabularium.browser.sqlite;

import org.tabularium.browser.link.PlainFailure;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * A failure as the journal keeps it: JSON, whose first byte is none that a result begins with. What the tab knows itself,
 * the statement and its parameters, is not in it.
 */
final class KeptFailure {
    private KeptFailure() {}

    /** A failure as bytes. */
    @JSBody(
            params = "failure",
            script = "var detail = {};"
                    + "for (var name in failure.detail) {"
                    + "  if (name !== 'query' && name !== 'params') detail[name] = failure.detail[name];"
                    + "}"
                    + "return new TextEncoder().encode(JSON.stringify({"
                    + "  code: failure.code, message: failure.message, outcome: failure.outcome, detail: detail"
                    + "}));")
    static native JSObject toBytes(PlainFailure failure);

    /** Whether a kept answer is a failure. */
    @JSBody(params = "reply", script = "return reply[0] === 123;")
    static native boolean isOne(JSObject reply);

    /** The failure in a kept answer that is one. */
    @JSBody(params = "reply", script = "return JSON.parse(new TextDecoder().decode(reply));")
    static native PlainFailure of(JSObject reply);
}
