package org.tabularium.sim.world;

/** A promise that was not kept: a bug in the core, or in the simulator. */
public final class Violation extends RuntimeException {
    /** A broken promise. */
    public Violation(String promise, String how) {
        super(promise + ": " + how);
    }

    /** Throws unless {@code holds}. */
    public static void unless(boolean holds, String promise, String how) {
        if (!holds) {
            throw new Violation(promise, how);
        }
    }
}
