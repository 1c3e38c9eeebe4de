/**
 * Live queries: results that follow the database.
 *
 * <p>The hub, beside the engine, keeps one result for each distinct query, however many tabs and subscriptions ask for
 * it. It is run again once after a commit that touched a table it reads; commits that come while it waits for the
 * engine are served by one run. What holds: every delivered result is the query's result at its commit; a
 * subscription's commits only grow; the last commit that changed a result is always followed by a delivery of it. The
 * client half asks each new leader again and says what it has seen, so a subscription survives every change of leader
 * by itself.
 *
 * <p>What the runs for one commit bring travels in one message to each tab, and of a result only what has changed where
 * that is smaller. The hub tells a difference only from the result that it told the same subscription last; the client
 * applies it only to the result that it was told last on the same connection and for the same commit, and asks for the
 * whole otherwise. So neither keeps more than the last result of each query.
 */
package org.tabularium.live;
