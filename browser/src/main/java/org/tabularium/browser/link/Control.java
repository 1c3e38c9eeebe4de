package org.tabularium.browser.link;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Makes the packets by which a tab, its worker and the broker arrange their links; docs/protocol.md lists them. */
public final class Control {
    private Control() {}

    /** Tab to worker: what to wait for, and as whom. */
    @JSBody(
            params = {"path", "session", "id", "app", "oldest", "newest", "leaderTimeoutMs", "convert", "urls", "debug"
            },
            script = "return {t: 'start', path: path, session: session, id: id, app: app, oldest: oldest,"
                    + " newest: newest, leaderTimeoutMs: leaderTimeoutMs, convert: convert, urls: urls, debug: debug};")
    public static native Packet start(
            String path,
            String session,
            String id,
            String app,
            int oldest,
            int newest,
            int leaderTimeoutMs,
            boolean convert,
            JSObject urls,
            boolean debug);

    /** Worker to tab: whether this worker has the lock of the store. */
    @JSBody(params = "held", script = "return {t: 'holds', held: held};")
    public static native Packet holds(boolean held);

    /**
     * Worker to tab, on a port that nobody reads before there is a reason to: this request is run next. Without one:
     * something is, which is nobody's or known to be quick.
     */
    @JSBody(
            params = {"session", "n"},
            script = "return {t: 'runs', session: session, n: n};")
    public static native Packet running(String session, int n);

    /** Among tabs: the engine had to be stopped while it ran this request. */
    @JSBody(
            params = {"session", "n", "failure"},
            script = "return {t: 'stopped', session: session, n: n, failure: failure};")
    public static native Packet stopped(String session, int n, PlainFailure failure);

    /** Tab to worker: hand leadership on, if you have it. */
    @JSBody(params = "stopping", script = "return {t: 'resign', stopping: stopping};")
    public static native Packet resign(boolean stopping);

    /**
     * Tab to worker: somebody leads with this term. Worker to tab, with a port: you lead through me, with this term.
     */
    @JSBody(
            params = {"type", "term"},
            script = "return {t: type, term: term};")
    public static native Packet term(String type, int term);

    /** Worker to tab: I could not lead. */
    @JSBody(params = "failure", script = "return {t: 'unserved', failure: failure};")
    public static native Packet unserved(PlainFailure failure);

    /** Worker to tab: a line for the log. */
    @JSBody(params = "text", script = "return {t: 'log', text: text};")
    public static native Packet log(String text);

    /** A packet that says all by its kind. */
    @JSBody(params = "type", script = "return {t: type};")
    public static native Packet bare(String type);

    /**
     * To the broker or the meeting channel: {@code join} of a tab that knows a term, {@code register} of a leader with
     * it.
     */
    @JSBody(
            params = {"type", "path", "session", "term"},
            script = "return {t: type, path: path, session: session, term: term};")
    public static native Packet about(String type, String path, String session, int term);

    /** Among tabs: the broker of this generation is the one to use. */
    @JSBody(params = "generation", script = "return {t: 'broker', generation: generation};")
    public static native Packet brokerNews(int generation);
}
