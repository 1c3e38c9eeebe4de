package org.tabularium.node;

import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;
import org.tabularium.live.LiveClient;
import org.tabularium.session.SessionInput;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** What can happen to a {@link ClientNode}. */
public sealed interface ClientInput {
    /** Applies this input. */
    void applyTo(ClientNode node);

    /** The host holds a channel to somebody who leads with this term. */
    record Introduced(int connection, int term) implements ClientInput {
        @Override
        public void applyTo(ClientNode node) {
            node.introduced(connection, term);
        }
    }

    /** A message came. */
    record Received(int connection, ToClient message) implements ClientInput {
        @Override
        public void applyTo(ClientNode node) {
            node.received(connection, message);
        }
    }

    /** This tab's own worker could not lead. */
    record Unserved(Failure failure) implements ClientInput {
        @Override
        public void applyTo(ClientNode node) {
            node.unserved(failure);
        }
    }

    /** The application calls. */
    record Call(
            int number,
            Operation operation,
            boolean isRead,
            int transaction,
            Durability durability,
            int idleMs,
            Commit awaited,
            int deadlineMs,
            Payload statement)
            implements ClientInput {
        @Override
        public void applyTo(ClientNode node) {
            node.session(new SessionInput.Called(
                    new ToLeader.Request(
                            number, 0, operation, isRead, false, transaction, durability, idleMs, awaited, statement),
                    deadlineMs));
        }
    }

    /** The application no longer wants to wait for a call. */
    record Abort(int number) implements ClientInput {
        @Override
        public void applyTo(ClientNode node) {
            node.session(new SessionInput.Aborted(number));
        }
    }

    /** The application subscribes to a query. */
    record Subscribe(int subscription, String key, Payload query) implements ClientInput {
        @Override
        public void applyTo(ClientNode node) {
            node.live(new LiveClient.Subscribed(subscription, key, query));
        }
    }

    /** The application has seen enough. */
    record Unsubscribe(int subscription) implements ClientInput {
        @Override
        public void applyTo(ClientNode node) {
            node.live(new LiveClient.Unsubscribed(subscription));
        }
    }

    /** The application wants a live query run now. */
    record Refresh(int subscription) implements ClientInput {
        @Override
        public void applyTo(ClientNode node) {
            node.live(new LiveClient.RefreshAsked(subscription));
        }
    }

    /** The leader of this term is dead: nothing more will come from it. */
    record LeaderDied(int term) implements ClientInput {
        @Override
        public void applyTo(ClientNode node) {
            node.leaderDied(term);
        }
    }

    /** Whoever holds the store's lock gave a sign of life. */
    record LeaderAnswered() implements ClientInput {
        @Override
        public void applyTo(ClientNode node) {
            node.leaderAnswered();
        }
    }

    /** The engine had to be stopped while it ran a call of this tab. */
    record Stopped(int number, Failure failure) implements ClientInput {
        @Override
        public void applyTo(ClientNode node) {
            node.session(new SessionInput.WasDoubted(number, failure));
        }
    }

    /** The page was put away, or its channels are known to be dead: nothing will come on them any more. */
    record Detached() implements ClientInput {
        @Override
        public void applyTo(ClientNode node) {
            node.detached();
        }
    }

    /** The page that was put away is back and looks for a leader, be it the same. */
    record Attached() implements ClientInput {
        @Override
        public void applyTo(ClientNode node) {
            node.attached();
        }
    }

    /** The application closes the database. */
    record Close() implements ClientInput {
        @Override
        public void applyTo(ClientNode node) {
            node.closing();
        }
    }

    /** Time passed. */
    record Tick() implements ClientInput {
        @Override
        public void applyTo(ClientNode node) {
            node.tick();
        }
    }
}
