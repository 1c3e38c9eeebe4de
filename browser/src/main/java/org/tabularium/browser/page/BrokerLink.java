package org.tabularium.browser.page;

import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Ports;
import org.tabularium.browser.js.Web;
import org.tabularium.browser.js.WebLock;
import org.tabularium.browser.js.WebLocks;
import org.tabularium.browser.link.BrokerAddress;
import org.tabularium.browser.link.Control;
import org.tabularium.browser.link.Names;
import org.tabularium.browser.link.Packet;

/**
 * A tab's connection to the origin's broker, made anew whenever that is needed.
 *
 * <p>All tabs must meet at one broker, whatever build they run, and a broker can die with the tab that made it, or stop
 * with it. So a broker has a generation. It holds a lock whose name says generation and script; a tab joins the newest
 * it sees there, and makes the first where there is none. When the lock is freed, the broker has died. When a broker
 * does not answer, a tab makes the next generation, and says so to the others. Looking and making happen under a lock,
 * one tab at a time.
 */
final class BrokerLink {
    /** What the connection brings. */
    interface Events {
        /** The broker answers; this port goes to the tab's worker. */
        void ready(Port forWorker);

        /** A port to a leader. */
        void introduced(Port port, int term);

        /** No broker can be had at all. */
        void unavailable();
    }

    private static final double ANSWER_MS = 2_000;

    /** A tab that was stopped while it set a broker up must not keep the others from it. */
    private static final double SETUP_MS = 3_000;

    private final String ownUrl;
    private final Events events;
    private Port port;
    private BrokerAddress address;
    private WebLock setup;
    private WebLock deathWatch;
    private Port news;
    private boolean isReady;
    private boolean isChecked;
    private int attempt;
    /** Brokers before this generation have been found dumb. */
    private int oldestGeneration;

    BrokerLink(String ownUrl, Events events) {
        this.ownUrl = ownUrl;
        this.events = events;
    }

    boolean isReady() {
        return isReady;
    }

    /** Connects, unless that is under way. */
    void connect() {
        if (attempt > 0 && (isReady || setup != null)) {
            return;
        }
        begin();
    }

    /** Has the broker say something; one that does not is replaced. */
    void check() {
        if (!isReady || isChecked) {
            return;
        }
        isChecked = true;
        int mine = attempt;
        port.postMessage(Control.bare("ping"));
        Web.after(ANSWER_MS, () -> {
            if (mine == attempt && isChecked) {
                replace();
            }
        });
    }

    /** Gives up the present broker and makes the next. */
    void replace() {
        oldestGeneration = address == null ? 0 : address.generation() + 1;
        disconnect();
        begin();
    }

    /** Disconnects. */
    void stop() {
        if (port != null) {
            port.postMessage(Control.bare("bye"));
        }
        disconnect();
        if (news != null) {
            news.close();
            news = null;
        }
    }

    /** Asks to be introduced to every leader with a term above {@code knownTerm}. */
    void join(String path, String session, int knownTerm) {
        port.postMessage(Control.about("join", path, session, knownTerm));
    }

    private void begin() {
        if (news == null) {
            news = Ports.broadcast(Names.brokerNews());
            Ports.listen(news, data -> heard((Packet) data));
        }
        attempt++;
        int mine = attempt;
        boolean[] hasBegun = new boolean[1];
        Runnable look = () -> {
            if (mine == attempt && !hasBegun[0]) {
                hasBegun[0] = true;
                WebLocks.heldNames(names -> open(mine, Names.newestBroker(names)));
            }
        };
        setup = WebLocks.exclusive(Names.brokerSetupLock(), look::run, refused -> look.run());
        Web.after(SETUP_MS, look::run);
    }

    private void open(int mine, BrokerAddress newest) {
        if (mine != attempt) {
            return;
        }
        boolean isUsable = newest != null && newest.generation() >= oldestGeneration;
        address = isUsable ? newest : new BrokerAddress(oldestGeneration, ownUrl);
        String name = Names.brokerWorker(address.generation());
        port = Ports.toSharedWorker(address.url(), name, () -> failed(mine));
        Ports.listenForPorts(port, (data, channel) -> received(mine, (Packet) data, channel));
        Web.after(ANSWER_MS, () -> {
            if (mine == attempt && !isReady) {
                replace();
            }
        });
    }

    private void received(int mine, Packet packet, Port channel) {
        if (mine != attempt) {
            return;
        }
        isChecked = false;
        if (packet.getType().equals("introduced")) {
            events.introduced(channel, packet.getTerm());
        } else if (packet.getType().equals("ready") && !isReady) {
            ready(mine);
        }
    }

    private void ready(int mine) {
        isReady = true;
        releaseSetup();
        if (address.generation() > 0) {
            news.postMessage(Control.brokerNews(address.generation()));
        }
        deathWatch = WebLocks.shared(
                Names.brokerLock(address.generation(), address.url()),
                () -> {
                    if (mine == attempt) {
                        disconnect();
                        begin();
                    }
                },
                refused -> {});
        events.ready(portForWorker());
    }

    /** A port of its own for the tab's worker, which cannot connect by itself. */
    Port portForWorker() {
        return Ports.toSharedWorker(address.url(), Names.brokerWorker(address.generation()), () -> {});
    }

    /** Another tab found the broker dumb and made the next. */
    private void heard(Packet packet) {
        if (packet.getType().equals("broker") && isReady && packet.getGeneration() > address.generation()) {
            oldestGeneration = packet.getGeneration();
            disconnect();
            begin();
        }
    }

    private void failed(int mine) {
        if (mine != attempt || isReady) {
            return;
        }
        boolean isOwn = address.url().equals(ownUrl);
        if (isOwn) {
            stop();
            events.unavailable();
        } else {
            replace();
        }
    }

    private void disconnect() {
        attempt++;
        isReady = false;
        isChecked = false;
        releaseSetup();
        if (deathWatch != null) {
            deathWatch.release();
            deathWatch = null;
        }
        if (port != null) {
            port.close();
            port = null;
        }
    }

    private void releaseSetup() {
        if (setup != null) {
            setup.release();
            setup = null;
        }
    }
}
