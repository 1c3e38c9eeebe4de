package org.tabularium.wire;

import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;

/** A message from the leader to a tab. docs/protocol.md tells who sends each, when, and what is done with it. */
public sealed interface ToClient {
    /**
     * The answer to a {@link ToLeader.Hello} the leader can work with.
     *
     * @param protocol the version both sides use from here on
     * @param isFresh whether this leader found no store and made one
     */
    record Welcome(
            int term, String leaderId, int protocol, Commit commit, boolean isFresh, String engine, String storage)
            implements ToClient {}

    /**
     * The answer to a {@link ToLeader.Hello} the leader cannot work with; {@code holder} is null where nobody leads.
     */
    record Refused(Failure failure, Holder holder) implements ToClient {}

    /**
     * The end of a request.
     *
     * @param failure why it failed, or null
     * @param commit the last commit this reply knows of; for a write, at least its own
     */
    record Reply(int number, Failure failure, Payload result, Commit commit) implements ToClient {}

    /** The request was not begun and will not be by this leader; the next one may be asked. */
    record Moved(int number) implements ToClient {}

    /** The withdrawn request had not begun. */
    record Withdrawn(int number) implements ToClient {}

    /** The request to be withdrawn has begun; its {@link Reply} follows. */
    record Begun(int number) implements ToClient {}

    /** A subscription's result at a commit. */
    record LiveResult(int subscription, Commit commit, Payload result) implements ToClient {}

    /** A subscription's query failed; the subscription stays and is tried again when the schema changes. */
    record LiveFailed(int subscription, Commit commit, Failure failure) implements ToClient {}

    /** The leader stops leading; nothing more is begun on this connection. */
    record Leaving() implements ToClient {}
}
