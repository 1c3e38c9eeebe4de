package org.tabularium.sim.tab;

import org.tabularium.sim.world.SimLocks;
import org.tabularium.sim.world.SimProcess;

/**
 * The lock of the store, as one worker queues for it, holds it, proves it and takes it.
 *
 * <p>It is taken only under another lock, and after its holder has been asked once more for a sign of life.
 */
final class SimStoreLock {
    /** How long another thief is waited for, in milliseconds. */
    private static final int PATIENCE_MS = 500;

    private static final String STEAL_LOCK = "steal";

    /** What becomes of the lock. */
    interface Events {
        /** It is ours. */
        void granted(boolean isStolen);

        /** It was taken from us. */
        void stolen();

        /** It is still ours, as was asked. */
        void proven();
    }

    private final SimOrigin origin;
    private final SimProcess process;
    private final String tab;
    private final String label;
    private final Events events;
    private SimLocks.Claim claim;
    private SimLocks.Claim stealing;

    SimStoreLock(SimOrigin origin, SimProcess process, String tab, Events events) {
        this.origin = origin;
        this.process = process;
        this.tab = tab;
        this.label = process.name();
        this.events = events;
    }

    /** The claim that is held or waits. */
    SimLocks.Claim claim() {
        return claim;
    }

    void request() {
        claim = origin.locks().request(SimOrigin.STORE_LOCK, process, () -> events.granted(false), events::stolen);
    }

    void steal() {
        if (stealing != null || claim.isHeld()) {
            return;
        }
        tell(TakeOver.MEANT);
        SimLocks.Claim mine = origin.locks().request(STEAL_LOCK, process, this::askOnceMore, this::stoppedStealing);
        stealing = mine;
        // Whoever steals may be frozen in the middle of it.
        origin.world().after(PATIENCE_MS, process, () -> {
            if (stealing == mine && !mine.isHeld()) {
                mine.release();
                stealing = origin.locks().steal(STEAL_LOCK, process, this::askOnceMore, this::stoppedStealing);
            }
        });
    }

    /**
     * The holder may be another than the one that was silent. Before its lock is taken, every proof it could have that
     * the lock is its own has to be out of date.
     */
    private void askOnceMore() {
        int patienceMs = origin.leaderTimeoutMs() / 2 + 2 * origin.delays().messageMs();
        int askedAtMs = process.nowMs();
        boolean[] isAlive = new boolean[1];
        origin.askHolder(process, () -> isAlive[0] = true);
        tell(TakeOver.ASKED);
        origin.world().after(patienceMs, process, () -> {
            boolean hasSlept = process.nowMs() - askedAtMs > 2 * patienceMs;
            if (!isAlive[0] && !hasSlept && stealing != null && !claim.isHeld()) {
                take();
            } else {
                endStealing();
            }
        });
    }

    private void take() {
        origin.note(label, "STEALS THE LOCK");
        SimLocks.Claim queued = claim;
        claim = origin.locks()
                .steal(
                        SimOrigin.STORE_LOCK,
                        process,
                        () -> {
                            endStealing();
                            events.granted(true);
                        },
                        events::stolen);
        queued.release();
        tell(TakeOver.TAKEN);
    }

    private void tell(TakeOver step) {
        origin.tell(watcher -> watcher.takes(tab, step));
    }

    private void stoppedStealing() {
        stealing = null;
    }

    private void endStealing() {
        if (stealing != null) {
            stealing.release();
            stealing = null;
        }
    }

    /** Asks the lock manager; what it says was true at some moment in between. */
    void prove() {
        int longestMs = origin.delays().messageMs();
        SimLocks.Claim asked = claim;
        origin.world().after(process.upTo(longestMs), origin.world().platform(), () -> {
            boolean isHeld = asked.isHeld();
            origin.world().after(process.upTo(longestMs), process, isHeld ? events::proven : events::stolen);
        });
    }

    void release() {
        endStealing();
        if (claim != null) {
            claim.release();
        }
    }
}
