package org.tabularium.browser.js;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** A MessageChannel. */
public interface Pair extends JSObject {
    /** One end. */
    @JSProperty
    Port getPort1();

    /** The other end. */
    @JSProperty
    Port getPort2();
}
