package org.tabularium.browser.worker;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Ports;
import org.tabularium.browser.js.Web;
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
 * <p>While it is held, this worker answers whoever asks its holder for a sign of life. A lock is taken only under
 * another lock, and after its holder has been asked once more: so a tab that is slow to notice that somebody else has
 * taken it does not take it from them.
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
    /**
     * How long the holder is given to answer before its lock is taken: as long as a leader acts on a proof of its lock,
     * so that none is left to it when that happens.
     */
    private final double lastWordMs;

    private final Events events;
    private WebLock lock;
    /** The place in the queue, while the lock is being taken past it. */
    private WebLock queued;

    private WebLock stealing;
    private Port pulse;
    private boolean isHeld;

    StoreLock(String path, String session, int leaderTimeoutMs, Events events) {
        this.lastWordMs = leaderTimeoutMs / 2.0;
        this.path = path;
        this.session = session;
        this.events = events;
    }

    /** Queues for the lock. */
    void request() {
        lock = WebLocks.exclusive(Names.storeLock(path), () -> hold(false), refused -> lost());
    }

    /** Takes the lock from a holder who gives no sign of life. */
    void steal() {
        if (stealing != null || isHeld) {
            return;
        }
        stealing = WebLocks.exclusive(Names.stealLock(path), this::askOnceMore, refused -> stealing = null);
    }

    private void askOnceMore() {
        boolean[] isAlive = new boolean[1];
        Port asking = Ports.broadcast(Names.pulse(path));
        Ports.listen(
                asking, (data, none) -> isAlive[0] |= ((Packet) data).getType().equals("alive"));
        asking.postMessage(Control.bare("probe"));
        Web.after(lastWordMs, () -> {
            asking.close();
            if (isAlive[0] || isHeld || stealing == null) {
                endStealing();
            } else {
                take();
            }
        });
    }

    private void take() {
        queued = lock;
        lock = WebLocks.steal(
                Names.storeLock(path),
                () -> {
                    leaveQueue();
                    hold(true);
                    endStealing();
                },
                refused -> lost());
    }

    private void leaveQueue() {
        if (queued != null) {
            queued.release();
            queued = null;
        }
    }

    private void endStealing() {
        if (stealing != null) {
            stealing.release();
            stealing = null;
        }
    }

    private void hold(boolean isStolen) {
        isHeld = true;
        pulse = Ports.broadcast(Names.pulse(path));
        Ports.listen(pulse, (data, none) -> {
            if (((Packet) data).getType().equals("probe")) {
                pulse.postMessage(Control.bare("alive"));
            }
        });
        events.granted(isStolen);
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
        isStillHeld()
                .then(
                        answer -> {
                            if (answer.booleanValue()) {
                                events.proven();
                            } else {
                                events.stolen();
                            }
                            return null;
                        },
                        error -> {
                            events.stolen();
                            return null;
                        });
    }

    /** Lets go of the lock, or leaves its queue. */
    void release() {
        isHeld = false;
        endStealing();
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
