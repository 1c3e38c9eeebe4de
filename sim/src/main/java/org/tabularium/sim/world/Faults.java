package org.tabularium.sim.world;

import org.tabularium.base.Prng;

/**
 * What goes wrong, in percent.
 *
 * @param crashPercent of what befalls tabs: a tab crashes
 * @param closePercent of what befalls tabs: a tab is closed
 * @param handOverPercent of what befalls tabs: a leader is asked to hand leadership on
 * @param hidePercent of what befalls tabs: a tab is put away for a while, as the back/forward cache does
 * @param workerDeathPercent of what befalls tabs: only the tab's worker dies
 * @param brokerDeathPercent of what befalls tabs: only the broker dies
 * @param openFailurePercent of openings: the engine does not open
 * @param engineDeathPercent of engine calls: the engine dies
 * @param flushFailurePercent of flushes: the store cannot be written
 */
public record Faults(
        int crashPercent,
        int closePercent,
        int handOverPercent,
        int hidePercent,
        int workerDeathPercent,
        int brokerDeathPercent,
        int openFailurePercent,
        int engineDeathPercent,
        int flushFailurePercent) {
    /** All goes well. */
    public static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Leaders go, but each of them in good order. */
    public static final Faults ORDERLY = new Faults(0, 30, 30, 0, 0, 10, 0, 0, 0);

    /** Faults drawn by chance; each kind is absent from some seeds, so that it cannot hide another. */
    public static Faults drawn(Prng prng) {
        return new Faults(
                drawn(prng, 40),
                drawn(prng, 30),
                drawn(prng, 20),
                drawn(prng, 20),
                drawn(prng, 15),
                drawn(prng, 15),
                drawn(prng, 20),
                drawn(prng, 2),
                drawn(prng, 20));
    }

    private static int drawn(Prng prng, int most) {
        return prng.chance(40) ? 0 : prng.below(most + 1);
    }

    /** The same, but for what an engine does. */
    public Faults withEngine(int openFailure, int engineDeath, int flushFailure) {
        return new Faults(
                crashPercent,
                closePercent,
                handOverPercent,
                hidePercent,
                workerDeathPercent,
                brokerDeathPercent,
                openFailure,
                engineDeath,
                flushFailure);
    }

    /** Whether nothing is lost that was acknowledged at any level. */
    public boolean areOrderly() {
        int disorder = crashPercent + hidePercent + workerDeathPercent;
        return disorder + openFailurePercent + engineDeathPercent + flushFailurePercent == 0;
    }
}
