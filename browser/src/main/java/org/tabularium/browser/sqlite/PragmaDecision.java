package org.tabularium.browser.sqlite;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Decides on a {@code PRAGMA} before it is prepared, as {@link PragmaPolicy} does. */
@JSFunctor
public interface PragmaDecision extends JSObject {
    /** One of the constants of {@link PragmaPolicy}; the argument is null where there is none. */
    int decide(String name, String argument);
}
