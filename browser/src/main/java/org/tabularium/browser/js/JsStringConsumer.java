package org.tabularium.browser.js;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** A JavaScript function with one string parameter. */
@JSFunctor
public interface JsStringConsumer extends JSObject {
    /** Calls it. */
    void accept(String value);
}
