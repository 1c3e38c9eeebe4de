package org.tabularium.sim.tab;

import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;
import org.tabularium.node.ClientNode;
import org.tabularium.sim.store.SimSql;

/** Learns everything an application could see, in every tab. */
public interface TabWatcher {
    /** The application in a tab calls. */
    default void called(String tab, ClientNode.Call call) {}

    /** A call ended, or, with {@code isLate}, the outcome of one is told that had ended as pending. */
    default void ended(String tab, int number, Failure failure, Payload result, Commit commit, boolean isLate) {}

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

    /** A tab is gone: closed, or crashed. */
    default void gone(String tab, boolean isOrderly) {}
}
