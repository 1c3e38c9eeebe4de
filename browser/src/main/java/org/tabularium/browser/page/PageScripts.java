package org.tabularium.browser.page;

import org.tabularium.browser.js.Port;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Makes and reads the objects the facade shares with the page. */
final class PageScripts {
    private PageScripts() {}

    @JSBody(
            params = {
                "term",
                "leaderId",
                "isLeader",
                "isFresh",
                "commit",
                "protocol",
                "engine",
                "storage",
                "transport",
                "durability",
                "missedMs"
            },
            script = "return {term: term, leaderId: leaderId, isLeader: isLeader, isFresh: isFresh, commit: commit,"
                    + " protocol: protocol, engine: engine, storage: storage, transport: transport,"
                    + " worker: 'dedicated', durability: durability, missedMs: missedMs};")
    static native JSObject leaderInfo(
            int term,
            String leaderId,
            boolean isLeader,
            boolean isFresh,
            double commit,
            int protocol,
            String engine,
            String storage,
            String transport,
            String durability,
            double missedMs);

    /** The text of one statement; null for a batch. */
    @JSBody(params = "statement", script = "return statement.batch ? null : statement.sql;")
    static native String textOf(JSObject statement);

    /** The texts of a batch. */
    @JSBody(params = "statement", script = "return statement.batch.map(function (one) { return one.sql; });")
    static native String[] textsOf(JSObject statement);

    /** A worker in the place of one that was terminated; null where the application's own cannot be made again. */
    @JSBody(params = "config", script = "return config.respawnWorker ? config.respawnWorker() : null;")
    static native Port respawnWorker(PageConfig config);

    @JSBody(params = "event", script = "return event.persisted === true;")
    static native boolean isPersisted(JSObject event);

    @JSBody(params = "worker", script = "worker.terminate();")
    static native void terminate(JSObject worker);
}
