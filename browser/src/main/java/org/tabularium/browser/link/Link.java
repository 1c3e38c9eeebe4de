package org.tabularium.browser.link;

import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Ports;
import org.teavm.jso.JSObject;

/** One end of a channel between a tab and a leader. */
public final class Link {
    private final Port port;
    private final boolean canTransfer;

    private Link(Port port, boolean canTransfer) {
        this.port = port;
        this.canTransfer = canTransfer;
    }

    /** A link over a MessagePort. */
    public static Link overPort(Port port) {
        return new Link(port, true);
    }

    /** A link over a BroadcastChannel of its own, where no port can be had. */
    public static Link overBroadcast(String name) {
        return new Link(Ports.broadcast(name), false);
    }

    /** How messages travel, as {@code db.mode.transport} says. */
    public String transport() {
        return canTransfer ? "message-port" : "broadcast-channel";
    }

    /** Calls back with each packet. */
    public void listen(PacketHandler handler) {
        Ports.listen(port, data -> handler.packet((Packet) data));
    }

    /** Sends a packet. */
    public void post(Packet packet) {
        port.postMessage(packet);
    }

    /** Sends a packet and hands over the buffer of its result, if it has one of its own. */
    public void postHandingOver(Packet packet) {
        JSObject buffer = canTransfer ? Buffers.ofResult(packet) : null;
        if (buffer == null) {
            port.postMessage(packet);
        } else {
            Ports.postTransferring(port, packet, buffer);
        }
    }

    /** Closes this end after what was posted. */
    public void close() {
        port.close();
    }

    /** Takes packets. */
    public interface PacketHandler {
        /** Takes one. */
        void packet(Packet packet);
    }
}
