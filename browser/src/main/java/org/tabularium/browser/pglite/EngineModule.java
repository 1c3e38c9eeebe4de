package org.tabularium.browser.pglite;

import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** What the engine's script exports. */
public interface EngineModule extends JSObject {
    /** Opens a store, and creates it where there is none. */
    JSPromise<PgliteHandle> openPglite(JSObject options);
}
