package org.tabularium.browser.worker;

import java.util.function.Consumer;
import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Ports;
import org.tabularium.browser.js.Web;
import org.tabularium.browser.link.Control;
import org.tabularium.browser.link.Link;
import org.tabularium.browser.link.Packet;

/**
 * A worker's side of the broker: makes the leader known there and takes the introductions.
 *
 * <p>A worker cannot connect to a SharedWorker, so its tab does and hands the port over, again whenever there is a new
 * broker. A broker that does not confirm a registration is stopped together with the tab that made it; the tab is told.
 */
final class BrokerPost {
    private static final double SILENT_MS = 2_000;

    private final String path;
    private final String session;
    private final Consumer<Link> introduced;
    private final Runnable silent;
    private Port broker;
    private int term;
    private boolean isRegistered;

    BrokerPost(String path, String session, Consumer<Link> introduced, Runnable silent) {
        this.path = path;
        this.session = session;
        this.introduced = introduced;
        this.silent = silent;
    }

    /** Uses a new broker from now on. */
    void use(Port port) {
        if (broker != null) {
            broker.close();
        }
        broker = port;
        Ports.listenForPorts(port, (data, channel) -> received((Packet) data, channel));
        register();
    }

    /** Leads with this term; 0 is not to lead. */
    void lead(int newTerm) {
        term = newTerm;
        register();
    }

    private void register() {
        if (broker == null || term == 0) {
            return;
        }
        isRegistered = false;
        Port asked = broker;
        int askedTerm = term;
        asked.postMessage(Control.about("register", path, session, term));
        Web.after(SILENT_MS, () -> {
            if (!isRegistered && broker == asked && term == askedTerm) {
                silent.run();
            }
        });
    }

    private void received(Packet packet, Port channel) {
        switch (packet.getType()) {
            case "introduced" -> introduced.accept(Link.overPort(channel));
            case "registered" -> isRegistered = true;
            default -> {
                // `ready`, or what a newer broker may say.
            }
        }
    }
}
