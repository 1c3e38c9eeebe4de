package org.tabularium.browser.pglite;

import java.util.Arrays;
import org.tabularium.browser.engine.EngineDeath;
import org.tabularium.browser.js.JsErrors;
import org.tabularium.browser.pglite.wire.ErrorFields;
import org.tabularium.browser.pglite.wire.MessageWalker;
import org.tabularium.browser.pglite.wire.MessageWriter;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.browser.pglite.wire.TextCodec;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Int8Array;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * Exchanges messages with PGlite: what was written to {@link #write} goes out, one reply comes back, synchronously.
 *
 * <p>A group of messages that ends with Flush instead of Sync leaves the transaction of its statements open, so that
 * what they answered can be written down in it by the messages that follow.
 */
final class Backend {
    private static final int[] NO_TYPES = {};
    /** Holds for the transaction it is in, like any setting of this name. */
    private static final String BE_READ_ONLY = "set transaction_read_only = on";

    /** After how many reads in a row more are expected. */
    private static final int ENOUGH_READS = 3;

    private static final String STAY_READ_ONLY = "set default_transaction_read_only = on";
    private static final String STAY_NO_LONGER = "reset default_transaction_read_only";

    private final PgliteHandle handle;
    private final TextCodec codec = new JsText();
    private final MessageWriter writer = new MessageWriter(codec);
    private final LogLook logLook = new LogLook();
    private byte[] lastReply;
    private boolean isInTransaction;
    private boolean isInFailedTransaction;
    private boolean isHeld;
    private boolean mayHaveUnwrittenLog = true;
    private boolean mayHaveNewSettings;
    /** Whether every transaction begins as one that cannot write. */
    private boolean staysReadOnly;

    private int readsInARow;
    private boolean hasOwnBeforeRead;
    private boolean isDead;

    Backend(PgliteHandle handle) {
        this.handle = handle;
    }

    /** Begins an exchange. */
    MessageWriter write() {
        readsInARow = 0;
        if (staysReadOnly) {
            staysReadOnly = false;
            runSetting(STAY_NO_LONGER);
        }
        return writer.clear();
    }

    /**
     * Begins an exchange outside of any transaction in which nothing can be written; {@link #exchangeRead} must follow.
     *
     * @param mayStay whether the session may be left so where reads follow each other, which saves a statement with each;
     *     never with an engine that the application uses too
     */
    MessageWriter writeRead(boolean mayStay) {
        if (!staysReadOnly && readsInARow >= ENOUGH_READS && mayStay && !handle.isOwnEngine()) {
            staysReadOnly = true;
            runSetting(STAY_READ_ONLY);
        }
        readsInARow++;
        hasOwnBeforeRead = !staysReadOnly;
        writer.clear();
        if (hasOwnBeforeRead) {
            writer.parse(BE_READ_ONLY, NO_TYPES).beginBind(0).endBind().execute();
        }
        return writer;
    }

    /** Changes a setting that no tab is told of. */
    private void runSetting(String sql) {
        boolean mightBefore = mayHaveNewSettings;
        writer.clear().query(sql);
        send();
        complete(Reply.read(lastReply, ChangeCapture.CHANNEL));
        mayHaveNewSettings = mightBefore;
    }

    /** Sends what was written. Throws {@link EngineDeath} unless the engine came to the end of it. */
    Reply exchange() {
        send();
        return mayHaveCommitted(complete(Reply.read(lastReply, ChangeCapture.CHANNEL)));
    }

    /** Sends a read that was written. */
    Reply exchangeRead() {
        send();
        if (hasOwnBeforeRead) {
            leaveOutFirstAnswer();
        }
        return complete(Reply.read(lastReply, ChangeCapture.CHANNEL));
    }

    /**
     * Sends what was written, which ends with Flush. {@link #exchangeRest} must follow.
     *
     * @param isAfterOwn whether the first statement is of this library's own, to be left out of the reply
     */
    Reply exchangePart(boolean isAfterOwn) {
        try {
            lastReply = bytes(handle.execPart(written())).toJavaArray();
        } catch (RuntimeException thrown) {
            throw death(JsErrors.message(thrown));
        }
        if (isAfterOwn) {
            leaveOutFirstAnswer();
        }
        Reply reply = Reply.read(lastReply, ChangeCapture.CHANNEL);
        if (!reply.hasAnswered()) {
            throw death("it ended without an answer");
        }
        mayHaveNewSettings |= reply.mayHaveChangedSettings();
        return reply;
    }

    /** Sends what was written, which belongs to the same matter as what was sent before, and adds its reply. */
    Reply exchangeRest(Reply before) {
        send();
        return mayHaveCommitted(complete(before.goOn(lastReply)));
    }

    /**
     * Sends what was written, with which a transaction ends, and finds out whether that has written PostgreSQL's log.
     *
     * @param before the reply to what was sent before in the same matter, or null
     */
    Reply exchangeEnd(Reply before) {
        logLook.write(writer);
        send();
        lastReply = logLook.take(lastReply);
        Reply reply = before == null ? Reply.read(lastReply, ChangeCapture.CHANNEL) : before.goOn(lastReply);
        mayHaveCommitted(complete(reply));
        if (logLook.isWritten()) {
            mayHaveUnwrittenLog = false;
        }
        return reply;
    }

    /** From now on only what is sent as it is may come, until the session is let go of. */
    void hold() {
        isHeld = true;
    }

    void letGo() {
        isHeld = false;
    }

    /** Whether a group of somebody else's messages may be open, which a message of ours would end or be lost in. */
    boolean isHeld() {
        return isHeld;
    }

    /**
     * Sends messages that somebody else has written, and that need not end a group. What they commit is not waited for
     * by anybody before the session is let go of.
     */
    Reply exchangeRaw(JSObject messages) {
        write();
        try {
            lastReply = bytes(handle.execRaw(messages)).toJavaArray();
        } catch (RuntimeException thrown) {
            throw death(JsErrors.message(thrown));
        }
        Reply reply = Reply.read(lastReply, ChangeCapture.CHANNEL);
        if (reply.isComplete()) {
            complete(reply);
        }
        return reply;
    }

    private Reply mayHaveCommitted(Reply reply) {
        mayHaveUnwrittenLog |= !isInTransaction;
        return reply;
    }

    private void send() {
        try {
            lastReply = bytes(handle.exec(written())).toJavaArray();
        } catch (RuntimeException thrown) {
            throw death(JsErrors.message(thrown));
        }
    }

    private Reply complete(Reply reply) {
        if (!reply.isComplete()) {
            throw death("it ended without an answer");
        }
        isInTransaction = reply.isInTransaction();
        isInFailedTransaction = reply.isInFailedTransaction();
        mayHaveNewSettings |= reply.mayHaveChangedSettings();
        return reply;
    }

    private void leaveOutFirstAnswer() {
        MessageWalker walker = new MessageWalker(lastReply);
        while (walker.next() && walker.type() != 'E') {
            if (walker.type() == 'C') {
                lastReply = Arrays.copyOfRange(lastReply, walker.end(), lastReply.length);
                return;
            }
        }
    }

    /** Runs a script of this library's own, which sets nothing for good, and leaves no transaction of it open. */
    Reply runOwn(String script) {
        boolean mightBefore = mayHaveNewSettings;
        write().query(script).query("rollback");
        Reply reply = exchange();
        mayHaveNewSettings = mightBefore;
        return reply;
    }

    /** What came last, in a buffer that nobody else has. */
    byte[] lastReply() {
        return lastReply;
    }

    ErrorFields error(Reply reply) {
        return reply.error(codec);
    }

    /** Whether a transaction is open, a failed one included. */
    boolean isInTransaction() {
        return isInTransaction;
    }

    /** Whether a transaction is open in which nothing can be done any more. */
    boolean isInFailedTransaction() {
        return isInFailedTransaction;
    }

    /** Whether something may have been committed since PostgreSQL's log was written. */
    boolean mayHaveUnwrittenLog() {
        return mayHaveUnwrittenLog;
    }

    void logIsWritten() {
        mayHaveUnwrittenLog = false;
    }

    /** Settings may have changed in a way that no reply has told. */
    void settingsMayHaveChanged() {
        mayHaveNewSettings = true;
    }

    /** Whether a setting may have changed since this was asked last. */
    boolean takeMayHaveNewSettings() {
        boolean is = mayHaveNewSettings;
        mayHaveNewSettings = false;
        return is;
    }

    /** Whether the engine has stopped. */
    boolean isDead() {
        return isDead;
    }

    private EngineDeath death(String how) {
        isDead = true;
        return new EngineDeath("PGlite stopped working: " + how);
    }

    private Uint8Array written() {
        return view(Int8Array.fromJavaArray(writer.bytes()), writer.length());
    }

    @JSBody(
            params = {"bytes", "length"},
            script = "return new Uint8Array(bytes.buffer, bytes.byteOffset, length);")
    private static native Uint8Array view(Int8Array bytes, int length);

    @JSBody(params = "bytes", script = "return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);")
    private static native Int8Array bytes(Uint8Array bytes);
}
