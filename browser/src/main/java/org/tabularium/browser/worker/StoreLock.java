package org.tabularium.browser.worker;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Ports;
import org.tabularium.browser.js.WebLock;
import org.tabularium.browser.js.WebLocks;
import org.tabularium.browser.link.Control;
import org.tabularium.browser.link.Names;
import org.tabularium.browser.link.Packet;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSPromise;

/**
 * The lock of the storage path, as one worker queues for it, holds it and takes it.
 *
 * <p>While it is held, this worker answers whoever asks its holder for a sign of life. It is taken only at the end of a
 * {@link TakeOver}.
 */
final class StoreLock {
    /** What becomes of the lock. */
    interface Events {
        /** It is ours. */
        void granted(boolean isStolen);

        /** It cannot be had. */
        void refused(Failure failure);

        /** It was taken from us. */
        void stolen();

        /** It is still ours, as was asked. */
        void proven();
    }

    private final String path;
    private final String session;
    private final TakeOver takeOver;
    private final Events events;
    private WebLock lock;
    /** The place in the queue, while the lock is being taken past it. */
    private WebLock queued;

    private Port pulse;
    private boolean isHeld;

    StoreLock(String path, String session, int leaderTimeoutMs, Events events) {
        this.path = path;
        this.session = session;
        this.takeOver = new TakeOver(path, session, leaderTimeoutMs, this::take);
        this.events = events;
    }

    /** Queues for the lock. */
    void request() {
        lock = WebLocks.exclusive(Names.storeLock(path), () -> hold(false), refused -> lost());
    }

    /** Takes the lock from a holder who gives no sign of life. */
    void steal() {
        if (!isHeld) {
            takeOver.begin();
        }
    }

    private void take() {
        if (isHeld) {
            takeOver.end();
            return;
        }
        queued = lock;
        lock = WebLocks.steal(
                Names.storeLock(path),
                () -> {
                    leaveQueue();
                    hold(true);
                    takeOver.end();
                },
                refused -> lost());
    }

    private void leaveQueue() {
        if (queued != null) {
            queued.release();
            queued = null;
        }
    }

    private void hold(boolean isStolen) {
        isHeld = true;
        pulse = Ports.broadcast(Names.pulse(path));
        Ports.listen(pulse, data -> {
            if (((Packet) data).getType().equals("probe")) {
                WebLocks.ifHeldTogether(Names.storeLock(path), Names.workerLock(session), this::tellAlive);
            }
        });
        events.granted(isStolen);
    }

    private void tellAlive() {
        if (pulse != null) {
            pulse.postMessage(Control.bare("alive"));
        }
    }

    private void lost() {
        if (isHeld) {
            isHeld = false;
            silence();
            events.stolen();
        } else {
            events.refused(Failure.of(
                    ErrorCode.ENVIRONMENT_UNSUPPORTED,
                    "The browser refused the lock of the store; Web Locks need a secure context and an origin.",
                    Outcome.NOT_RUN));
        }
    }

    /** Whether the lock is ours now. A worker holds a lock of its own for life, by which the browser knows it. */
    JSPromise<JSBoolean> isStillHeld() {
        return WebLocks.areHeldTogether(Names.storeLock(path), Names.workerLock(session));
    }

    /** Finds out whether the lock is still ours. */
    void prove() {
        whether(events::proven, events::stolen);
    }

    /** Calls back unless the lock is ours by now. */
    void unlessHeld(Runnable then) {
        whether(() -> {}, then);
    }

    /** Where the browser does not tell, the lock is not ours. */
    private void whether(Runnable held, Runnable notHeld) {
        isStillHeld()
                .then(
                        answer -> {
                            (answer.booleanValue() ? held : notHeld).run();
                            return null;
                        },
                        error -> {
                            notHeld.run();
                            return null;
                        });
    }

    /** Lets go of the lock, or leaves its queue. */
    void release() {
        isHeld = false;
        takeOver.end();
        leaveQueue();
        silence();
        if (lock != null) {
            lock.release();
            lock = null;
        }
    }

    private void silence() {
        if (pulse != null) {
            pulse.close();
            pulse = null;
        }
    }
}
