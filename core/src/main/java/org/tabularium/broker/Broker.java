package org.tabularium.broker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Introduces tabs to the leader of their store. */
public final class Broker {
    /** What the host does for the broker. */
    public interface Effects {
        /** Make a channel; hand one end to the leader, the other to the tab. */
        void introduce(int leaderPort, int tabPort, String path, int term);

        /** Tell a leader that it is known. */
        void registered(int leaderPort);
    }

    /** What can happen to a broker. */
    public sealed interface Input {
        /** Applies this input. */
        void applyTo(Broker broker, Effects out);
    }

    /** The worker of the tab with this session leads the store on {@code path}. */
    public record Register(int port, String path, String session, int term) implements Input {
        @Override
        public void applyTo(Broker broker, Effects out) {
            Store store = broker.store(path);
            // Terms of a store in memory begin again when all its tabs have gone.
            if (term < store.term && store.leaderPort != 0) {
                return;
            }
            store.term = term;
            store.leaderPort = port;
            store.leaderSession = session;
            out.registered(port);
            for (Seeker seeker : new ArrayList<>(store.seekers)) {
                broker.introduce(path, store, seeker, out);
            }
        }
    }

    /**
     * A tab wants to be introduced to every leader of {@code path} with a term above {@code knownTerm}, except to its
     * own worker, which introduces itself.
     */
    public record Join(int port, String path, String session, int knownTerm) implements Input {
        @Override
        public void applyTo(Broker broker, Effects out) {
            Store store = broker.store(path);
            store.seekers.removeIf(each -> each.port == port);
            Seeker seeker = new Seeker(port, session, knownTerm);
            store.seekers.add(seeker);
            broker.introduce(path, store, seeker, out);
        }
    }

    /** A port leads to nobody any more. */
    public record Gone(int port) implements Input {
        @Override
        public void applyTo(Broker broker, Effects out) {
            for (Store store : broker.stores.values()) {
                store.seekers.removeIf(each -> each.port == port);
                if (store.leaderPort == port) {
                    store.leaderPort = 0;
                }
            }
        }
    }

    private static final class Store {
        final List<Seeker> seekers = new ArrayList<>();
        int leaderPort;
        String leaderSession;
        int term;
    }

    private static final class Seeker {
        final int port;
        final String session;
        int knownTerm;

        Seeker(int port, String session, int knownTerm) {
            this.port = port;
            this.session = session;
            this.knownTerm = knownTerm;
        }
    }

    private final Map<String, Store> stores = new LinkedHashMap<>();

    /** A broker that knows nobody. */
    public Broker() {}

    /** Applies one input; what the host must do follows, in order, in {@code out}. */
    public void step(Input input, double nowMs, Effects out) {
        input.applyTo(this, out);
    }

    private void introduce(String path, Store store, Seeker seeker, Effects out) {
        boolean isNews = store.leaderPort != 0 && store.term > seeker.knownTerm;
        if (isNews && !seeker.session.equals(store.leaderSession)) {
            seeker.knownTerm = store.term;
            out.introduce(store.leaderPort, seeker.port, path, store.term);
        }
    }

    private Store store(String path) {
        return stores.computeIfAbsent(path, any -> new Store());
    }
}
