package org.tabularium.browser.pglite;

/** A statement refused to run inside a transaction. Nothing of it has taken effect. */
final class NeedsToBeAlone extends Exception {
    NeedsToBeAlone() {
        super("The statement cannot run inside a transaction.");
    }
}
