package org.tabularium.browser.link;

import org.tabularium.base.Commit;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.wire.Holder;
import org.tabularium.wire.Protocol;
import org.tabularium.wire.ToClient;

/** Messages to a tab, as packets and back. */
public final class ToClientCodec {
    private ToClientCodec() {}

    /** The packet of a message. */
    public static Packet encode(ToClient message) {
        if (message instanceof ToClient.Reply m) {
            return Packets.reply(
                    m.number(),
                    PlainFailure.of(m.failure()),
                    JsPayload.valueOf(m.result()),
                    m.isAbridged(),
                    m.commit().term(),
                    m.commit().number(),
                    m.level().name());
        } else if (message instanceof ToClient.LiveResult m) {
            return Packets.live(
                    m.subscription(),
                    JsPayload.valueOf(m.result()),
                    m.commit().term(),
                    m.commit().number(),
                    m.base().term(),
                    m.base().number());
        } else if (message instanceof ToClient.LiveFailed m) {
            return Packets.liveFailed(
                    m.subscription(),
                    PlainFailure.of(m.failure()),
                    m.commit().term(),
                    m.commit().number());
        } else if (message instanceof ToClient.LiveRound m) {
            Packet[] parts = new Packet[m.parts().size()];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = encode(m.parts().get(i));
            }
            return Packets.liveRound(parts);
        } else if (message instanceof ToClient.Welcome m) {
            return Packets.welcome(
                    m.term(), m.leaderId(), m.protocol(), m.commit().number(), m.isFresh(), m.engine(), m.storage());
        } else if (message instanceof ToClient.Refused m) {
            return Packets.refused(PlainFailure.of(m.failure()), holder(m.holder()));
        } else if (message instanceof ToClient.Moved m) {
            return Packets.moved(m.number(), m.hasBegun());
        } else if (message instanceof ToClient.NotKept m) {
            return Packets.numbered("not-kept", m.number());
        } else if (message instanceof ToClient.Doubted m) {
            return Packets.doubted(m.number(), PlainFailure.of(m.failure()));
        } else if (message instanceof ToClient.Withdrawn m) {
            return Packets.numbered("withdrawn", m.number());
        } else if (message instanceof ToClient.Begun m) {
            return Packets.numbered("begun", m.number());
        } else {
            return Packets.bare("leaving");
        }
    }

    /** The message in a packet, or null for a kind this build does not know. Of a round, there are {@link Packets#parts}. */
    public static ToClient decode(Packet packet) {
        if (Packets.isOfKind(packet, "reply")) {
            return new ToClient.Reply(
                    packet.getNumber(),
                    PlainFailure.toFailure(packet.getFailure()),
                    JsPayload.of(packet.getResult()),
                    packet.isAbridged(),
                    commit(packet),
                    Packets.reachedLevel(packet));
        }
        return switch (packet.getType()) {
            case "live" ->
                new ToClient.LiveResult(
                        packet.getNumber(),
                        commit(packet),
                        JsPayload.of(packet.getResult()),
                        new Commit(packet.getBaseTerm(), packet.getBaseNumber()));
            case "live-failed" ->
                new ToClient.LiveFailed(
                        packet.getNumber(), commit(packet), PlainFailure.toFailure(packet.getFailure()));
            case "welcome" ->
                new ToClient.Welcome(
                        packet.getTerm(),
                        packet.getLeader(),
                        packet.getProtocol(),
                        commit(packet),
                        packet.isFresh(),
                        packet.getEngine(),
                        packet.getStorage());
            case "refused" ->
                new ToClient.Refused(PlainFailure.toFailure(packet.getFailure()), holder(packet.getHolder()));
            case "moved" -> new ToClient.Moved(packet.getNumber(), packet.hasBegun());
            case "not-kept" -> new ToClient.NotKept(packet.getNumber());
            case "doubted" -> new ToClient.Doubted(packet.getNumber(), PlainFailure.toFailure(packet.getFailure()));
            case "withdrawn" -> new ToClient.Withdrawn(packet.getNumber());
            case "begun" -> new ToClient.Begun(packet.getNumber());
            case "leaving" -> new ToClient.Leaving();
            default -> null;
        };
    }

    private static Commit commit(Packet packet) {
        return new Commit(packet.getCommitTerm(), packet.getCommitNumber());
    }

    private static Packet holder(Holder holder) {
        return holder == null
                ? null
                : Packets.holder(
                        holder.leaderId(),
                        holder.id(),
                        holder.appVersion(),
                        holder.protocol().oldest(),
                        holder.protocol().newest());
    }

    private static Holder holder(Packet packet) {
        return packet == null
                ? null
                : new Holder(
                        packet.getLeader(),
                        packet.getId(),
                        packet.getApp(),
                        new Protocol(packet.getOldest(), packet.getNewest()));
    }
}
