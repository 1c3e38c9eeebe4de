package org.tabularium.browser.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Int8Array;

/** Bytes as a tab receives them. */
public final class JsBytes {
    private JsBytes() {}

    /** A payload that shares the array's memory, which nobody may use any more. */
    public static JsPayload payload(byte[] bytes) {
        return new JsPayload(unsigned(Int8Array.fromJavaArray(bytes)));
    }

    /** A tab's bytes, copied. */
    public static byte[] of(JSObject bytes) {
        return signed(bytes).copyToJavaArray();
    }

    @JSBody(params = "bytes", script = "return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);")
    private static native Int8Array signed(JSObject bytes);

    @JSBody(params = "bytes", script = "return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);")
    private static native JSObject unsigned(Int8Array bytes);
}
