package org.tabularium.browser.worker;

import java.util.function.Consumer;
import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Ports;
import org.tabularium.browser.link.Control;
import org.tabularium.browser.link.Link;
import org.tabularium.browser.link.Names;
import org.tabularium.browser.link.Packet;

/**
 * The leader's side of the meeting channel, where tabs that have no SharedWorker find it.
 *
 * <p>The leader says {@code lead} when it begins; a tab says {@code join}; the leader answers {@code offer} once it
 * listens on the channel for the two of them. Where every tab has a broker, the one {@code lead} is all that is ever
 * said here.
 */
final class Meeting {
    private final String path;
    private final Consumer<Link> joined;
    private Port channel;
    private int term;

    Meeting(String path, Consumer<Link> joined) {
        this.path = path;
        this.joined = joined;
    }

    void lead(int newTerm) {
        term = newTerm;
        channel = Ports.broadcast(Names.meeting(path));
        Ports.listen(channel, data -> received((Packet) data));
        channel.postMessage(Control.about("lead", path, null, term));
    }

    void close() {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private void received(Packet packet) {
        if (packet.getType().equals("join") && packet.getTerm() < term) {
            String session = packet.getSession();
            joined.accept(Link.overBroadcast(Names.pairChannel(path, session, term)));
            channel.postMessage(Control.about("offer", path, session, term));
        }
    }
}
