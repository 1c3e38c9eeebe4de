package org.tabularium.client.browser;

import org.teavm.jso.JSClass;
import org.teavm.jso.JSModule;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** The class {@code Tabularium} of the npm package. */
@JSModule("tabularium")
@JSClass(name = "Tabularium")
final class JsTabularium implements JSObject {
    private JsTabularium() {}

    /** Opens a database. */
    static native JSPromise<JSObject> open(String dataDir);
}
