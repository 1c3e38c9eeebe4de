package org.tabularium.client;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One PostgreSQL database, shared live by everything that has it open.
 *
 * <p>Calls outlive the leader that they were sent to: a write is answered when it is on the disk, and is never done twice.
 */
public interface Database extends Queryable {
    /**
     * Runs a function in a transaction, which commits when the promise it returns has its value, and rolls back when that
     * fails. When the leader goes while it is open, it ends with {@code TX_ABORTED_FAILOVER} and nothing of it took effect.
     */
    <R> Promise<R> transaction(Function<Transaction, Promise<R>> body);

    /** Follows a query: its rows are given now, and again after every commit that changes them. */
    Promise<Subscription> live(String sql, List<?> params, Consumer<List<Row>> listener);

    /** Whether this one leads. */
    boolean isLeader();

    /** Runs after every change of leader. */
    Subscription onLeaderChange(Runnable listener);

    /** Leaves the database; others go on. */
    Promise<Void> close();
}
