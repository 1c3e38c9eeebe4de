package org.tabularium.browser.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Clock, timers, identifiers and log of the browser. */
public final class Web {
    private Web() {}

    /** Milliseconds since this page or worker began; never goes back. */
    @JSBody(script = "return performance.now();")
    public static native double nowMs();

    /** Calls back once, {@code delayMs} from now. */
    @JSBody(
            params = {"delayMs", "then"},
            script = "return setTimeout(then, delayMs);")
    public static native int after(double delayMs, Callback then);

    /** Has a call back of {@link #after} not come; 0 is none. */
    @JSBody(params = "timer", script = "clearTimeout(timer);")
    public static native void cancel(int timer);

    /**
     * Calls back after the code that runs now. By a promise, because {@code queueMicrotask} itself takes some microseconds;
     * what is thrown is reported as an error that nobody has caught all the same.
     */
    @JSBody(params = "then", script = "Promise.resolve().then(then).catch(globalThis.reportError);")
    public static native void soon(Callback then);

    /** An identifier that is never given twice. */
    @JSBody(script = "return crypto.randomUUID();")
    public static native String randomId();

    /** Calls back on each event of this name at the global object. */
    @JSBody(
            params = {"event", "then"},
            script = "globalThis.addEventListener(event, then);")
    public static native void onEvent(String event, JsConsumer<JSObject> then);

    /** Stops calling back. */
    @JSBody(
            params = {"event", "then"},
            script = "globalThis.removeEventListener(event, then);")
    public static native void offEvent(String event, JsConsumer<JSObject> then);

    /** Whether nobody sees this page. */
    @JSBody(script = "return document.visibilityState === 'hidden';")
    public static native boolean isHidden();

    /** The address of the script that runs in this worker. */
    @JSBody(script = "return self.location.href;")
    public static native String scriptUrl();

    /** The name this worker was made with. */
    @JSBody(script = "return self.name;")
    public static native String workerName();

    /** Ends this worker. */
    @JSBody(script = "self.close();")
    public static native void closeWorker();
}
