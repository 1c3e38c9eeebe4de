package org.tabularium.browser.page;

import org.tabularium.base.Failure;
import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Ports;
import org.tabularium.browser.js.Web;
import org.tabularium.browser.js.WebLock;
import org.tabularium.browser.js.WebLocks;
import org.tabularium.browser.link.Control;
import org.tabularium.browser.link.Link;
import org.tabularium.browser.link.Names;
import org.tabularium.browser.link.Packet;
import org.tabularium.browser.link.PlainFailure;
import org.tabularium.wire.Protocol;

/**
 * The tab's own worker, which waits for its turn to lead; one that dies is replaced.
 *
 * <p>Without its worker a tab can still follow, and what is said to none is lost. But if it was the only tab there is
 * nobody to follow.
 */
final class TabWorker {
    /** What the worker says. */
    interface Events {
        /** It leads, and this link goes to it. */
        void leads(Link link, int term);

        /** Somebody else has the lock of the store. */
        void waits();

        /** It could not lead. */
        void unserved(Failure failure);

        /** The broker does not answer it. */
        void brokerSilent();

        /** It holds nothing any more. */
        void stopped();

        /** It has died without having been told to; unless the tab ends, another one follows. */
        void died();

        /** Another one has been started in its place. */
        void replaced();

        /** It has the lock of the store, or has it no more. */
        void holds(boolean isHeld);

        /** It names what it runs on this port. */
        void namesOn(Port running);

        /** It has answered a ping. */
        void spoken();

        /** A line for the log. */
        void log(String text);
    }

    /** A worker that dies at once, each time, must not keep the browser busy. */
    private static final double RESPAWN_MS = 500;

    private final PageConfig config;
    private final Protocol protocol;
    private final String session;
    private final Events events;
    private Port port;
    private WebLock deathWatch;
    private int lastTerm;
    private boolean isFirst = true;
    private boolean isWanted;

    TabWorker(PageConfig config, Protocol protocol, String session, Events events) {
        this.config = config;
        this.protocol = protocol;
        this.session = session;
        this.events = events;
    }

    /** Starts a worker. */
    void start() {
        isWanted = true;
        port = isFirst ? config.getWorker() : PageScripts.respawnWorker(config);
        isFirst = false;
        if (port == null) {
            return;
        }
        Ports.listenForPorts(port, (data, channel) -> received((Packet) data, channel));
        port.postMessage(Control.start(
                config.getPath(),
                session,
                config.getId(),
                config.getAppVersion(),
                protocol.oldest(),
                protocol.newest(),
                config.getLeaderTimeoutMs(),
                config.isConverting(),
                config.getEngineUrls(),
                config.isDebug()));
        tellTerm(lastTerm);
    }

    private void received(Packet packet, Port channel) {
        switch (packet.getType()) {
            case "alive" -> deathWatch = WebLocks.shared(Names.workerLock(session), this::died, refused -> {});
            case "lead" -> events.leads(Link.overPort(channel), packet.getTerm());
            case "waits" -> events.waits();
            case "unserved" -> events.unserved(PlainFailure.toFailure(packet.getFailure()));
            case "broker-silent" -> events.brokerSilent();
            case "stopped" -> events.stopped();
            case "holds" -> events.holds(packet.isHeld());
            case "running" -> events.namesOn(channel);
            case "pong" -> events.spoken();
            case "log" -> events.log(packet.getText());
            default -> {
                // `ready`, which only the facade waits for.
            }
        }
    }

    private void died() {
        deathWatch.release();
        events.died();
        Port dead = port;
        Web.after(RESPAWN_MS, () -> {
            if (isWanted && port == dead) {
                start();
                events.replaced();
            }
        });
    }

    void useBroker(Port broker) {
        if (port != null) {
            Ports.postTransferring(port, Control.bare("broker"), broker);
        }
    }

    /** Tells it something that needs no more than a word. */
    void tell(String word) {
        if (port != null) {
            port.postMessage(Control.bare(word));
        }
    }

    /** Tells it that somebody leads with this term; the next worker is told as well. */
    void tellTerm(int term) {
        lastTerm = term;
        if (port != null) {
            port.postMessage(Control.term("term", term));
        }
    }

    /** Has it hand leadership on, with {@code isStopping} for good; false where there is nobody to ask. */
    boolean resign(boolean isStopping) {
        isWanted &= !isStopping;
        if (port == null) {
            return false;
        }
        port.postMessage(Control.resign(isStopping));
        return true;
    }

    /** Ends it at once; its death is seen like any other. */
    void kill() {
        if (port != null) {
            PageScripts.terminate(port);
        }
    }

    /** Ends it for good; another one can be started. */
    void terminate() {
        isWanted = false;
        if (deathWatch != null) {
            deathWatch.release();
        }
        if (port != null) {
            PageScripts.terminate(port);
        }
    }
}
