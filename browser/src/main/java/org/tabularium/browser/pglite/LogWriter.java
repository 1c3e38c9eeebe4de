package org.tabularium.browser.pglite;

import org.tabularium.browser.engine.EngineDeath;
import org.tabularium.browser.pglite.wire.Reply;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSString;

/**
 * Flushes the store, with PostgreSQL's log of everything committed in it.
 *
 * <p>With {@code synchronous_commit} on a commit has written the log, unless something puts that off. With it off a
 * commit stays in PostgreSQL's memory, and the log is written once for all that a flush serves. So it is for a store
 * whose files would be written by each commit.
 *
 * @see <a href="https://www.postgresql.org/docs/current/wal-async-commit.html">Asynchronous Commit</a>
 */
final class LogWriter {
    /** Writes the log up to a message of its own, which nobody reads. */
    private static final String WRITE =
            "select pg_catalog.pg_logical_emit_message(false, 'tabularium', ''::pg_catalog.text, true)";

    private final PgliteHandle handle;
    private final Backend backend;

    LogWriter(PgliteHandle handle, Backend backend) {
        this.handle = handle;
        this.backend = backend;
    }

    /**
     * Writes the log unless nothing can have been committed since it was. Inside a transaction or a hold it cannot be
     * written, so this is to be called before one begins that stays open.
     */
    void write() {
        if (!backend.mayHaveUnwrittenLog() || backend.isInTransaction() || backend.isHeld()) {
            return;
        }
        backend.write().query(WRITE);
        Reply reply = backend.exchange();
        if (!reply.hasFailed()) {
            backend.logIsWritten();
        }
    }

    /** Makes everything committed so far outlive what the level says. Throws {@link EngineDeath} where it cannot. */
    JSPromise<JSObject> flush(String level) {
        write();
        if (backend.mayHaveUnwrittenLog()) {
            return JSPromise.reject(JSString.valueOf("PostgreSQL's log cannot be written now."));
        }
        return handle.flush(level);
    }
}
