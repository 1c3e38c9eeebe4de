package org.tabularium.port;

/** What every node needs of the platform it runs on: a clock, one alarm, and a log. */
public interface Host {
    /** Milliseconds that only grow; a double, because a long is a BigInt in JavaScript. */
    double nowMs();

    /**
     * Has the node step with a tick at or soon after {@code atMs}. A host may keep the earliest alarm only: at a tick,
     * a node asks again for what it still waits for, and a tick too many does no harm.
     */
    void wakeAt(double atMs);

    /** Record a line for the developer. */
    void log(String text);
}
