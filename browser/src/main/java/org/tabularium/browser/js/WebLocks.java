package org.tabularium.browser.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSPromise;

/**
 * Locks of the Web Locks API. The browser frees a lock whose page or worker is gone.
 *
 * @see <a href="https://w3c.github.io/web-locks/">Web Locks API</a>
 */
public final class WebLocks {
    private static final String HELD_TOGETHER = "navigator.locks.query().then(function(state) {"
            + "  function holder(name) {"
            + "    var held = state.held.find(function(lock) { return lock.name === name; });"
            + "    return held && held.clientId;"
            + "  }"
            + "  return holder(name) !== undefined && holder(name) === holder(other);"
            + "})";

    private WebLocks() {}

    /**
     * Queues for a lock that nobody else may hold at the same time.
     *
     * @param lost called when the request fails or the lock is stolen, never after {@link WebLock#release}
     */
    public static WebLock exclusive(String name, Callback granted, JsConsumer<JSObject> lost) {
        return request(name, "exclusive", granted, lost);
    }

    /** Queues for a lock that all who ask for it this way may hold together, once no exclusive holder is left. */
    public static WebLock shared(String name, Callback granted, JsConsumer<JSObject> lost) {
        return request(name, "shared", granted, lost);
    }

    /** Takes a lock from whoever has it, who learns of it by {@code lost}. */
    @JSBody(
            params = {"name", "granted", "lost"},
            script = "var isReleased = false; var letGo;"
                    + "var held = new Promise(function(resolve) { letGo = resolve; });"
                    + "navigator.locks.request(name, {steal: true}, function() {"
                    + "  if (!isReleased) granted(); return held;"
                    + "}).catch(function(error) { if (!isReleased) lost(error); });"
                    + "return {release: function() { isReleased = true; letGo(); }};")
    public static native WebLock steal(String name, Callback granted, JsConsumer<JSObject> lost);

    /** Whether both locks are held, and by the same page or worker. */
    @JSBody(
            params = {"name", "other"},
            script = "return " + HELD_TOGETHER + ";")
    public static native JSPromise<JSBoolean> areHeldTogether(String name, String other);

    /** Calls back if both locks are held by the same page or worker, and the browser tells. */
    @JSBody(
            params = {"name", "other", "then"},
            script = HELD_TOGETHER + ".then(function(isSo) { if (isSo) then(); }, function() {});")
    public static native void ifHeldTogether(String name, String other, Callback then);

    @JSBody(
            params = {"name", "mode", "granted", "lost"},
            script = "var abort = new AbortController(); var isReleased = false; var letGo;"
                    + "var held = new Promise(function(resolve) { letGo = resolve; });"
                    + "navigator.locks.request(name, {mode: mode, signal: abort.signal}, function() {"
                    + "  if (!isReleased) granted(); return held;"
                    + "}).catch(function(error) { if (!isReleased) lost(error); });"
                    + "return {release: function() { isReleased = true; letGo(); abort.abort(); }};")
    private static native WebLock request(String name, String mode, Callback granted, JsConsumer<JSObject> lost);

    /** Calls back if somebody waits for the lock. */
    public static void ifAwaited(String name, Callback then) {
        ifListed("pending", name, then);
    }

    /** Calls back if somebody holds the lock. */
    public static void ifHeld(String name, Callback then) {
        ifListed("held", name, then);
    }

    /** Where the browser does not tell, it may be so. */
    @JSBody(
            params = {"list", "name", "then"},
            script = "navigator.locks.query().then(function(state) {"
                    + "  if (state[list].some(function(lock) { return lock.name === name; })) then();"
                    + "}, then);")
    private static native void ifListed(String list, String name, Callback then);

    /** Tells who holds the lock, by an id of the browser's; empty where nobody does or the browser does not tell. */
    @JSBody(
            params = {"name", "then"},
            script = "navigator.locks.query().then(function(state) {"
                    + "  var held = state.held.find(function(lock) { return lock.name === name; });"
                    + "  then(held ? held.clientId : '');"
                    + "}, function() { then(''); });")
    public static native void holder(String name, JsStringConsumer then);

    /** Tells the names of all locks held in this origin, joined by newlines. */
    @JSBody(
            params = "then",
            script = "navigator.locks.query().then(function(state) {"
                    + "  then(state.held.map(function(lock) { return lock.name; }).join('\\n'));"
                    + "}, function() { then(''); });")
    public static native void heldNames(JsStringConsumer then);
}
