package org.tabularium.browser.pglite;

import org.tabularium.wire.Durability;

/** The levels of a flush, as the engine's script names them. */
final class Levels {
    static final String DISK = "disk";
    private static final String MEMORY = "memory";

    private Levels() {}

    static String of(Durability level) {
        return level == Durability.DISK ? DISK : MEMORY;
    }
}
