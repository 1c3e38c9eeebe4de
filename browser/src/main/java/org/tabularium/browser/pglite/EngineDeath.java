package org.tabularium.browser.pglite;

/** PGlite stopped in the middle of an exchange; what it was doing may or may not have taken effect. */
final class EngineDeath extends RuntimeException {
    EngineDeath(String message) {
        super(message);
    }
}
