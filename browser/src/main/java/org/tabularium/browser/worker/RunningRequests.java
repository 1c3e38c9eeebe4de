package org.tabularium.browser.worker;

import org.tabularium.browser.js.Pair;
import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Ports;
import org.tabularium.browser.link.Control;

/**
 * Tells the tab which request runs, for the time when this worker cannot be asked.
 *
 * <p>A message costs more than most statements, so what is known to be quick is not told. Should it be slow this once,
 * the tab names nobody, its worker is ended all the same, and the next leader, who knows nothing yet, tells again.
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
    private String session;
    private int number;
    private boolean isTold = true;

    RunningRequests(Port tab) {
        this.tab = tab;
    }

    /** This request runs from now on; nobody is told yet. */
    void runs(String owner, int request) {
        session = owner;
        number = request;
        isTold = false;
    }

    /** Tells what runs, before something that may take long. */
    void tell() {
        if (isTold) {
            return;
        }
        isTold = true;
        if (port == null || posts == POSTS_PER_PORT) {
            renew();
        }
        posts++;
        port.postMessage(Control.running(session, number));
    }

    /** Takes another port: the tab has read this one, and would be woken by each message from now on. */
    void renew() {
        if (port != null) {
            port.close();
        }
        Pair pair = Ports.pair();
        port = pair.getPort1();
        posts = 0;
        Ports.postTransferring(tab, Control.bare("running"), pair.getPort2());
    }
}
