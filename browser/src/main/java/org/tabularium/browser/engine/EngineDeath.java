package org.tabularium.browser.engine;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;

/** The engine stopped in the middle of a call; what it was doing may or may not have taken effect. */
public final class EngineDeath extends RuntimeException {
    /** A death with what is known of it. */
    public EngineDeath(String message) {
        super(message);
    }

    /** As it is told to whoever has called. */
    public Failure failure() {
        return Failure.of(ErrorCode.ENGINE_DIED, getMessage(), Outcome.UNKNOWN);
    }
}
