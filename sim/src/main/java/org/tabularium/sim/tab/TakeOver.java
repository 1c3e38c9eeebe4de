package org.tabularium.sim.tab;

/** The steps of taking the lock from a leader that gives no sign of life. */
public enum TakeOver {
    /** The worker means to take it. */
    MEANT,
    /** Nobody else does, and the holder was asked once more. */
    ASKED,
    /** The lock is taken. */
    TAKEN,
    /** The engine opens. */
    OPENING,
    /** The engine is open, with a new term. */
    OPEN
}
