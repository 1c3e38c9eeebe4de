package org.tabularium.browser.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Makes ports, and does with them what a plain method call cannot say. */
public final class Ports {
    private Ports() {}

    /** Calls back on each message, in order, from now on. */
    @JSBody(
            params = {"port", "then"},
            script = "port.onmessage = function(event) { then(event.data); };")
    public static native void listen(Port port, JsConsumer<JSObject> then);

    /** The same where messages may bring a port. */
    @JSBody(
            params = {"port", "then"},
            script = "port.onmessage = function(event) { then(event.data, event.ports && event.ports[0] || null); };")
    public static native void listenForPorts(Port port, MessageHandler then);

    /** Sends a clone of the message and hands the object over. */
    @JSBody(
            params = {"port", "message", "object"},
            script = "port.postMessage(message, [object]);")
    public static native void postTransferring(Port port, JSObject message, JSObject object);

    /** The scope of the worker this runs in, which is the port to whoever made it. */
    @JSBody(script = "return self;")
    public static native Port ofThisWorker();

    /** The two ends of a fresh MessageChannel, as {@code port1} and {@code port2}. */
    @JSBody(script = "return new MessageChannel();")
    public static native Pair pair();

    /** A BroadcastChannel. */
    @JSBody(params = "name", script = "return new BroadcastChannel(name);")
    public static native Port broadcast(String name);

    /** Connects to a shared module worker, making it where there is none. */
    @JSBody(
            params = {"url", "name", "failed"},
            script = "var worker = new SharedWorker(url, {type: 'module', name: name});"
                    + "worker.onerror = function() { failed(); }; return worker.port;")
    public static native Port toSharedWorker(String url, String name, Callback failed);

    /** Calls back with the port of everyone who connects to the shared worker this runs in. */
    @JSBody(params = "then", script = "self.onconnect = function(event) { then(event.ports[0]); };")
    public static native void onConnect(JsConsumer<Port> then);
}
