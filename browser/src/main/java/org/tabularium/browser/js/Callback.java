package org.tabularium.browser.js;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** A JavaScript function without parameters. */
@JSFunctor
public interface Callback extends JSObject {
    /** Calls it. */
    void call();
}
