package org.tabularium.base;

/** What is known about a request that ended without a result. */
public enum Outcome {
    /** It had no effect and will have none; it may be sent again. */
    NOT_RUN,
    /** It ran and its effect was undone, as after an SQL error. */
    ROLLED_BACK,
    /** It may or may not have taken effect. */
    UNKNOWN,
    /** It had begun when the caller stopped waiting and may still end either way. */
    PENDING
}
