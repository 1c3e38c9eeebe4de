package org.tabularium.session;

import org.tabularium.base.Failure;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** What can happen to a {@link ClientSession}. */
public sealed interface SessionInput {
    /** Applies this input. */
    void applyTo(ClientSession session, double nowMs, SessionEffects out);

    /** The application calls. */
    record Called(ToLeader.Request request, int deadlineMs) implements SessionInput {
        @Override
        public void applyTo(ClientSession session, double nowMs, SessionEffects out) {
            session.called(new Call(request, nowMs + deadlineMs), out);
        }
    }

    /** The application no longer wants to wait. */
    record Aborted(int number) implements SessionInput {
        @Override
        public void applyTo(ClientSession session, double nowMs, SessionEffects out) {
            session.aborted(number, nowMs, out);
        }
    }

    /** A leader has welcomed this tab on a new connection. */
    record Connected() implements SessionInput {
        @Override
        public void applyTo(ClientSession session, double nowMs, SessionEffects out) {
            session.connected(out);
        }
    }

    /** The leader leaves: it begins nothing more but ends what it has begun. */
    record LeaderLeaving() implements SessionInput {
        @Override
        public void applyTo(ClientSession session, double nowMs, SessionEffects out) {
            session.leaderLeaving(out);
        }
    }

    /** The connection is gone without a leader to take its place yet. */
    record Disconnected() implements SessionInput {
        @Override
        public void applyTo(ClientSession session, double nowMs, SessionEffects out) {
            session.disconnected(out);
        }
    }

    /** The leader ended a request. */
    record Replied(ToClient.Reply reply) implements SessionInput {
        @Override
        public void applyTo(ClientSession session, double nowMs, SessionEffects out) {
            session.replied(reply, out);
        }
    }

    /** The leader did not begin a request and will not, or leaves its answer to the next leader. */
    record WasMoved(int number, boolean hasBegun) implements SessionInput {
        @Override
        public void applyTo(ClientSession session, double nowMs, SessionEffects out) {
            session.wasMoved(number, hasBegun, out);
        }
    }

    /** The leader's journal knows nothing of a recalled request: it had no effect and will have none. */
    record WasNotKept(int number) implements SessionInput {
        @Override
        public void applyTo(ClientSession session, double nowMs, SessionEffects out) {
            session.wasNotKept(number, out);
        }
    }

    /** The engine died, or had to be stopped, while it ran a request; it must not be run again. */
    record WasDoubted(int number, Failure failure) implements SessionInput {
        @Override
        public void applyTo(ClientSession session, double nowMs, SessionEffects out) {
            session.wasDoubted(number, failure, out);
        }
    }

    /** The tab was away for so long that leaders may have forgotten what it had in flight. */
    record Expired() implements SessionInput {
        @Override
        public void applyTo(ClientSession session, double nowMs, SessionEffects out) {
            session.expired(out);
        }
    }

    /** A withdrawn request had not begun; says nothing of one that the leader has given back, begun, before. */
    record WasWithdrawn(int number) implements SessionInput {
        @Override
        public void applyTo(ClientSession session, double nowMs, SessionEffects out) {
            session.wasWithdrawn(number, out);
        }
    }

    /** A withdrawn request had begun. */
    record HadBegun(int number) implements SessionInput {
        @Override
        public void applyTo(ClientSession session, double nowMs, SessionEffects out) {
            session.hadBegun(number, out);
        }
    }

    /**
     * Nobody can lead now: calls that wait for a leader end with this; with {@code isLasting}, those to come as well.
     */
    record Unserved(Failure failure, boolean isLasting) implements SessionInput {
        @Override
        public void applyTo(ClientSession session, double nowMs, SessionEffects out) {
            session.unserved(failure, isLasting, out);
        }
    }

    /** The application closes the database: what has not begun ends now, the rest as the leader says. */
    record Closed(Failure failure) implements SessionInput {
        @Override
        public void applyTo(ClientSession session, double nowMs, SessionEffects out) {
            session.closed(failure, nowMs, out);
        }
    }

    /** Time passed. */
    record Tick() implements SessionInput {
        @Override
        public void applyTo(ClientSession session, double nowMs, SessionEffects out) {
            session.tick(nowMs, out);
        }
    }
}
