package org.tabularium.browser.js;

import org.teavm.jso.JSObject;

/** A request for a lock, granted or not; {@link WebLocks} makes them. */
public interface WebLock extends JSObject {
    /** Lets go of the lock, or leaves its queue. */
    void release();
}
