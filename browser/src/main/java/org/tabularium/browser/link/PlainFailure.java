package org.tabularium.browser.link;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.js.JsPayload;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** A {@link Failure} as a JavaScript object. */
public interface PlainFailure extends JSObject {
    /** Name of an {@link ErrorCode}. */
    @JSProperty
    String getCode();

    /** The sentence for the developer. */
    @JSProperty
    String getMessage();

    /** Name of an {@link Outcome}. */
    @JSProperty
    String getOutcome();

    /** The engine's error, or null. */
    @JSProperty
    JSObject getDetail();

    /** As a JavaScript object; null for null. */
    static PlainFailure of(Failure failure) {
        if (failure == null) {
            return null;
        }
        return Maker.make(
                failure.code().name(),
                failure.message(),
                failure.outcome().name(),
                JsPayload.valueOf(failure.detail()));
    }

    /** From a JavaScript object; null for null. */
    static Failure toFailure(PlainFailure plain) {
        if (plain == null) {
            return null;
        }
        return new Failure(
                ErrorCode.valueOf(plain.getCode()),
                plain.getMessage(),
                Outcome.valueOf(plain.getOutcome()),
                JsPayload.of(plain.getDetail()));
    }

    /** Holds the script, which an interface cannot. */
    final class Maker {
        private Maker() {}

        @JSBody(
                params = {"code", "message", "outcome", "detail"},
                script = "return {code: code, message: message, outcome: outcome, detail: detail};")
        private static native PlainFailure make(String code, String message, String outcome, JSObject detail);
    }
}
