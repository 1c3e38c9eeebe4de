package org.tabularium.browser.js;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/**
 * A JavaScript function with one parameter.
 *
 * @param <T> the parameter's type
 */
@JSFunctor
public interface JsConsumer<T extends JSObject> extends JSObject {
    /** Calls it. */
    void accept(T value);
}
