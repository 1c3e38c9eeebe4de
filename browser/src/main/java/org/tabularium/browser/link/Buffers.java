package org.tabularium.browser.link;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Finds what of a packet can be handed over instead of copied. */
final class Buffers {
    /** To hand over fewer bytes takes longer than to copy them. */
    private static final int WORTHWHILE_BYTES = 1024;

    private Buffers() {}

    /** The buffer of the packet's result where that is long and the result fills all of it, else null. */
    static JSObject ofResult(Packet packet) {
        return ofResult(packet, WORTHWHILE_BYTES);
    }

    @JSBody(
            params = {"packet", "worthwhileBytes"},
            script = "var result = packet.result;"
                    + "return result instanceof Uint8Array && result.byteLength >= worthwhileBytes"
                    + " && result.byteLength === result.buffer.byteLength ? result.buffer : null;")
    private static native JSObject ofResult(Packet packet, int worthwhileBytes);
}
