package org.tabularium.browser.js;

import org.tabularium.base.Payload;
import org.teavm.jso.JSObject;

/**
 * A payload that is a JavaScript value.
 *
 * @param value the value: a statement, a result's bytes, or an error object
 */
public record JsPayload(JSObject value) implements Payload {
    /** The value of a payload, or null for null. */
    public static JSObject valueOf(Payload payload) {
        return payload == null ? null : ((JsPayload) payload).value;
    }

    /** A payload of a value, or null where there is none. */
    public static Payload of(JSObject value) {
        return JsValues.isNone(value) ? null : new JsPayload(value);
    }

    @Override
    public int sizeBytes() {
        return JsValues.sizeBytes(value);
    }

    @Override
    public boolean isSameAs(Payload other) {
        return other instanceof JsPayload that && JsValues.areSameBytes(value, that.value);
    }

    @Override
    public Payload differenceFrom(Payload earlier) {
        return of(JsDifferences.between(valueOf(earlier), value));
    }

    @Override
    public Payload changedBy(Payload difference) {
        return of(JsDifferences.applied(value, valueOf(difference)));
    }
}
