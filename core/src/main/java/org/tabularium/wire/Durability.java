package org.tabularium.wire;

/** What a write has survived when it is acknowledged. */
public enum Durability {
    /** The leader has it; it is written to the store soon after. */
    MEMORY,
    /** The store has confirmed it. */
    DISK
}
