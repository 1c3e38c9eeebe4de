package org.tabularium.browser.worker;

import org.tabularium.browser.js.Pair;
import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Ports;
import org.tabularium.browser.link.Control;
import org.tabularium.browser.link.Packet;

/**
 * Tells the tab which request runs, for the time when this worker cannot be asked.
 *
 * <p>A message costs more than most statements, so what is known to be quick is not told, and neither is what the leader
 * runs for itself. Should that be slow this once, the tab names nobody, its worker is ended all the same, and the next
 * leader, who knows nothing yet, tells again. A name that was told before is taken back first: whose request it was may
 * have its answer by then.
 *
 * <p>Each is posted on a port that the tab does not read, so that it costs the tab nothing. Only when the worker does
 * not answer, the tab reads what lies there; the last is what runs. The port is changed from time to time, and what was
 * never read goes with it.
 */
final class RunningRequests {
    private static final int POSTS_PER_PORT = 1_000;

    private final Port tab;
    private Port port;
    private int posts;
    /** Whose request is about to run; null where it is the leader's own. */
    private String session;

    private int number;
    private boolean isNamed;

    RunningRequests(Port tab) {
        this.tab = tab;
    }

    /** This request runs next. */
    void runs(String owner, int request) {
        session = owner;
        number = request;
    }

    /** It begins, or something of the leader's own does; it may take long, or is known to be quick. */
    void begins(boolean mayTakeLong) {
        if (mayTakeLong && session != null) {
            post(Control.running(session, number));
            isNamed = true;
        } else if (isNamed) {
            post(Control.bare("runs"));
            isNamed = false;
        }
        session = null;
    }

    private void post(Packet packet) {
        if (port == null || posts == POSTS_PER_PORT) {
            renew();
        }
        posts++;
        port.postMessage(packet);
    }

    /** Takes another port, because what lies unread on the old one takes memory. */
    private void renew() {
        if (port != null) {
            port.close();
        }
        Pair pair = Ports.pair();
        port = pair.getPort1();
        posts = 0;
        Ports.postTransferring(tab, Control.bare("running"), pair.getPort2());
    }
}
