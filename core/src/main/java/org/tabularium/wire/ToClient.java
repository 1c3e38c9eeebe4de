package org.tabularium.wire;

import java.util.List;
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
     * <p>A failure whose outcome is {@code PENDING} is not yet the end: the effect is there, but the store could not be
     * written. The end follows, from this leader or the next.
     *
     * @param failure why it failed, or null
     * @param isAbridged whether the result is a kept answer without its rows, which were too large to be kept
     * @param commit the last commit this reply knows of; for a write, at least its own
     * @param level what the commit has survived; {@code MEMORY} for what changed nothing
     */
    record Reply(int number, Failure failure, Payload result, boolean isAbridged, Commit commit, Durability level)
            implements ToClient {}

    /** The journal knows nothing of the recalled request: it had no effect and will have none. */
    record NotKept(int number) implements ToClient {}

    /**
     * The engine died while it ran this request, so it must not be run again; the next leader's journal tells whether
     * it took effect, and otherwise it ends with {@code failure}.
     */
    record Doubted(int number, Failure failure) implements ToClient {}

    /**
     * The request will not be answered by this leader; the next one may be asked.
     *
     * @param hasBegun whether it may have taken effect, which the next leader's journal tells
     */
    record Moved(int number, boolean hasBegun) implements ToClient {}

    /** The withdrawn request had not begun. */
    record Withdrawn(int number) implements ToClient {}

    /** The request to be withdrawn has begun; its {@link Reply} follows. */
    record Begun(int number) implements ToClient {}

    /**
     * A subscription's result at a commit.
     *
     * @param base {@link Commit#NONE} where the result is whole; else the result is the difference from the one that
     *     this connection told for this commit last
     */
    record LiveResult(int subscription, Commit commit, Payload result, Commit base) implements ToClient {
        /** Whether the result is a difference. */
        public boolean isDifference() {
            return !base.equals(Commit.NONE);
        }
    }

    /** A subscription's query failed; the subscription stays and is tried again when the schema changes. */
    record LiveFailed(int subscription, Commit commit, Failure failure) implements ToClient {}

    /** What several subscriptions of the tab are told at once: {@link LiveResult} and {@link LiveFailed}, in order. */
    record LiveRound(List<ToClient> parts) implements ToClient {}

    /** The leader stops leading; nothing more is begun on this connection. */
    record Leaving() implements ToClient {}
}
