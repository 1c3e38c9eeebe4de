package org.tabularium.browser.link;

import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Makes packets, one method for each kind, and reads what is read of nearly every packet. */
public final class Packets {
    private Packets() {}

    /**
     * Whether a packet is of a kind. A switch makes a Java string of the kind, which takes longer than all else that is
     * done to read a frequent packet.
     */
    @JSBody(
            params = {"packet", "kind"},
            script = "return packet.t === kind;")
    static native boolean isOfKind(Packet packet, String kind);

    /** The level that a request asks for; of two levels one that is not the lower is the higher. */
    static Durability wantedLevel(Packet packet) {
        return isAtLevel(packet, "MEMORY") ? Durability.MEMORY : Durability.DISK;
    }

    /** The level that a reply tells of; of two levels one that is not the higher is the lower. */
    static Durability reachedLevel(Packet packet) {
        return isAtLevel(packet, "DISK") ? Durability.DISK : Durability.MEMORY;
    }

    @JSBody(
            params = {"packet", "level"},
            script = "return packet.level === level;")
    private static native boolean isAtLevel(Packet packet, String level);

    /** What a request asks for. */
    static Operation operation(Packet packet) {
        return isQuery(packet) ? Operation.QUERY : Operation.valueOf(packet.getOperation());
    }

    @JSBody(params = "packet", script = "return packet.op === 'QUERY';")
    private static native boolean isQuery(Packet packet);

    @JSBody(
            params = {"session", "id", "app", "oldest", "newest", "term", "n"},
            script =
                    "return {t: 'hello', session: session, id: id, app: app, oldest: oldest, newest: newest, term: term,"
                            + " n: n};")
    static native Packet hello(String session, String id, String app, int oldest, int newest, int term, int n);

    @JSBody(params = "session", script = "return {t: 'yield', session: session};")
    static native Packet yield(String session);

    @JSBody(
            params = {"n", "below", "op", "read", "recall", "tx", "level", "idleMs", "commitTerm", "commitNumber", "sql"
            },
            script =
                    "return {t: 'request', n: n, below: below, op: op, read: read, recall: recall, tx: tx, level: level,"
                            + " idleMs: idleMs, commitTerm: commitTerm, commitNumber: commitNumber, sql: sql};")
    static native Packet request(
            int n,
            int below,
            String op,
            boolean read,
            boolean recall,
            int tx,
            String level,
            int idleMs,
            int commitTerm,
            int commitNumber,
            JSObject sql);

    @JSBody(
            params = {"n", "failure", "result", "abridged", "commitTerm", "commitNumber", "level"},
            script = "return {t: 'reply', n: n, failure: failure, result: result, abridged: abridged,"
                    + " commitTerm: commitTerm, commitNumber: commitNumber, level: level};")
    static native Packet reply(
            int n,
            PlainFailure failure,
            JSObject result,
            boolean abridged,
            int commitTerm,
            int commitNumber,
            String level);

    @JSBody(
            params = {"n", "begun"},
            script = "return {t: 'moved', n: n, begun: begun};")
    static native Packet moved(int n, boolean begun);

    @JSBody(
            params = {"n", "failure"},
            script = "return {t: 'doubted', n: n, failure: failure};")
    static native Packet doubted(int n, PlainFailure failure);

    @JSBody(
            params = {"n", "key", "sql", "commitTerm", "commitNumber"},
            script = "return {t: 'subscribe', n: n, key: key, sql: sql, commitTerm: commitTerm,"
                    + " commitNumber: commitNumber};")
    static native Packet subscribe(int n, String key, JSObject sql, int commitTerm, int commitNumber);

    @JSBody(
            params = {"type", "n"},
            script = "return {t: type, n: n};")
    static native Packet numbered(String type, int n);

    @JSBody(params = "type", script = "return {t: type};")
    static native Packet bare(String type);

    @JSBody(
            params = {"term", "leader", "protocol", "commitNumber", "fresh", "engine", "storage"},
            script = "return {t: 'welcome', term: term, leader: leader, protocol: protocol, commitTerm: term,"
                    + " commitNumber: commitNumber, fresh: fresh, engine: engine, storage: storage};")
    static native Packet welcome(
            int term, String leader, int protocol, int commitNumber, boolean fresh, String engine, String storage);

    @JSBody(
            params = {"failure", "holder"},
            script = "return {t: 'refused', failure: failure, holder: holder};")
    static native Packet refused(PlainFailure failure, Packet holder);

    @JSBody(
            params = {"leader", "id", "app", "oldest", "newest"},
            script = "return {leader: leader, id: id, app: app, oldest: oldest, newest: newest};")
    static native Packet holder(String leader, String id, String app, int oldest, int newest);

    @JSBody(
            params = {"n", "result", "commitTerm", "commitNumber", "baseTerm", "baseNumber"},
            script = "return {t: 'live', n: n, result: result, commitTerm: commitTerm, commitNumber: commitNumber,"
                    + " baseTerm: baseTerm, baseNumber: baseNumber};")
    static native Packet live(int n, JSObject result, int commitTerm, int commitNumber, int baseTerm, int baseNumber);

    @JSBody(
            params = {"n", "failure", "commitTerm", "commitNumber"},
            script = "return {t: 'live-failed', n: n, failure: failure, commitTerm: commitTerm,"
                    + " commitNumber: commitNumber};")
    static native Packet liveFailed(int n, PlainFailure failure, int commitTerm, int commitNumber);

    /** The messages of a round; null for a packet that is a message itself. */
    @JSBody(params = "packet", script = "return packet.parts || null;")
    public static native Packet[] parts(Packet packet);

    @JSBody(params = "parts", script = "return {t: 'live-round', parts: parts};")
    static native Packet liveRound(Packet[] parts);
}
