package org.tabularium.browser.page;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Ports;
import org.tabularium.browser.js.Web;
import org.tabularium.browser.link.Packet;

/**
 * Stops an engine that runs one statement for too long.
 *
 * <p>A statement cannot be cancelled while it runs, only its worker can be ended. So when somebody waits, the worker is
 * asked for a word; if it has none for as long as a statement may run, the request it named last is the one.
 */
final class StatementLimit {
    /** What has to be done. */
    interface Events {
        /** Ask the worker for a word. */
        void ping();

        /**
         * The worker has been running this request for too long, and is to be ended; that is the request's end. The
         * session is null where it is nobody's request.
         */
        void exceeded(String session, int number, Failure failure);
    }

    private static final double READING_MS = 50;

    private final int maxStatementMs;
    private final Events events;
    private Port running;
    private Packet last;
    private int ping;
    private boolean isPinged;

    /** A limit; 0 is none. */
    StatementLimit(int maxStatementMs, Events events) {
        this.maxStatementMs = maxStatementMs;
        this.events = events;
    }

    /** The port on which the worker names what it runs. */
    void namesOn(Port port) {
        if (running != null) {
            running.close();
        }
        running = port;
        last = null;
    }

    /** Looks whether the worker still speaks. */
    void check() {
        if (isPinged || maxStatementMs == 0) {
            return;
        }
        isPinged = true;
        ping++;
        int mine = ping;
        events.ping();
        Web.after(maxStatementMs, () -> {
            if (isPinged && mine == ping) {
                read(mine);
            }
        });
    }

    /** The worker has spoken. */
    void spoken() {
        isPinged = false;
    }

    /** The worker is gone. */
    void reset() {
        ping++;
        isPinged = false;
        namesOn(null);
    }

    /** Reads the names of all requests that were run; the last is the one that runs. */
    private void read(int mine) {
        if (running == null) {
            return;
        }
        Ports.listen(running, data -> last = (Packet) data);
        Web.after(READING_MS, () -> {
            if (isPinged && mine == ping && last != null) {
                events.exceeded(last.getSession(), last.getNumber(), tooLong());
            }
        });
    }

    private Failure tooLong() {
        return Failure.of(
                ErrorCode.STATEMENT_TIMEOUT,
                "The statement ran for longer than maxStatementMs, " + maxStatementMs
                        + " ms; its engine was stopped, and it has no effect.",
                Outcome.ROLLED_BACK);
    }
}
