package org.tabularium.live;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** The client half of live queries: asks every leader anew, and lets commits only grow. */
public final class LiveClient {
    /** What the node does for the live queries of its tab. */
    public interface Effects {
        /** Send this to the leader now connected. */
        void send(ToLeader message);

        /** Hand the result to the application. */
        void result(int subscription, Payload result, Commit commit);

        /** Tell the application that the query fails. */
        void failure(int subscription, Failure failure);
    }

    /** What can happen to the live queries. */
    public sealed interface Input {
        /** Applies this input. */
        void applyTo(LiveClient client, Effects out);
    }

    /** The application subscribes. */
    public record Subscribed(int subscription, String key, Payload query) implements Input {
        @Override
        public void applyTo(LiveClient client, Effects out) {
            Subscription added = new Subscription(subscription, key, query);
            client.subscriptions.put(subscription, added);
            client.ask(added, out);
        }
    }

    /** The application has seen enough. */
    public record Unsubscribed(int subscription) implements Input {
        @Override
        public void applyTo(LiveClient client, Effects out) {
            if (client.subscriptions.remove(subscription) != null && client.isConnected) {
                out.send(new ToLeader.Unsubscribe(subscription));
            }
        }
    }

    /** The application wants a run now. */
    public record RefreshAsked(int subscription) implements Input {
        @Override
        public void applyTo(LiveClient client, Effects out) {
            Subscription asked = client.subscriptions.get(subscription);
            if (asked != null) {
                asked.isRefreshing = true;
                if (client.isConnected) {
                    out.send(new ToLeader.Refresh(subscription));
                }
            }
        }
    }

    /** A leader has welcomed this tab on a new connection. */
    public record Connected() implements Input {
        @Override
        public void applyTo(LiveClient client, Effects out) {
            client.isConnected = true;
            for (Subscription each : client.subscriptions.values()) {
                each.held = null;
                client.ask(each, out);
            }
        }
    }

    /** The connection is gone. */
    public record Disconnected() implements Input {
        @Override
        public void applyTo(LiveClient client, Effects out) {
            client.isConnected = false;
        }
    }

    /** The leader told a result. */
    public record GotResult(ToClient.LiveResult message) implements Input {
        @Override
        public void applyTo(LiveClient client, Effects out) {
            Subscription subscription = client.subscriptions.get(message.subscription());
            Payload result = subscription == null ? null : subscription.wholeOf(message);
            if (result == null) {
                if (subscription != null && subscription.held != null) {
                    client.askForWhole(subscription, out);
                }
                return;
            }
            subscription.held = result;
            subscription.heldAt = message.commit();
            boolean isLater = message.commit().isAfter(subscription.seen);
            if (isLater || (subscription.isRefreshing && message.commit().equals(subscription.seen))) {
                subscription.seen = message.commit();
                subscription.isRefreshing &= isLater;
                out.result(message.subscription(), result, message.commit());
            }
        }
    }

    /** The leader told a failure. */
    public record GotFailure(ToClient.LiveFailed message) implements Input {
        @Override
        public void applyTo(LiveClient client, Effects out) {
            if (client.subscriptions.containsKey(message.subscription())) {
                out.failure(message.subscription(), message.failure());
            }
        }
    }

    /** Nobody can lead: subscriptions that have no result yet end with this. */
    public record Unserved(Failure failure) implements Input {
        @Override
        public void applyTo(LiveClient client, Effects out) {
            for (Subscription each : client.subscriptions.values().toArray(new Subscription[0])) {
                if (each.seen.equals(Commit.NONE)) {
                    out.failure(each.number, failure);
                }
            }
        }
    }

    private static final class Subscription {
        final int number;
        final String key;
        final Payload query;
        Commit seen = Commit.NONE;
        /**
         * Whether a result of the commit that was seen last is news. A later one does not end that: it may have been on
         * its way before the refresh was asked for.
         */
        boolean isRefreshing;
        /**
         * What this connection told last, handed on or not; null where that is nothing yet, or was lost: then the leader
         * knows, or was told, that the next result must be whole.
         */
        Payload held;

        Commit heldAt;

        Subscription(int number, String key, Payload query) {
            this.number = number;
            this.key = key;
            this.query = query;
        }

        /** The result that a message tells; null where it is the difference from one that is not held. */
        Payload wholeOf(ToClient.LiveResult message) {
            if (!message.isDifference()) {
                return message.result();
            }
            return held != null && heldAt.equals(message.base()) ? held.changedBy(message.result()) : null;
        }
    }

    private final Map<Integer, Subscription> subscriptions = new LinkedHashMap<>();
    private boolean isConnected;

    /** Live queries of a tab that has not met a leader. */
    public LiveClient() {}

    /** Applies one input; what the node must do follows, in order, in {@code out}. */
    public void step(Input input, double nowMs, Effects out) {
        input.applyTo(this, out);
    }

    /** A new subscription in the place of the old one is told the whole result, if there is any. */
    private void askForWhole(Subscription subscription, Effects out) {
        subscription.held = null;
        out.send(new ToLeader.Subscribe(subscription.number, subscription.key, subscription.query, Commit.NONE));
    }

    private void ask(Subscription subscription, Effects out) {
        if (isConnected) {
            out.send(new ToLeader.Subscribe(
                    subscription.number, subscription.key, subscription.query, subscription.seen));
            if (subscription.isRefreshing) {
                out.send(new ToLeader.Refresh(subscription.number));
            }
        }
    }
}
