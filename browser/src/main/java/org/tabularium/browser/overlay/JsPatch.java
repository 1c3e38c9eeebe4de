package org.tabularium.browser.overlay;

import org.tabularium.base.Payload;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.overlay.Patch;
import org.teavm.jso.JSMethod;
import org.teavm.jso.JSObject;

/**
 * A patch that JavaScript knows.
 *
 * @param value what tells to which queries it applies
 */
record JsPatch(Value value) implements Patch {
    /** The patch as JavaScript has it; {@code OverlayPatch} in the facade's {@code machine.ts}. */
    public interface Value extends JSObject {
        /** Whether results of this query may be changed by it. */
        @JSMethod
        boolean appliesTo(JSObject query);
    }

    @Override
    public boolean appliesTo(Payload query) {
        return value.appliesTo(JsPayload.valueOf(query));
    }
}
