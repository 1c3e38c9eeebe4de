package org.tabularium.browser.pglite;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;

/** PGlite stopped in the middle of an exchange; what it was doing may or may not have taken effect. */
final class EngineDeath extends RuntimeException {
    EngineDeath(String message) {
        super(message);
    }

    Failure failure() {
        return Failure.of(ErrorCode.ENGINE_DIED, getMessage(), Outcome.UNKNOWN);
    }
}
