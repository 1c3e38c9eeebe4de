package org.tabularium.browser.pglite;

import org.tabularium.browser.pglite.wire.ErrorFields;
import org.tabularium.browser.pglite.wire.MessageWriter;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.browser.pglite.wire.TextCodec;
import org.teavm.jso.JSBody;
import org.teavm.jso.typedarrays.Int8Array;
import org.teavm.jso.typedarrays.Uint8Array;

/** Exchanges messages with PGlite: what was written to {@link #write} goes out, one reply comes back, synchronously. */
final class Backend {
    private final PgliteHandle handle;
    private final TextCodec codec = new JsText();
    private final MessageWriter writer = new MessageWriter(codec);
    private Uint8Array lastReply;
    private boolean isInTransaction;
    private boolean isDead;

    Backend(PgliteHandle handle) {
        this.handle = handle;
    }

    /** Begins an exchange. */
    MessageWriter write() {
        return writer.clear();
    }

    /** Sends what was written. Throws {@link EngineDeath} unless the engine came to the end of it. */
    Reply exchange() {
        try {
            lastReply = handle.exec(view(Int8Array.fromJavaArray(writer.bytes()), writer.length()));
        } catch (RuntimeException thrown) {
            throw death(JsErrors.message(thrown));
        }
        Reply reply = Reply.read(bytes(lastReply).toJavaArray(), ChangeCapture.CHANNEL);
        if (!reply.isComplete()) {
            throw death("it ended without an answer");
        }
        isInTransaction = reply.isInTransaction();
        return reply;
    }

    /** Runs a script and makes sure that no transaction of it stays open. */
    Reply runOwn(String script) {
        write().query(script).query("rollback");
        return exchange();
    }

    /** All of the last reply, as it came. */
    Uint8Array lastReply() {
        return lastReply;
    }

    /** A part of the last reply, in a buffer of its own. */
    Uint8Array partOfLastReply(int from, int to) {
        return slice(lastReply, from, to);
    }

    ErrorFields error(Reply reply) {
        return reply.error(codec);
    }

    /** Whether a transaction is open, a failed one included. */
    boolean isInTransaction() {
        return isInTransaction;
    }

    /** Whether the engine has stopped. */
    boolean isDead() {
        return isDead;
    }

    private EngineDeath death(String how) {
        isDead = true;
        return new EngineDeath("PGlite stopped working: " + how);
    }

    @JSBody(
            params = {"bytes", "length"},
            script = "return new Uint8Array(bytes.buffer, bytes.byteOffset, length);")
    private static native Uint8Array view(Int8Array bytes, int length);

    @JSBody(params = "bytes", script = "return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);")
    private static native Int8Array bytes(Uint8Array bytes);

    @JSBody(
            params = {"bytes", "from", "to"},
            script = "return bytes.slice(from, to);")
    private static native Uint8Array slice(Uint8Array bytes, int from, int to);
}
