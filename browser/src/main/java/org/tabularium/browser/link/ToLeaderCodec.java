package org.tabularium.browser.link;

import org.tabularium.base.Commit;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.wire.Protocol;
import org.tabularium.wire.ToLeader;

/** Messages to the leader, as packets and back. */
public final class ToLeaderCodec {
    private ToLeaderCodec() {}

    /** The packet of a message. */
    public static Packet encode(ToLeader message) {
        if (message instanceof ToLeader.Request m) {
            return Packets.request(
                    m.number(),
                    m.settledBelow(),
                    m.operation().name(),
                    m.isRead(),
                    m.isRecall(),
                    m.transaction(),
                    m.durability().name(),
                    m.idleMs(),
                    m.awaited().term(),
                    m.awaited().number(),
                    JsPayload.valueOf(m.statement()));
        } else if (message instanceof ToLeader.Hello m) {
            return Packets.hello(
                    m.sessionId(),
                    m.id(),
                    m.appVersion(),
                    m.protocol().oldest(),
                    m.protocol().newest(),
                    m.lastTerm(),
                    m.greeting());
        } else if (message instanceof ToLeader.Yield m) {
            return Packets.yield(m.sessionId());
        } else if (message instanceof ToLeader.Cancel m) {
            return Packets.numbered("cancel", m.number());
        } else if (message instanceof ToLeader.Subscribe m) {
            return Packets.subscribe(
                    m.subscription(),
                    m.key(),
                    JsPayload.valueOf(m.query()),
                    m.seen().term(),
                    m.seen().number());
        } else if (message instanceof ToLeader.Unsubscribe m) {
            return Packets.numbered("unsubscribe", m.subscription());
        } else if (message instanceof ToLeader.Refresh m) {
            return Packets.numbered("refresh", m.subscription());
        } else {
            return Packets.bare("bye");
        }
    }

    /** The message in a packet, or null for a kind this build does not know. */
    public static ToLeader decode(Packet packet) {
        if (Packets.isOfKind(packet, "request")) {
            return new ToLeader.Request(
                    packet.getNumber(),
                    packet.getSettledBelow(),
                    Packets.operation(packet),
                    packet.isRead(),
                    packet.isRecall(),
                    packet.getTransaction(),
                    Packets.wantedLevel(packet),
                    packet.getIdleMs(),
                    new Commit(packet.getCommitTerm(), packet.getCommitNumber()),
                    JsPayload.of(packet.getStatement()));
        }
        return switch (packet.getType()) {
            case "hello" ->
                new ToLeader.Hello(
                        packet.getSession(),
                        packet.getId(),
                        packet.getApp(),
                        new Protocol(packet.getOldest(), packet.getNewest()),
                        packet.getTerm(),
                        packet.getNumber());
            case "yield" -> new ToLeader.Yield(packet.getSession());
            case "cancel" -> new ToLeader.Cancel(packet.getNumber());
            case "subscribe" ->
                new ToLeader.Subscribe(
                        packet.getNumber(),
                        packet.getKey(),
                        JsPayload.of(packet.getStatement()),
                        new Commit(packet.getCommitTerm(), packet.getCommitNumber()));
            case "unsubscribe" -> new ToLeader.Unsubscribe(packet.getNumber());
            case "refresh" -> new ToLeader.Refresh(packet.getNumber());
            case "bye" -> new ToLeader.Bye();
            default -> null;
        };
    }
}
