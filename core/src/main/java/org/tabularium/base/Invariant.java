package org.tabularium.base;

/** Checks what must hold. A violation is a bug in this library, never bad input. */
public final class Invariant {
    private Invariant() {}

    /** Throws {@link IllegalStateException} with {@code message} unless {@code holds}. */
    public static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalStateException("invariant violated: " + message);
        }
    }
}
