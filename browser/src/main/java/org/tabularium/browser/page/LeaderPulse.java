package org.tabularium.browser.page;

import org.tabularium.base.Failure;
import org.tabularium.browser.js.Callback;
import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Ports;
import org.tabularium.browser.js.WebLocks;
import org.tabularium.browser.link.Control;
import org.tabularium.browser.link.Names;
import org.tabularium.browser.link.Packet;
import org.tabularium.browser.link.PlainFailure;

/**
 * Asks the holder of the store's lock for a sign of life, and gives it where this tab's worker is the holder.
 *
 * <p>A worker inside WebAssembly cannot answer, so its page answers for it: with what the lock manager says, because a
 * sign of life of a worker that has lost the lock, or is gone, would keep all others from leading. The channel is opened
 * only by who has something to ask or to answer for.
 */
final class LeaderPulse {
    /** What is heard. */
    interface Events {
        /** The holder lives. */
        void answered();

        /** Somebody waits for the holder, which is this tab's worker. */
        void asked();

        /** The engine had to be stopped while it ran this tab's request. */
        void stopped(int number, Failure failure);
    }

    private final String path;
    private final String session;
    private final Events events;
    private Port channel;
    private boolean isHolder;

    LeaderPulse(String path, String session, Events events) {
        this.path = path;
        this.session = session;
        this.events = events;
    }

    /** This tab's worker has the lock from now on, or no longer. */
    void holds(boolean isHeld) {
        isHolder = isHeld;
        if (isHeld) {
            open();
        }
    }

    /** Asks. Where this tab's own worker is the holder, its page is the answer. */
    void probe() {
        if (isHolder) {
            answer(events::answered);
            return;
        }
        open();
        channel.postMessage(Control.bare("probe"));
    }

    private void tellAlive() {
        if (channel != null) {
            channel.postMessage(Control.bare("alive"));
        }
    }

    private void answer(Callback alive) {
        events.asked();
        WebLocks.ifHeldTogether(Names.storeLock(path), Names.workerLock(session), alive);
    }

    /** Tells the tab whose request it was that its engine had to be stopped. */
    void tellStopped(String owner, int number, Failure failure) {
        if (owner.equals(session)) {
            events.stopped(number, failure);
        } else {
            open();
            channel.postMessage(Control.stopped(owner, number, PlainFailure.of(failure)));
        }
    }

    void close() {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private void open() {
        if (channel == null) {
            channel = Ports.broadcast(Names.pulse(path));
            Ports.listen(channel, data -> heard((Packet) data));
        }
    }

    private void heard(Packet packet) {
        switch (packet.getType()) {
            case "probe" -> {
                if (isHolder) {
                    answer(this::tellAlive);
                }
            }
            case "alive" -> events.answered();
            case "stopped" -> {
                if (packet.getSession().equals(session)) {
                    events.stopped(packet.getNumber(), PlainFailure.toFailure(packet.getFailure()));
                }
            }
            default -> {
                // A newer build may say what this one does not know.
            }
        }
    }
}
