package org.tabularium.wire;

import org.tabularium.base.Commit;
import org.tabularium.base.Payload;

/** A message from a tab to the leader. docs/protocol.md tells who sends each, when, and what is done with it. */
public sealed interface ToLeader {
    /**
     * The first message on a connection.
     *
     * @param sessionId the tab's session; unique, and the name of the lock the tab holds for life
     * @param id the group id the application named, or null
     * @param appVersion the application's own version, or null
     * @param protocol the versions the tab speaks
     * @param lastTerm the highest term the tab has seen, 0 for none
     * @param greeting grows with every hello of the session; messages of two connections may overtake each other, and
     * the last
     *     hello said counts, not the last heard
     */
    record Hello(String sessionId, String id, String appVersion, Protocol protocol, int lastTerm, int greeting)
            implements ToLeader {}

    /** Asks a leader of an older build to let a newer one lead. */
    record Yield(String sessionId) implements ToLeader {}

    /**
     * Asks for one operation. Answered by exactly one {@link ToClient.Reply} with the same number, but for those that a
     * recall may have instead. A request that was sent to a leader that died is sent again to the next one, which finds
     * in its journal whether it has taken effect.
     *
     * @param number unique in the session, and growing
     * @param settledBelow every request of the session with a smaller number has ended in the tab
     * @param operation what to do
     * @param isRead whether the statement surely changes nothing
     * @param isRecall whether only the journal is to answer: the request must not be run any more
     * @param transaction the number of the transaction's {@link Operation#BEGIN}, or 0
     * @param durability what a write must have survived before it is acknowledged
     * @param idleMs for {@link Operation#BEGIN}, how long the transaction may wait for its next request
     * @param awaited for {@link Operation#SYNC}, the commit, else {@link Commit#NONE}
     * @param statement the statement, or null
     */
    record Request(
            int number,
            int settledBelow,
            Operation operation,
            boolean isRead,
            boolean isRecall,
            int transaction,
            Durability durability,
            int idleMs,
            Commit awaited,
            Payload statement)
            implements ToLeader {
        /** The same request, as it is sent the next time. */
        public Request again(int nowSettledBelow, boolean onlyRecall) {
            return new Request(
                    number,
                    nowSettledBelow,
                    operation,
                    isRead,
                    onlyRecall,
                    transaction,
                    durability,
                    idleMs,
                    awaited,
                    statement);
        }
    }

    /** Withdraws a request that has not begun. A request that has begun goes on and is answered as usual. */
    record Cancel(int number) implements ToLeader {}

    /**
     * Asks to be told the result of a query now and after every commit that changes it.
     *
     * @param subscription the tab's number for it
     * @param key equal keys are equal queries
     * @param seen the commit of the last result the tab has, or {@link Commit#NONE}
     */
    record Subscribe(int subscription, String key, Payload query, Commit seen) implements ToLeader {}

    /** Ends a subscription. */
    record Unsubscribe(int subscription) implements ToLeader {}

    /** Asks for the query to be run again although nothing changed. */
    record Refresh(int subscription) implements ToLeader {}

    /** The last message on a connection: nothing is in flight that the tab still wants sent this way. */
    record Bye() implements ToLeader {}
}
