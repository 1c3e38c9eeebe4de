package org.tabularium.browser.js;

import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** What is called on a message. */
@JSFunctor
public interface MessageHandler extends JSObject {
    /** Takes a message and the port that came with it, or null. */
    void message(JSObject data, Port port);
}
