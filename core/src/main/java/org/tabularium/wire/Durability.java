package org.tabularium.wire;

/** What a write has survived when it is acknowledged; docs/durability.md tells what each level means on each store. */
public enum Durability {
    /** It outlives the death of the leader, and where the store can tell, of every tab and of the browser. */
    MEMORY,
    /** It outlives the death of the machine, as far as the browser keeps its word. */
    DISK
}
