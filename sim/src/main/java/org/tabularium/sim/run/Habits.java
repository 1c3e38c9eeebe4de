package org.tabularium.sim.run;

import org.tabularium.base.Prng;

/**
 * How often applications do what. Each seed has habits of its own: some things are never done, so that they cannot hide
 * others, and some far more often than usual.
 */
final class Habits {
    /** What an application does, and how often where nothing is special, of a hundred. */
    enum Deed {
        INSERT(34),
        SNEAK(3),
        ODD(2),
        SYNC(3),
        READ(19),
        TRANSACT(14),
        SCRIPT(3),
        MISTAKE(3),
        SUBSCRIBE(9),
        UNSUBSCRIBE(3),
        REFRESH(2),
        ABORT(5);

        private final int usual;

        Deed(int usual) {
            this.usual = usual;
        }
    }

    private static final int NEVER_PERCENT = 15;
    private static final int OFTEN_PERCENT = 15;
    private static final int OFTEN = 6;

    private final int[] weights = new int[Deed.values().length];
    private int sum;

    private Habits() {}

    /** Habits drawn by chance; some rows are always added. */
    static Habits drawn(Prng prng) {
        Habits habits = new Habits();
        for (Deed deed : Deed.values()) {
            int dice = prng.below(100);
            boolean isNever = dice < NEVER_PERCENT && deed != Deed.INSERT;
            boolean isOften = dice >= 100 - OFTEN_PERCENT;
            int weight = isNever ? 0 : isOften ? OFTEN * deed.usual : deed.usual;
            habits.weights[deed.ordinal()] = weight;
            habits.sum += weight;
        }
        return habits;
    }

    /** What is done next. */
    Deed next(Prng prng) {
        int dice = prng.below(sum);
        for (Deed deed : Deed.values()) {
            dice -= weights[deed.ordinal()];
            if (dice < 0) {
                return deed;
            }
        }
        throw new IllegalStateException("the weights have a sum");
    }
}
