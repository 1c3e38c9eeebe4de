package org.tabularium.wire;

/** What a request asks for. */
public enum Operation {
    /** One statement with parameters, or a batch of them. */
    QUERY,
    /** A script of any number of statements. */
    SCRIPT,
    /** Opens a transaction; its number is the request's. */
    BEGIN,
    /** Commits the request's transaction. */
    COMMIT,
    /** Rolls the request's transaction back. */
    ROLLBACK,
    /** Waits until a commit has reached the level {@link Durability#DISK}. */
    SYNC
}
