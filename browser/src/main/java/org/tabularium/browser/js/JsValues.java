package org.tabularium.browser.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Questions about JavaScript values. */
final class JsValues {
    private JsValues() {}

    @JSBody(params = "value", script = "return value === null || value === undefined;")
    static native boolean isNone(JSObject value);

    @JSBody(
            params = {"a", "b"},
            script =
                    "if (!(a instanceof Uint8Array) || !(b instanceof Uint8Array) || a.length !== b.length) return false;"
                            + "for (var i = 0; i < a.length; i++) { if (a[i] !== b[i]) return false; } return true;")
    static native boolean areSameBytes(JSObject a, JSObject b);
}
