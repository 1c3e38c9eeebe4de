package org.tabularium.browser.page;

import org.tabularium.browser.js.Port;
import org.tabularium.browser.link.Link;

/** Has this tab introduced to whoever leads its store: by a broker, or on the meeting channel where there is none. */
final class LeaderFinder {
    /** What was found. */
    interface Found {
        /** A link to somebody who leads. */
        void leader(Link link, int term);

        /** A port to the broker, for the tab's worker. */
        void broker(Port forWorker);

        /** A line for the log. */
        void log(String text);
    }

    private final String path;
    private final String session;
    private final Found found;
    private BrokerLink broker;
    private MeetingLink meeting;
    private int knownTerm;
    private boolean isPutOff;

    LeaderFinder(String path, String session, String brokerUrl, Found found) {
        this.path = path;
        this.session = session;
        this.found = found;
        if (brokerUrl != null) {
            broker = new BrokerLink(brokerUrl, new BrokerLink.Events() {
                @Override
                public void ready(Port forWorker) {
                    found.broker(forWorker);
                    join();
                }

                @Override
                public void introduced(Port port, int term) {
                    found.leader(Link.overPort(port), term);
                }

                @Override
                public void unavailable() {
                    found.log("the broker's script did not load; tabs meet on a BroadcastChannel instead");
                    broker = null;
                    meet();
                }
            });
        }
    }

    /**
     * Puts looking off until it is of use. A tab that is about to lead has nobody to be introduced to, and the browser would
     * start a broker while it starts the tab's worker and the engine.
     */
    void putOff() {
        isPutOff = true;
    }

    /** Begins to look if that was put off. */
    void seekNow(int term) {
        if (isPutOff) {
            seek(term);
        }
    }

    /** Looks for every leader with a term above {@code term} from now on. */
    void seek(int term) {
        isPutOff = false;
        knownTerm = term;
        if (broker == null) {
            meet();
        } else if (broker.isReady()) {
            join();
        } else {
            broker.connect();
        }
    }

    /** Connects a worker that has taken the place of another. */
    void connectWorker() {
        if (broker != null && broker.isReady()) {
            found.broker(broker.portForWorker());
        }
    }

    /** Makes sure that the broker still speaks. */
    void checkBroker() {
        if (broker != null) {
            broker.check();
        }
    }

    /** Makes another broker: the present one does not answer. */
    void replaceBroker() {
        if (broker != null) {
            broker.replace();
        }
    }

    /** Looks no more, and lets go of everything. */
    void stop() {
        isPutOff = false;
        if (broker != null) {
            broker.stop();
        }
        if (meeting != null) {
            meeting.close();
            meeting = null;
        }
    }

    /** How messages to other tabs travel. */
    String transport() {
        return broker == null ? "broadcast-channel" : "message-port";
    }

    private void join() {
        broker.join(path, session, knownTerm);
    }

    private void meet() {
        if (meeting == null) {
            meeting = new MeetingLink(path, session, found::leader);
        }
        meeting.seek(knownTerm);
    }
}
