package org.tabularium.browser.broker;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.tabularium.broker.Broker;
import org.tabularium.browser.js.Pair;
import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Ports;
import org.tabularium.browser.js.Web;
import org.tabularium.browser.js.WebLock;
import org.tabularium.browser.js.WebLocks;
import org.tabularium.browser.link.Control;
import org.tabularium.browser.link.Names;
import org.tabularium.browser.link.Packet;

/**
 * Runs a {@link Broker} in a SharedWorker.
 *
 * <p>A SharedWorker dies with the process of the tab that made it, without a word to the others. So the broker holds a
 * lock for life, and says {@code ready} only once it holds it: whoever heard that can wait for the lock to learn of its
 * death.
 */
final class BrokerHost implements Broker.Effects {
    private final Broker broker = new Broker();
    private final Map<Integer, Port> ports = new LinkedHashMap<>();
    private final Set<Integer> watched = new LinkedHashSet<>();
    private int lastPort;
    private boolean isReady;

    void start() {
        int generation = Names.brokerGeneration(Web.workerName());
        Ports.onConnect(this::connected);
        WebLocks.exclusive(Names.brokerLock(generation, Web.scriptUrl()), this::ready, refused -> {});
    }

    private void ready() {
        isReady = true;
        for (Port port : ports.values()) {
            port.postMessage(Control.bare("ready"));
        }
    }

    private void connected(Port port) {
        lastPort++;
        int number = lastPort;
        ports.put(number, port);
        Ports.listen(port, data -> received(number, (Packet) data));
        if (isReady) {
            port.postMessage(Control.bare("ready"));
        }
    }

    private void received(int port, Packet packet) {
        switch (packet.getType()) {
            case "join" -> {
                step(new Broker.Join(port, packet.getPath(), packet.getSession(), packet.getTerm()));
                watch(port, packet.getSession());
            }
            case "register" -> {
                step(new Broker.Register(port, packet.getPath(), packet.getSession(), packet.getTerm()));
                watch(port, packet.getSession());
            }
            case "ping" -> ports.get(port).postMessage(Control.bare("pong"));
            case "bye" -> forget(port);
            default -> {
                // A newer build may say what this one does not know.
            }
        }
    }

    /** Forgets the port when its tab is gone, so that nobody is introduced to the dead. */
    private void watch(int port, String session) {
        if (!watched.add(port)) {
            return;
        }
        WebLock[] watch = new WebLock[1];
        watch[0] = WebLocks.shared(
                Names.sessionLock(session),
                () -> {
                    watch[0].release();
                    forget(port);
                },
                refused -> {});
    }

    private void forget(int port) {
        watched.remove(port);
        if (ports.remove(port) != null) {
            step(new Broker.Gone(port));
        }
    }

    private void step(Broker.Input input) {
        broker.step(input, Web.nowMs(), this);
    }

    @Override
    public void introduce(int leaderPort, int tabPort, String path, int term) {
        Port leader = ports.get(leaderPort);
        Port tab = ports.get(tabPort);
        if (leader != null && tab != null) {
            Pair pair = Ports.pair();
            Ports.postTransferring(leader, Control.term("introduced", term), pair.getPort1());
            Ports.postTransferring(tab, Control.term("introduced", term), pair.getPort2());
        }
    }

    @Override
    public void registered(int leaderPort) {
        ports.get(leaderPort).postMessage(Control.bare("registered"));
    }
}
