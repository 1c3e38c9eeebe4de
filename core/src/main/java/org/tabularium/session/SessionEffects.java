package org.tabularium.session;

import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** What the node does for the session. */
public interface SessionEffects {
    /** Send this to the leader now connected. */
    void send(ToLeader message);

    /** End the call, or, with {@code isLate}, tell the outcome of a call that was ended as {@code PENDING}. */
    void settle(ToClient.Reply end, boolean isLate);

    /** A transaction was opened after the application had stopped waiting for it: roll it back. */
    void abandoned(int transaction);

    /** Nothing is in flight any more on the connection of a leader that leaves. */
    void quiet();

    /** Every call of the closed database has ended. */
    void closed();

    /** Step with {@link SessionInput.Tick} at this time. */
    void wakeAt(double atMs);
}
