package org.tabularium.sim.world;

/** A promise that was not kept: a bug in the core, or in the simulator. */
public final class Violation extends RuntimeException {
    private final String promise;

    /** A broken promise. */
    public Violation(String promise, String how) {
        super(promise + ": " + how);
        this.promise = promise;
    }

    /** The promise that was broken. */
    public String promise() {
        return promise;
    }

    /** Throws unless {@code holds}; only then is what is said of it put together. */
    public static void unless(boolean holds, String promise, Object... how) {
        if (!holds) {
            StringBuilder text = new StringBuilder();
            for (Object part : how) {
                text.append(part);
            }
            throw new Violation(promise, text.toString());
        }
    }
}
