package org.tabularium.browser.pglite;

import org.tabularium.base.Failure;

/** The end of a call that cannot go on, and what its caller is to be told. The engine is well. */
final class Refused extends Exception {
    private final Failure failure;

    Refused(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
