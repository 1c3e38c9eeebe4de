package org.tabularium.client;

/** The handle of one open transaction; it is good until the promise has ended that its function returned. */
public interface Transaction extends Queryable {
    /** Undoes all of it and ends it. */
    Promise<Void> rollBack();
}
