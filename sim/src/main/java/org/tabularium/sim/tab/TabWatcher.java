package org.tabularium.sim.tab;

import org.tabularium.base.Commit;
import org.tabularium.base.Payload;
import org.tabularium.node.ClientInput;
import org.tabularium.sim.store.SimSql;
import org.tabularium.wire.ToClient;

/** Learns everything an application could see, in every tab. */
public interface TabWatcher {
    /** The application in a tab calls. */
    default void called(String tab, ClientInput.Call call) {}

    /** A call ended, or, with {@code isLate}, the outcome of one is told that had ended as pending. */
    default void ended(String tab, ToClient.Reply end, boolean isLate) {}

    /** A tab's worker is on its way to take the lock from a silent leader, and has come this far. */
    default void takes(String tab, TakeOver step) {}

    /** A tab's worker began to lead. */
    default void led(String tab, int term) {}

    /** A tab follows another leader, itself or not. */
    default void welcomed(String tab, int term, boolean isLeader) {}

    /** A tab leads no more. */
    default void demoted(String tab) {}

    /** The application in a tab subscribes. */
    default void subscribed(String tab, int subscription, SimSql query) {}

    /** The application in a tab has seen enough. */
    default void unsubscribed(String tab, int subscription) {}

    /** A live query's result was delivered. */
    default void liveResult(String tab, int subscription, Payload result, Commit commit) {}

    /** The machine loses its power. */
    default void powerCut() {}

    /** A tab is gone: closed, or crashed. */
    default void gone(String tab, boolean isOrderly) {}
}
