package org.tabularium.browser.page;

import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Ports;
import org.tabularium.browser.link.Control;
import org.tabularium.browser.link.Link;
import org.tabularium.browser.link.Names;
import org.tabularium.browser.link.Packet;

/** A tab's side of the meeting channel, for browsers without SharedWorker. */
final class MeetingLink {
    /** Takes a link to a leader of a term. */
    interface Found {
        /** Takes it. */
        void leader(Link link, int term);
    }

    private final String path;
    private final String session;
    private final Found found;
    private final Port channel;
    private int knownTerm;

    MeetingLink(String path, String session, Found found) {
        this.path = path;
        this.session = session;
        this.found = found;
        this.channel = Ports.broadcast(Names.meeting(path));
        Ports.listen(channel, data -> received((Packet) data));
    }

    /** Asks for every leader with a term above {@code term}. */
    void seek(int term) {
        knownTerm = term;
        channel.postMessage(Control.about("join", path, session, term));
    }

    void close() {
        channel.close();
    }

    private void received(Packet packet) {
        boolean isNews = packet.getTerm() > knownTerm;
        if (packet.getType().equals("lead") && isNews) {
            seek(knownTerm);
        } else if (packet.getType().equals("offer") && isNews && session.equals(packet.getSession())) {
            knownTerm = packet.getTerm();
            found.leader(Link.overBroadcast(Names.pairChannel(path, session, knownTerm)), knownTerm);
        }
    }
}
