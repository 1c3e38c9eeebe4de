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
            client.subscriptions.values().forEach(each -> client.ask(each, out));
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
            if (subscription == null) {
                return;
            }
            if (message.commit().isAfter(subscription.seen) || subscription.isRefreshing) {
                subscription.seen = message.commit();
                subscription.isRefreshing = false;
                out.result(message.subscription(), message.result(), message.commit());
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
        boolean isRefreshing;

        Subscription(int number, String key, Payload query) {
            this.number = number;
            this.key = key;
            this.query = query;
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
