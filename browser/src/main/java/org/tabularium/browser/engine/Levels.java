package org.tabularium.browser.engine;

import org.tabularium.wire.Durability;

/** The levels of a flush, as the engine's script names them. */
public final class Levels {
    /** The name of the level that outlives the machine. */
    public static final String DISK = "disk";

    private static final String MEMORY = "memory";

    private Levels() {}

    /** The name of a level. */
    public static String of(Durability level) {
        return level == Durability.DISK ? DISK : MEMORY;
    }
}
