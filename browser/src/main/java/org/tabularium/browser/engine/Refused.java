package org.tabularium.browser.engine;

import org.tabularium.base.Failure;

/** The end of a call that cannot go on, and what its caller is to be told. The engine is well. */
public final class Refused extends Exception {
    private final Failure failure;

    /** The end of a call that fails so. */
    public Refused(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    /** What its caller is to be told. */
    public Failure failure() {
        return failure;
    }
}
