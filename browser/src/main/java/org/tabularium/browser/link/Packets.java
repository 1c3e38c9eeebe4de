package org.tabularium.browser.link;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Makes packets, one method for each kind. */
final class Packets {
    private Packets() {}

    @JSBody(
            params = {"session", "id", "app", "oldest", "newest", "term", "n"},
            script =
                    "return {t: 'hello', session: session, id: id, app: app, oldest: oldest, newest: newest, term: term,"
                            + " n: n};")
    static native Packet hello(String session, String id, String app, int oldest, int newest, int term, int n);

    @JSBody(params = "session", script = "return {t: 'yield', session: session};")
    static native Packet yield(String session);

    @JSBody(
            params = {"n", "op", "read", "tx", "level", "idleMs", "sql"},
            script = "return {t: 'request', n: n, op: op, read: read, tx: tx, level: level, idleMs: idleMs, sql: sql};")
    static native Packet request(int n, String op, boolean read, int tx, String level, int idleMs, JSObject sql);

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
            params = {"type", "n", "failure", "result", "commitTerm", "commitNumber"},
            script = "return {t: type, n: n, failure: failure, result: result, commitTerm: commitTerm,"
                    + " commitNumber: commitNumber};")
    static native Packet outcome(
            String type, int n, PlainFailure failure, JSObject result, int commitTerm, int commitNumber);
}
