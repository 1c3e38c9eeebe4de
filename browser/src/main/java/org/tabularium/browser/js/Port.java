package org.tabularium.browser.js;

import org.teavm.jso.JSObject;

/** Anything that takes and brings messages: a MessagePort, a Worker, a worker's own scope, a BroadcastChannel. */
public interface Port extends JSObject {
    /** Sends a clone of the message. */
    void postMessage(JSObject message);

    /** Ends what it is an end of. Not every port knows how. */
    void close();
}
