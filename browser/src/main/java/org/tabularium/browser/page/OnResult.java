package org.tabularium.browser.page;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Told each result of a live query. */
@JSFunctor
public interface OnResult extends JSObject {
    /** Takes a result. */
    void result(JSObject result, double commit);
}
