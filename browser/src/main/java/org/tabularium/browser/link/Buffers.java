package org.tabularium.browser.link;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Finds what of a packet can be handed over instead of copied. */
final class Buffers {
    private Buffers() {}

    /** The buffer of the packet's result where the result fills all of it, else null. */
    @JSBody(
            params = "packet",
            script = "var result = packet.result;"
                    + "return result instanceof Uint8Array && result.byteLength === result.buffer.byteLength"
                    + " ? result.buffer : null;")
    static native JSObject ofResult(Packet packet);
}
