package org.tabularium.sim.world;

import org.tabularium.base.Prng;

/** How often each {@link Fault} happens, in percent of what it is a part of. */
public final class Faults {
    /** All goes well. */
    public static final Faults NONE = new Faults(new int[Fault.values().length]);

    /** Leaders go, but each of them in good order. */
    public static final Faults ORDERLY =
            NONE.with(Fault.CLOSE, 30).with(Fault.HAND_OVER, 30).with(Fault.BROKER_DEATH, 10);

    private final int[] percents;

    private Faults(int[] percents) {
        this.percents = percents;
    }

    /**
     * Faults drawn by chance; each kind is absent from some seeds, so that it cannot hide another. Torn flushes hide none,
     * since a store recovers from them by itself; an engine that dies does so in flushes too.
     */
    public static Faults drawn(Prng prng) {
        int[] percents = new int[Fault.values().length];
        for (Fault fault : Fault.values()) {
            if (isDrawn(fault)) {
                percents[fault.ordinal()] = prng.chance(40) ? 0 : prng.below(fault.mostPercent() + 1);
            }
        }
        return new Faults(percents)
                .with(Fault.TORN_FLUSH, Fault.TORN_FLUSH.mostPercent())
                .with(Fault.FLUSH_DEATH, percents[Fault.ENGINE_DEATH.ordinal()]);
    }

    private static boolean isDrawn(Fault fault) {
        return switch (fault) {
            case TORN_FLUSH, FLUSH_DEATH, BUSY_FILES, STATEMENT_FULL, JOURNAL_DEATH -> false;
            default -> true;
        };
    }

    /** The same with those that only SQLite has, each as likely as one it resembles and absent where that is. */
    public Faults ofSqlite() {
        return with(Fault.BUSY_FILES, scaled(Fault.OPEN_FAILURE, Fault.BUSY_FILES))
                .with(Fault.STATEMENT_FULL, scaled(Fault.FULL_DISK, Fault.STATEMENT_FULL))
                .with(Fault.JOURNAL_DEATH, scaled(Fault.ENGINE_DEATH, Fault.JOURNAL_DEATH));
    }

    private int scaled(Fault drawn, Fault like) {
        return percent(drawn) * like.mostPercent() / drawn.mostPercent();
    }

    /** The same, but for one fault. */
    public Faults with(Fault fault, int percent) {
        int[] changed = percents.clone();
        changed[fault.ordinal()] = percent;
        return new Faults(changed);
    }

    /** How often a fault happens. */
    public int percent(Fault fault) {
        return percents[fault.ordinal()];
    }

    /** Whether every leader goes in good order, so that nothing is lost that was acknowledged at any level. */
    public boolean areOrderly() {
        for (Fault fault : Fault.values()) {
            if (percent(fault) > 0 && ORDERLY.percent(fault) == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("faults:");
        for (Fault fault : Fault.values()) {
            if (percent(fault) > 0) {
                text.append(' ').append(fault.word()).append(' ').append(percent(fault));
            }
        }
        return text.toString();
    }
}
