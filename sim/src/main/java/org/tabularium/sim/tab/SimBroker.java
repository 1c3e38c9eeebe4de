package org.tabularium.sim.tab;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tabularium.broker.Broker;
import org.tabularium.sim.world.SimChannel;
import org.tabularium.sim.world.SimProcess;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** Runs a {@link Broker} in a process of its own, with a lock by which others learn of its death. */
final class SimBroker implements Broker.Effects {
    /** Who may be introduced; each end of a new channel goes to one of the two methods. */
    interface Guest {
        /** To somebody who follows. */
        void introducedAsLeader(int term, SimChannel.End<ToClient, ToLeader> end);

        /** To somebody who leads. */
        void introducedAsTab(int term, SimChannel.End<ToLeader, ToClient> end);
    }

    /** A guest's way to the broker; what is sent either way is what the receiver is to do. */
    final class Port {
        private final int number;
        private final String session;
        private final SimProcess process;
        private final String label;
        private final Guest guest;
        private final SimChannel.End<Runnable, Runnable> toBroker;
        private final SimChannel.End<Runnable, Runnable> toGuest;
        private final Runnable broken;
        private boolean isBroken;

        private Port(int number, String session, SimProcess process, String label, Guest guest, Runnable broken) {
            this.number = number;
            this.session = session;
            this.process = process;
            this.label = label;
            this.guest = guest;
            this.broken = broken;
            int longestMs = origin.delays().messageMs();
            SimChannel<Runnable, Runnable> channel =
                    new SimChannel<>(origin.world(), process, label, SimBroker.this.process, LABEL, longestMs);
            toBroker = channel.first();
            toGuest = channel.second();
            toBroker.listen(Runnable::run);
            toGuest.listen(Runnable::run);
            origin.locks().watch(lock, process, this::breaks);
        }

        void join(int knownTerm) {
            origin.note(label, "-> broker: Join above term ", knownTerm);
            toBroker.send(() -> step(
                    "<- " + label + ": Join above term " + knownTerm,
                    new Broker.Join(number, PATH, session, knownTerm)));
            expectAnswer();
        }

        void register(int term) {
            origin.note(label, "-> broker: Register term ", term);
            toBroker.send(() ->
                    step("<- " + label + ": Register term " + term, new Broker.Register(number, PATH, session, term)));
            expectAnswer();
        }

        /** Real guests learn by an answer that the broker is not dumb; here one that is not frozen answers. */
        void expectAnswer() {
            origin.world().after(ANSWER_MS, process, () -> {
                if (!isBroken && SimBroker.this.process.isFrozen()) {
                    origin.note(label, "has no answer from the broker");
                    origin.brokers().replace(SimBroker.this, session);
                }
            });
        }

        /** The broker has died or was replaced. */
        private void breaks() {
            if (!isBroken) {
                isBroken = true;
                broken.run();
            }
        }

        void close() {
            isBroken = true;
            toBroker.send(() -> step("<- " + label + ": Gone", new Broker.Gone(number)));
            toBroker.close();
        }
    }

    /** How long a guest waits for a word of the broker, in milliseconds. */
    private static final int ANSWER_MS = 500;

    private static final String LABEL = "broker";
    private static final String PATH = "sim://store";

    private final SimOrigin origin;
    private final String madeBy;
    private final String lock;
    private final SimProcess process;
    private final Broker broker = new Broker();
    private final Map<Integer, Port> ports = new LinkedHashMap<>();

    SimBroker(SimOrigin origin, int generation, String madeBy) {
        this.origin = origin;
        this.madeBy = madeBy;
        this.lock = "broker " + generation;
        this.process = origin.world().process(LABEL);
        origin.locks().request(lock, process, () -> {});
        origin.note(LABEL, "is made by ", madeBy);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String madeBy() {
        return madeBy;
    }

    void freeze() {
        process.freeze();
    }

    void thaw() {
        process.thaw();
    }

    /** Its guests are told that there is a broker of a newer generation; it is left without any. */
    void replaced() {
        origin.note(LABEL, "is replaced");
        int newsMs = origin.delays().messageMs();
        for (Port port : ports.values()) {
            origin.world().after(port.process.upTo(newsMs), port.process, port::breaks);
        }
    }

    void die() {
        if (isAlive()) {
            origin.note(LABEL, "dies");
            process.die();
        }
    }

    /**
     * Opens a port to a page or worker of {@code session}. The guest is told by {@code broken} when the broker has
     * died, and forgotten when the lock of its session is free.
     */
    Port connect(String session, SimProcess guestProcess, String label, Guest guest, Runnable broken) {
        Port port = new Port(ports.size() + 1, session, guestProcess, label, guest, broken);
        ports.put(port.number, port);
        origin.locks()
                .watch("session " + session, process, () -> step(label + " is gone", new Broker.Gone(port.number)));
        return port;
    }

    private void step(String why, Broker.Input input) {
        origin.note(LABEL, why);
        broker.step(input, process.nowMs(), this);
    }

    @Override
    public void introduce(int leaderPort, int tabPort, String path, int term) {
        Port leader = ports.get(leaderPort);
        Port tab = ports.get(tabPort);
        origin.note(LABEL, "introduces ", tab.label, " to ", leader.label, ", term ", term);
        SimChannel<ToClient, ToLeader> channel = new SimChannel<>(
                origin.world(),
                leader.process,
                leader.label,
                tab.process,
                tab.label,
                origin.delays().messageMs());
        leader.toGuest.send(() -> leader.guest.introducedAsLeader(term, channel.first()));
        tab.toGuest.send(() -> tab.guest.introducedAsTab(term, channel.second()));
    }

    @Override
    public void registered(int leaderPort) {
        // Real workers wait for this to learn that the broker answers; here a broker that lives answers.
    }
}
