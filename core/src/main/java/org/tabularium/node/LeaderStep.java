package org.tabularium.node;

import java.util.ArrayDeque;

/** The step that a leader node is in: its time, who does what follows from it, and what is still to be done in it. */
final class LeaderStep {
    private final ArrayDeque<Runnable> rest = new ArrayDeque<>();
    double nowMs;
    LeaderEffects out;

    void begin(double atMs, LeaderEffects effects) {
        nowMs = atMs;
        out = effects;
    }

    /** Does this when all that came before is done, so that no machine is entered while it is in a step of its own. */
    void add(Runnable next) {
        rest.add(next);
    }

    void finish() {
        while (!rest.isEmpty()) {
            rest.poll().run();
        }
    }

    /** Nothing that is still to be done may be done any more. */
    void cancel() {
        rest.clear();
    }
}
