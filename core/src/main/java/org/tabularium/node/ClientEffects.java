package org.tabularium.node;

import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** What a host does for a {@link ClientNode}. */
public interface ClientEffects {
    /** Send to a leader. */
    void send(int connection, ToLeader message);

    /** Close a connection. */
    void close(int connection);

    /** Ask to be introduced to every leader with a term above {@code knownTerm}. */
    void seek(int knownTerm);

    /**
     * This leader is followed, or after an absence followed again; {@code isLeader} when it is this tab's own worker.
     */
    void welcomed(ToClient.Welcome welcome, boolean isLeader);

    /** This tab has just stopped leading. */
    void demoted();

    /** The tab cannot work with its leader; before the first welcome that means it cannot be opened. */
    void blocked(Failure failure);

    /** End a call, or with {@code isLate} tell the outcome of one that was ended as pending. */
    void settle(ToClient.Reply end, boolean isLate);

    /** Hand a live query's result to the application. */
    void liveResult(int subscription, Payload result, Commit commit);

    /** Tell the application that a live query fails. */
    void liveFailure(int subscription, Failure failure);

    /** Ask whoever holds the store's lock for a sign of life; answered by {@link ClientInput.LeaderAnswered}. */
    void probe();

    /** Whoever holds the store's lock has not answered for too long: have this tab's worker take it. */
    void depose();

    /** The database is closed: every call has ended, nothing more will be sent. */
    void closed();

    /** Step with {@link ClientInput.Tick} at this time. */
    void wakeAt(double atMs);

    /** Say this in the log. */
    void log(String text);
}
