package org.tabularium.browser.js;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExceptions;
import org.teavm.jso.JSObject;

/** Errors that JavaScript threw or rejected with. */
public final class JsErrors {
    private JsErrors() {}

    /** A failure with the code the error carries, where it carries one of ours, and its message. */
    public static Failure failure(JSObject error, ErrorCode otherwise, Outcome outcome) {
        return Failure.of(code(codeOf(error), otherwise), messageOf(error), outcome);
    }

    /** The message of what was thrown, as JavaScript has it. */
    public static String message(RuntimeException thrown) {
        JSObject error = JSExceptions.getJSException(thrown);
        return error == null ? thrown.toString() : messageOf(error);
    }

    private static ErrorCode code(String name, ErrorCode otherwise) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return otherwise;
    }

    /** The {@code code} of a DOMException is a number, and none of ours. */
    @JSBody(params = "error", script = "return error && typeof error.code === 'string' ? error.code : '';")
    private static native String codeOf(JSObject error);

    @JSBody(params = "error", script = "return String(error && error.message || error);")
    private static native String messageOf(JSObject error);
}
