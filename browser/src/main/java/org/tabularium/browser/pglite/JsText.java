package org.tabularium.browser.pglite;

import org.tabularium.browser.pglite.wire.TextCodec;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Int8Array;

/** UTF-8 by the browser's own encoder and decoder. */
final class JsText implements TextCodec {
    private final JSObject encoder = newEncoder();
    private final JSObject decoder = newDecoder();

    @Override
    public byte[] encode(String text) {
        return encode(encoder, text).toJavaArray();
    }

    @Override
    public String decode(byte[] bytes, int from, int length) {
        return decode(decoder, Int8Array.fromJavaArray(bytes), from, length);
    }

    @JSBody(script = "return new TextEncoder();")
    private static native JSObject newEncoder();

    /** Keeps a leading byte order mark, which is part of the text here. */
    @JSBody(script = "return new TextDecoder('utf-8', {ignoreBOM: true});")
    private static native JSObject newDecoder();

    @JSBody(
            params = {"encoder", "text"},
            script = "return new Int8Array(encoder.encode(text).buffer);")
    private static native Int8Array encode(JSObject encoder, String text);

    @JSBody(
            params = {"decoder", "bytes", "from", "length"},
            script = "return decoder.decode(bytes.subarray(from, from + length));")
    private static native String decode(JSObject decoder, Int8Array bytes, int from, int length);
}
