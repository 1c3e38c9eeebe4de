package org.tabularium.browser.pglite;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.js.JsBytes;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.sql.Changes;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;

/** Reads what the journal keeps. */
final class KeptReplies {
    private static final String NO_PIECES = "0";

    private final Backend backend;

    KeptReplies(Backend backend) {
        this.backend = backend;
    }

    /** Answers a request from the journal. */
    Execution recall(Note note) throws Refused {
        KeptReply kept = find(note, Entry.DONE);
        if (kept == null) {
            throw new Refused(Failure.of(
                    ErrorCode.PROTOCOL_ERROR,
                    "The journal does not hold the answer to this request.",
                    Outcome.UNKNOWN));
        }
        Execution execution = Execution.done(JsBytes.payload(kept.bytes()), false, false, Changes.NONE);
        return kept.isAbridged() ? abridged(execution) : execution;
    }

    /** What is kept of a request that has come so far; null where that is nothing. */
    KeptReply find(Note note, int progress) throws Refused {
        Reply reply = backend.runOwn(JournalSchema.find(note, progress));
        if (reply.hasFailed()) {
            throw new Refused(SqlFailures.of(backend.error(reply), null, Outcome.UNKNOWN));
        }
        if (reply.lastRowText(2).equals(NO_PIECES)) {
            return null;
        }
        return new KeptReply(bytesOf(reply.lastRowText(0)), reply.lastRowText(1).equals("t"));
    }

    /** The same, but for what its result lacks. */
    static Execution abridged(Execution execution) {
        return new Execution(
                execution.failure(),
                execution.result(),
                true,
                execution.isInTransaction(),
                execution.hasWritten(),
                execution.changes(),
                execution.readSet());
    }

    private static byte[] bytesOf(String hexadecimal) {
        byte[] bytes = new byte[hexadecimal.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = Character.digit(hexadecimal.charAt(2 * i), 16);
            int low = Character.digit(hexadecimal.charAt(2 * i + 1), 16);
            bytes[i] = (byte) (high << 4 | low);
        }
        return bytes;
    }
}
