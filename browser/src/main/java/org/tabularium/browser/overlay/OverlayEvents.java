package org.tabularium.browser.overlay;

import org.teavm.jso.JSObject;

/** What the facade is told; {@code OverlayEvents} in its {@code machine.ts}. */
public interface OverlayEvents extends JSObject {
    /** A query's result is to be shown with these layers over it. */
    void show(int query, JSObject result, JSObject[] layers);

    /** A query is to be run now. */
    void refresh(int query);
}
