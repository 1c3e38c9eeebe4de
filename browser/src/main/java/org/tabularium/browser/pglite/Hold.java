package org.tabularium.browser.pglite;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.tabularium.browser.js.JsBytes;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.browser.pglite.wire.ReplyBuilder;
import org.tabularium.sql.Changes;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;

/**
 * The engine's session while one caller has it for itself, who sends messages of the PostgreSQL protocol as they are.
 *
 * <p>To the scheduler it is a transaction: nobody else's calls come in between. But what is run commits by itself, and
 * nobody looked at what it was; so afterwards anything may have been changed, and everything is forgotten.
 */
final class Hold {
    private static final KeptReply ENDED =
            KeptReply.of(new ReplyBuilder().addTag("COMMIT").toBytes());

    private final Backend backend;
    private final LogWriter log;
    private final Channels channels;
    private final Journal journal;
    private final Aftermath aftermath;
    private final Set<String> notified = new LinkedHashSet<>();

    Hold(Backend backend, LogWriter log, Channels channels, Journal journal, Aftermath aftermath) {
        this.backend = backend;
        this.log = log;
        this.channels = channels;
        this.journal = journal;
        this.aftermath = aftermath;
    }

    Execution begin() {
        log.write();
        backend.hold();
        return Execution.done(null, true, false, Changes.NONE);
    }

    /** Sends messages; the result is what the engine answers, errors included. */
    Execution send(Statement messages) {
        Reply reply = backend.exchangeRaw(messages.protocol());
        notified.addAll(channels.take(reply));
        return Execution.done(JsBytes.payload(backend.lastReply()), true, false, Changes.NONE);
    }

    /**
     * Ends it, and rolls back what was left open. {@code note} is where the journal says that all of it is committed, or
     * null where nobody waits for that.
     */
    Execution end(Note note) {
        backend.letGo();
        backend.write().sync().query("rollback");
        notified.addAll(channels.take(backend.exchange()));
        aftermath.forgetAll();
        if (note != null) {
            journal.put(note, Entry.DONE, ENDED);
        }
        List<String> touched = new ArrayList<>(notified);
        notified.clear();
        return Execution.done(null, false, true, new Changes(true, touched));
    }
}
