package org.tabularium.election;

/** Where a node stands in the succession of leaders. */
public enum Role {
    /** It has not asked to lead: not started, stopped, or resting after a failure. */
    FOLLOWER,
    /** It waits for the lock of the storage path. */
    CANDIDATE,
    /** It holds the lock and opens the engine. */
    OPENING,
    /** It holds the lock and an open engine, and serves. */
    LEADER,
    /** It still holds both, begins nothing new, and ends what has begun. */
    DRAINING,
    /** It closes the engine, and lets go of the lock afterwards. */
    CLOSING
}
