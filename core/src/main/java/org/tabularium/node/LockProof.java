package org.tabularium.node;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides whether a leader may still speak for the store.
 *
 * <p>A leader that slept may have been deposed and cannot notice. So it acts only on a proof, younger than half the time
 * after which it would be deposed, that the lock is still its own; without one, what happens to it waits until it has
 * asked. Its clock runs on while it sleeps.
 */
final class LockProof {
    private final double validMs;
    private final List<LeaderInput> held = new ArrayList<>();
    private boolean hasLock;
    private boolean isAsked;
    private double provenAtMs;
    private double askedAtMs;

    /** Proofs for a leader that is deposed after being silent for {@code leaderTimeoutMs}. */
    LockProof(int leaderTimeoutMs) {
        validMs = leaderTimeoutMs / 2.0;
    }

    /** The lock is ours, or was: this node may have slept since, so that has to be asked. */
    void expired() {
        hasLock = true;
        provenAtMs = Double.NEGATIVE_INFINITY;
    }

    void released() {
        hasLock = false;
        isAsked = false;
    }

    /** Whether nothing may be done before the lock is proven again. */
    boolean isTooOld(double nowMs) {
        return hasLock && (isAsked || nowMs - provenAtMs > validMs);
    }

    /** Keeps an input until then; true where the proof has yet to be asked for. */
    boolean hold(LeaderInput input, double nowMs) {
        held.add(input);
        boolean isFirst = !isAsked;
        if (isFirst) {
            isAsked = true;
            askedAtMs = nowMs;
        }
        return isFirst;
    }

    /** Whether the proof that was asked for came too late to be one: this node slept before it heard of it. */
    boolean isOutdated(double nowMs) {
        return nowMs - askedAtMs > validMs;
    }

    /** The proof is asked for once more. */
    void askedAgain(double nowMs) {
        askedAtMs = nowMs;
    }

    /** The lock is ours, and was at some moment since it was asked for: what has happened meanwhile. */
    List<LeaderInput> proven() {
        isAsked = false;
        provenAtMs = askedAtMs;
        List<LeaderInput> all = new ArrayList<>(held);
        held.clear();
        return all;
    }
}
