package org.tabularium.browser.js;

import org.teavm.jso.JSBody;

/**
 * Goes on when the messages that have come before have been dealt with. Takes no timer, which browsers slow down. The
 * engine's glue has its own, {@code nextTask}: the two are scripts of their own, and this one is loaded without an engine.
 */
public final class Pause {
    private Pair channel;

    /** Calls back after those messages. One at a time. */
    public void then(Callback next) {
        if (channel == null) {
            channel = Ports.pair();
        }
        onMessage(channel.getPort1(), next);
        channel.getPort2().postMessage(null);
    }

    /** Only while somebody waits: a port that listens keeps Node from ending. */
    @JSBody(
            params = {"port", "then"},
            script = "port.onmessage = function() { port.onmessage = null; then(); };")
    private static native void onMessage(Port port, Callback then);
}
