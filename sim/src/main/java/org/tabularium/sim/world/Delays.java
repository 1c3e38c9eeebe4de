package org.tabularium.sim.world;

import org.tabularium.base.Prng;

/**
 * How long things take at most, in milliseconds.
 *
 * @param messageMs a message
 * @param lockMs the grant of a free lock, and the freeing of a dead holder's
 * @param openMs opening the engine
 * @param executeMs one call of the engine
 * @param flushMs one flush
 */
public record Delays(int messageMs, int lockMs, int openMs, int executeMs, int flushMs) {
    /** The delays of scenarios, small enough to count by hand. */
    public static final Delays SCENARIO = new Delays(1, 1, 10, 1, 5);

    /** As scripts write them. */
    public String text() {
        return messageMs + " " + lockMs + ' ' + openMs + ' ' + executeMs + ' ' + flushMs;
    }

    /** Delays drawn by chance, so that every seed has another balance between them. */
    public static Delays drawn(Prng prng) {
        return new Delays(
                1 + prng.below(30), 1 + prng.below(60), 1 + prng.below(200), 1 + prng.below(10), 1 + prng.below(60));
    }
}
