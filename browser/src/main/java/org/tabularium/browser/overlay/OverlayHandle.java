package org.tabularium.browser.overlay;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Payload;
import org.tabularium.browser.js.Alarm;
import org.tabularium.browser.js.CommitNumbers;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.browser.js.Web;
import org.tabularium.overlay.Layer;
import org.tabularium.overlay.Overlay;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;

/** An overlay as the facade uses it; {@code OverlayMachine} in its {@code machine.ts}. */
public final class OverlayHandle {
    private final OverlayEvents events;
    private final Overlay overlay = new Overlay();
    private final Alarm alarm = new Alarm(() -> step(new Overlay.Tick()));

    OverlayHandle(OverlayEvents events) {
        this.events = events;
    }

    /** A live query is opened. */
    @JSExport
    public void open(int query, JSObject statement) {
        step(new Overlay.Opened(query, JsPayload.of(statement)));
    }

    /** A live query is closed. */
    @JSExport
    public void close(int query) {
        step(new Overlay.Closed(query));
    }

    /** A live query has a result. */
    @JSExport
    public void result(int query, JSObject result, double commit) {
        step(new Overlay.GotResult(query, JsPayload.of(result), CommitNumbers.commitOf(commit)));
    }

    /** A write begins, after this commit. */
    @JSExport
    public void begin(int write, JSObject patch, double before, boolean isRepeatable) {
        JsPatch known = new JsPatch((JsPatch.Value) patch);
        step(new Overlay.Began(write, known, CommitNumbers.commitOf(before), isRepeatable));
    }

    /** A write has taken effect by this commit. */
    @JSExport
    public void confirm(int write, double commit) {
        step(new Overlay.Confirmed(write, CommitNumbers.commitOf(commit)));
    }

    /** A write has no effect. */
    @JSExport
    public void fail(int write) {
        step(new Overlay.Failed(write));
    }

    /** Pending writes are not shown any more. */
    @JSExport
    public void clear() {
        step(new Overlay.Cleared());
    }

    private void step(Overlay.Input input) {
        overlay.step(input, Web.nowMs(), effects);
    }

    private final Overlay.Effects effects = new Overlay.Effects() {
        @Override
        public void show(int query, Payload result, Iterable<Layer> layers) {
            List<JSObject> shown = new ArrayList<>();
            for (Layer layer : layers) {
                shown.add(layer(((JsPatch) layer.patch()).value(), layer.isPending()));
            }
            events.show(query, JsPayload.valueOf(result), shown.toArray(new JSObject[0]));
        }

        @Override
        public void refresh(int query) {
            events.refresh(query);
        }

        @Override
        public void wakeAt(double atMs) {
            alarm.setFor(atMs);
        }
    };

    @JSBody(
            params = {"patch", "isPending"},
            script = "return {patch: patch, isPending: isPending};")
    private static native JSObject layer(JSObject patch, boolean isPending);
}
