package org.tabularium.browser.page;

import org.tabularium.browser.link.PlainFailure;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Told each failure of a live query. */
@JSFunctor
public interface OnFailure extends JSObject {
    /** Takes a failure. */
    void failure(PlainFailure failure);
}
