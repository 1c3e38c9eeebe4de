package org.tabularium.client.browser;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** The methods of a database, and of a transaction, of the npm package. */
final class JsCalls {
    /** The closure of a transaction. */
    @JSFunctor
    interface Body extends JSObject {
        /** Runs it. */
        JSPromise<JSObject> run(JSObject transaction);
    }

    /** Is told of something. */
    @JSFunctor
    interface Told extends JSObject {
        /** Something has happened; what, where there is more to say. */
        void tell(JSObject what);
    }

    private JsCalls() {}

    /** Runs a statement; numbers beyond what JavaScript can tell apart come as bigints, JSON as text. */
    @JSBody(
            params = {"on", "sql", "params"},
            script = "return on.query(sql, params, {parsers: {114: function (text) { return text; },"
                    + " 3802: function (text) { return text; }}});")
    static native JSPromise<JSObject> query(JSObject on, String sql, JSObject params);

    /** Runs a script. */
    @JSBody(
            params = {"on", "script"},
            script = "return on.exec(script);")
    static native JSPromise<JSObject> exec(JSObject on, String script);

    /** Runs a closure in a transaction. */
    @JSBody(
            params = {"db", "body"},
            script = "return db.transaction(body);")
    static native JSPromise<JSObject> transaction(JSObject db, Body body);

    /** Rolls a transaction back. */
    @JSBody(params = "tx", script = "return tx.rollback();")
    static native JSPromise<JSObject> rollBack(JSObject tx);

    /** Follows a query. */
    @JSBody(
            params = {"db", "sql", "params", "told"},
            script = "return db.live.query(sql, params, told);")
    static native JSPromise<JSObject> live(JSObject db, String sql, JSObject params, Told told);

    /** The results a live query began with. */
    @JSBody(params = "query", script = "return query.initialResults;")
    static native JSObject initialResults(JSObject query);

    /** Ends a live query. */
    @JSBody(params = "query", script = "query.unsubscribe();")
    static native void unsubscribe(JSObject query);

    /** Whether the tab leads. */
    @JSBody(params = "db", script = "return db.isLeader;")
    static native boolean isLeader(JSObject db);

    /** Is told of changes of leader; returns what stops that. */
    @JSBody(
            params = {"db", "told"},
            script = "return db.onLeaderChange(told);")
    static native JSObject onLeaderChange(JSObject db, Told told);

    /** Calls a function without arguments. */
    @JSBody(params = "end", script = "end();")
    static native void call(JSObject end);

    /** Leaves the database. */
    @JSBody(params = "db", script = "return db.close();")
    static native JSPromise<JSObject> close(JSObject db);

    /** A promise that is kept open until it is settled from outside: {@code {promise, resolve, reject}}. */
    @JSBody(
            script = "var held = {}; held.promise = new Promise(function (resolve, reject) {"
                    + " held.resolve = resolve; held.reject = reject; }); return held;")
    static native JSObject held();

    /** The promise of it. */
    @JSBody(params = "held", script = "return held.promise;")
    static native JSPromise<JSObject> promiseOf(JSObject held);

    /** Settles it well. */
    @JSBody(params = "held", script = "held.resolve();")
    static native void resolve(JSObject held);

    /** Settles it badly. */
    @JSBody(
            params = {"held", "message"},
            script = "held.reject(new Error(message));")
    static native void reject(JSObject held, String message);

    /** A part of an error as text, or null. */
    @JSBody(
            params = {"error", "name"},
            script = "var part = error === null || error === undefined ? undefined : error[name];"
                    + " return part === null || part === undefined ? null : String(part);")
    static native String part(JSObject error, String name);
}
