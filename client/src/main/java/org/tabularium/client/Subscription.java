package org.tabularium.client;

/** Something that goes on until it is ended. */
@FunctionalInterface
public interface Subscription {
    /** Ends it; ending twice is ending once. */
    void end();
}
