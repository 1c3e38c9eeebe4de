package org.tabularium.browser.engine;

import org.tabularium.base.Completion;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.browser.js.Web;
import org.tabularium.sql.EngineCall;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Counts what an engine does under its leader, and tells it to whoever asks by {@code {sql: '', isMeter: true}}. */
final class EngineMeter {
    private static final int SAMPLE_COUNT = 100;

    private final double[] flushesMs = new double[SAMPLE_COUNT];
    private int flushCount;
    private int callCount;

    /** Counts a call. Whether it asks for the figures, and is not for the engine. */
    boolean takes(EngineCall call) {
        if (call instanceof EngineCall.Query query && isMeter(JsPayload.valueOf(query.statement()))) {
            return true;
        }
        callCount++;
        return false;
    }

    /** The figures. */
    Payload figures() {
        int count = Math.min(flushCount, SAMPLE_COUNT);
        double[] samples = new double[count];
        System.arraycopy(flushesMs, 0, samples, 0, count);
        return new JsPayload(make(callCount, flushCount, samples));
    }

    /** The same completion, which is timed from now on. */
    Completion<Void> timed(Completion<Void> completion) {
        double startMs = Web.nowMs();
        return new Completion<>() {
            @Override
            public void done(Void nothing) {
                flushesMs[flushCount % SAMPLE_COUNT] = Web.nowMs() - startMs;
                flushCount++;
                completion.done(nothing);
            }

            @Override
            public void failed(Failure failure) {
                completion.failed(failure);
            }
        };
    }

    @JSBody(params = "statement", script = "return !!statement.isMeter;")
    private static native boolean isMeter(JSObject statement);

    @JSBody(
            params = {"callCount", "flushCount", "flushesMs"},
            script = "return {callCount: callCount, flushCount: flushCount, flushesMs: Array.from(flushesMs)};")
    private static native JSObject make(int callCount, int flushCount, double[] flushesMs);
}
