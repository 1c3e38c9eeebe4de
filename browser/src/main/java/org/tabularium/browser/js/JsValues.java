package org.tabularium.browser.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Questions about JavaScript values. */
final class JsValues {
    private JsValues() {}

    /** About how much memory a statement takes: a few hundred bytes, its text, its parameters and its bytes. */
    @JSBody(
            params = "value",
            script = "function sizeOf(part) {"
                    + " if (typeof part === 'string') return 16 + 2 * part.length;"
                    + " if (part instanceof Uint8Array) return 64 + part.length;"
                    + " if (!Array.isArray(part)) return 16;"
                    + " var size = 16; for (var i = 0; i < part.length; i++) size += sizeOf(part[i]); return size; }"
                    + "function sizeOfStatement(one) { return 256 + sizeOf(one.sql) + sizeOf(one.params)"
                    + " + sizeOf(one.blob) + sizeOf(one.protocol) + sizeOf(one.file); }"
                    + "if (!value.batch) return sizeOfStatement(value);"
                    + "return value.batch.reduce(function (size, one) { return size + sizeOfStatement(one); }, 0);")
    static native int sizeBytes(JSObject value);

    @JSBody(params = "value", script = "return value === null || value === undefined;")
    static native boolean isNone(JSObject value);

    @JSBody(
            params = {"a", "b"},
            script =
                    "if (!(a instanceof Uint8Array) || !(b instanceof Uint8Array) || a.length !== b.length) return false;"
                            + "for (var i = 0; i < a.length; i++) { if (a[i] !== b[i]) return false; } return true;")
    static native boolean areSameBytes(JSObject a, JSObject b);
}
