package org.tabularium.browser.engine;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSPromise;

/** Asks, before a flush is reported, whether this leader still holds the store's lock. */
@JSFunctor
public interface StoreFence extends JSObject {
    /** Whether it does. */
    JSPromise<JSBoolean> stillHolds();
}
