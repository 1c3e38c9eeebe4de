package org.tabularium.browser.page;

import org.tabularium.base.Failure;
import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Ports;
import org.tabularium.browser.js.WebLock;
import org.tabularium.browser.js.WebLocks;
import org.tabularium.browser.link.Control;
import org.tabularium.browser.link.Link;
import org.tabularium.browser.link.Names;
import org.tabularium.browser.link.Packet;
import org.tabularium.browser.link.PlainFailure;
import org.tabularium.wire.Protocol;

/** The tab's own worker, which waits for its turn to lead; null-safe, because a tab can do without one. */
final class TabWorker {
    /** What the worker says. */
    interface Events {
        /** It leads, and this link goes to it. */
        void leads(Link link, int term);

        /** It could not lead. */
        void unserved(Failure failure);

        /** The broker does not answer it. */
        void brokerSilent();

        /** It holds nothing any more. */
        void stopped();

        /** It has died without having been told to. */
        void died();

        /** It has the lock of the store, or has it no more. */
        void holds(boolean isHeld);

        /** It names what it runs on this port. */
        void namesOn(Port running);

        /** It has answered a ping. */
        void spoken();

        /** A line for the log. */
        void log(String text);
    }

    private final Port port;
    private final String session;
    private final Events events;
    private WebLock deathWatch;

    TabWorker(Port port, String session, Events events) {
        this.port = port;
        this.session = session;
        this.events = events;
        if (port != null) {
            Ports.listen(port, (data, channel) -> received((Packet) data, channel));
        }
    }

    private void received(Packet packet, Port channel) {
        switch (packet.getType()) {
            case "alive" -> deathWatch = WebLocks.shared(Names.workerLock(session), this::died, refused -> {});
            case "lead" -> events.leads(Link.overPort(channel), packet.getTerm());
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
    }

    void start(PageConfig config, Protocol protocol) {
        if (port != null) {
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
        }
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

    void tellTerm(int term) {
        if (port != null) {
            port.postMessage(Control.term("term", term));
        }
    }

    /** Has it hand leadership on; false where there is nobody to ask. */
    boolean resign(boolean isStopping) {
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

    /** Ends it for good. */
    void terminate() {
        if (deathWatch != null) {
            deathWatch.release();
        }
        if (port != null) {
            PageScripts.terminate(port);
        }
    }
}
