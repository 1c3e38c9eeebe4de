package org.tabularium.browser.page;

import org.tabularium.browser.link.PlainFailure;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Told the end of a call; once more, late, after an end that was {@code PENDING}. */
@JSFunctor
public interface Settle extends JSObject {
    /** Takes the end. */
    void settle(PlainFailure failure, JSObject result, boolean isAbridged, double commit, String level, boolean isLate);
}
